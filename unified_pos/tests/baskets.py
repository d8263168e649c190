# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Taxes, price lists, articles and baskets on which two engines must agree."""

import random

from odoo import fields
from odoo.fields import Command

RATES = (20.0, 10.0, 5.5, 2.1)


class Catalogue:
    """A French shop's taxes and price lists, and articles of every kind.

    What is drawn at random comes from ``seed`` alone.
    """

    def __init__(self, env, company, seed=0):
        self.env = env
        self.company = company
        self.random = random.Random(seed)  # noqa: S311 not a secret
        self.products = env["product.product"]
        self._make_taxes()
        self._make_products()
        self._make_combo()
        self._make_lists()

    # Taxes ----------------------------------------------------------------------

    def _tax(self, name, amount, **values):
        group = self.env["account.tax.group"].create(
            {"name": name, "company_id": self.company.id}
        )
        return self.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "price_include_override": "tax_included",
                "company_id": self.company.id,
                "tax_group_id": group.id,
                **values,
            }
        )

    def _make_taxes(self):
        self.taxes = [self._tax(f"P {rate} %", rate) for rate in RATES]
        self.excluded = self._tax(
            "P 20 % ex", 20, price_include_override="tax_excluded"
        )
        # eco-participation: so much a unit, in the price and in the base of VAT
        self.eco = self._tax(
            "P eco", 0.37, amount_type="fixed", include_base_amount=True, sequence=0
        )
        Position = self.env["account.fiscal.position"]
        self.overseas, self.export = Position.create(
            [
                {"name": "P overseas", "company_id": self.company.id},
                {"name": "P export", "company_id": self.company.id},
            ]
        )
        self._tax(
            "P 8.5 %",
            8.5,
            fiscal_position_ids=[Command.set(self.overseas.ids)],
            original_tax_ids=[Command.set(self.taxes[0].ids)],
        )
        zero = self._tax(
            "P 0 %",
            0,
            price_include_override="tax_excluded",
            fiscal_position_ids=[Command.set(self.export.ids)],
        )
        zero.original_tax_ids = [tax.id for tax in (*self.taxes, self.excluded)]

    # Articles -------------------------------------------------------------------

    def _price(self):
        pick = self.random
        return pick.choice([0.99, 9.99, 49.9, 100.0, round(pick.uniform(0.05, 300), 2)])

    def _make_products(self):
        pick = self.random
        Category = self.env["product.category"]
        self.category = Category.create({"name": "P parent"})
        below = Category.create({"name": "P child", "parent_id": self.category.id})
        kilo = self.env.ref("uom.product_uom_kgm")
        taxes = [[tax.id] for tax in (*self.taxes, *self.taxes, self.excluded)]
        taxes += [[self.eco.id, self.taxes[0].id]]
        templates = self.env["product.template"].create(
            [
                {
                    "name": f"P {number}",
                    "list_price": self._price(),
                    "standard_price": self._price(),
                    "available_in_pos": True,
                    "taxes_id": [Command.set(pick.choice(taxes))],
                    "categ_id": pick.choice([self.category, below]).id,
                    **({"uom_id": kilo.id} if number % 6 == 0 else {}),
                }
                for number in range(24)
            ]
        )
        self.extras = self._add_attribute(templates[1], "no_variant")
        self._add_attribute(templates[2], "always")
        self.products = templates.product_variant_ids

    def _add_attribute(self, template, create_variant):
        attribute = self.env["product.attribute"].create(
            {
                "name": f"P {create_variant}",
                "create_variant": create_variant,
                "value_ids": [
                    Command.create({"name": "plain"}),
                    Command.create({"name": "fine", "default_extra_price": 3.33}),
                ],
            }
        )
        line = self.env["product.template.attribute.line"].create(
            {
                "product_tmpl_id": template.id,
                "attribute_id": attribute.id,
                "value_ids": [Command.set(attribute.value_ids.ids)],
            }
        )
        return line.product_template_value_ids

    def _make_combo(self):
        combos = self.env["product.combo"].create(
            [
                {
                    "name": f"P combo {number}",
                    "combo_item_ids": [
                        Command.create({"product_id": product.id, "extra_price": extra})
                        for product, extra in zip(
                            self.products[start : start + 2], (0.0, 1.15), strict=True
                        )
                    ],
                }
                for number, start in enumerate((6, 8, 10))
            ]
        )
        self.products |= self.env["product.product"].create(
            {
                "name": "P menu",
                "type": "combo",
                "list_price": 29.99,
                "available_in_pos": True,
                "combo_ids": [Command.set(combos.ids)],
            }
        )

    # Price lists ----------------------------------------------------------------

    def _make_lists(self):
        Pricelist = self.env["product.pricelist"]
        self.lists = Pricelist.create([{"name": f"P list {n}"} for n in range(6)])
        for position, pricelist in enumerate(self.lists):
            for _n in range(4):
                self._add_rule(pricelist, self.lists[:position])

    def _add_rule(self, pricelist, bases):
        pick = self.random
        scope = pick.choice(
            [
                {},
                {"categ_id": self.category.id},
                {"product_tmpl_id": pick.choice(self.products).product_tmpl_id.id},
                {"product_id": pick.choice(self.products).id},
            ]
        )
        base = {"base": pick.choice(["list_price", "standard_price"])}
        if bases and pick.random() < 0.4:
            base = {"base": "pricelist", "base_pricelist_id": pick.choice(bases).id}
        price = pick.choice(
            [
                {"compute_price": "fixed", "fixed_price": self._price()},
                {
                    "compute_price": "percentage",
                    "percent_price": pick.choice([5, 15, 33.33]),
                    **(base if base["base"] != "standard_price" else {}),
                },
                {
                    "compute_price": "formula",
                    "price_discount": pick.choice([0, 10, 17.5, -30]),
                    "price_round": pick.choice([0, 0.05, 1, 10]),
                    "price_surcharge": pick.choice([0, -0.01, 2]),
                    "price_min_margin": pick.choice([0, 0, 1]),
                    "price_max_margin": pick.choice([0, 40]),
                    **base,
                },
            ]
        )
        if price.get("price_min_margin", 0) > price.get("price_max_margin", 0):
            price["price_min_margin"] = 0
        period = pick.choice(
            [
                {},
                {},
                {"date_start": "2020-01-01 00:00:00"},
                {"date_end": "2020-01-01 00:00:00"},
                {"date_start": "2999-01-01 00:00:00"},
            ]
        )
        self.env["product.pricelist.item"].create(
            {
                "pricelist_id": pricelist.id,
                "min_quantity": pick.choice([0, 0, 2, 5]),
                **scope,
                **price,
                **period,
            }
        )

    # The other engine -----------------------------------------------------------

    def reckon_on_server(self, baskets):
        """Return what sales orders say of these baskets, as the till's page does.

        The orders are not stored: their engine is the same, and ten times as fast.
        """
        self.company.tax_calculation_rounding_method = baskets[0]["rounding"]
        Order = self.env["sale.order"]
        return [
            self._read_order(Order.new(self._prepare_order(basket)))
            for basket in baskets
        ]

    def _prepare_order(self, basket):
        lines = []
        for number, line in enumerate(basket["lines"], 1):
            amounts = {
                "product_uom_qty": line["quantity"],
                **({"discount": line["discount"]} if line["discount"] else {}),
            }
            extras = [Command.set(line["extras"])]
            lines.append(
                {
                    **amounts,
                    "product_id": line["product"],
                    "product_no_variant_attribute_value_ids": extras,
                    "virtual_id": str(number),
                }
            )
            for item in self.env["product.combo.item"].browse(line["combo_items"]):
                lines.append(
                    {
                        **amounts,
                        "product_id": item.product_id.id,
                        "combo_item_id": item.id,
                        "linked_virtual_id": str(number),
                    }
                )
        return {
            "state": "draft",
            "partner_id": self.company.partner_id.id,
            "company_id": self.company.id,
            "currency_id": self.company.currency_id.id,
            "pricelist_id": basket["pricelist"],
            "fiscal_position_id": basket["fiscal_position"],
            "date_order": fields.Datetime.now(),
            "order_line": [Command.create({"name": "P", **line}) for line in lines],
        }

    def _read_order(self, order):
        groups = [
            [group["id"], group["tax_amount_currency"]]
            for subtotal in order.tax_totals["subtotals"]
            for group in subtotal["tax_groups"]
        ]
        return {
            "total": order.amount_total,
            "tax": order.amount_tax,
            "lines": [
                {
                    "product": line.product_id.id,
                    "price": line.price_unit,
                    "total": line.price_total,
                    "net": line.price_subtotal,
                }
                for line in order.order_line
            ],
            "rates": groups,
        }
