# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import fields, models

# Units a price is compared in (arrêté of 16 November 1999, art. 3)
REFERENCE_UOMS = (
    "uom.product_uom_kgm",
    "uom.product_uom_litre",
    "uom.product_uom_meter",
    "uom.uom_square_meter",
)


class ShelfPrice(NamedTuple):
    """What a shelf label says of a price; amounts include all taxes."""

    price: float
    former_price: float  # 0 when there is no reduction to announce
    sold_by: str  # unit the price is for when goods are weighed or measured
    unit_price: float  # 0 when the law asks none
    unit: str
    mentions: list

    @property
    def discount(self):
        """Percentage, rounded down: a reduction is never announced too high."""
        if not self.former_price:
            return 0
        return int(100 * (self.former_price - self.price) / self.former_price + 1e-6)


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_shelf_prices(self, pricelist, company):
        """Prices that the labels of the products show.

        :param pricelist: may be empty: sales price of the product
        :param company: whose taxes apply
        :return: {product id: ShelfPrice}; a product without price is missing
        """
        currency = pricelist.currency_id or company.currency_id
        references = self._get_reference_uoms()
        result = {}
        for product, price, rule_id in self._get_list_prices(pricelist, company):
            rule = self.env["product.pricelist.item"].browse(rule_id or [])
            result[product.id] = product._get_shelf_price(
                price, rule, currency, references
            )
        return result

    def _get_list_prices(self, pricelist, company):
        """(product, price, rule id) of those that have a price, before taxes."""
        products = self.with_company(company)
        currency = pricelist.currency_id or company.currency_id
        prices = pricelist._compute_price_rule(
            products, 1.0, currency=currency, date=fields.Datetime.now()
        )
        return [
            (product, *prices[product.id])
            for product in products
            if currency.compare_amounts(prices[product.id][0], 0) > 0
        ]

    def _get_shelf_price(self, price, rule, currency, references):
        """ShelfPrice of one product from its price in a list, taxes not yet applied."""
        taxes = self.taxes_id._filter_taxes_by_company(self.env.company)
        price_total = self._add_shelf_taxes(price, taxes, currency)
        former = self._get_shelf_former_price(price_total, rule, taxes, currency)
        unit_price, unit = self._get_shelf_unit_price(price_total, references)
        sold_by = self.uom_id.name if self.uom_id in references else ""
        mentions = [
            (mention, currency.round(self._convert_shelf_amount(amount, currency)))
            for mention, amount in taxes._get_label_mentions()
        ]
        return ShelfPrice(price_total, former, sold_by, unit_price, unit, mentions)

    def _add_shelf_taxes(self, price, taxes, currency):
        if not taxes:
            return currency.round(price)
        return taxes.compute_all(price, currency, product=self)["total_included"]

    def _convert_shelf_amount(self, amount, currency):
        company = self.env.company
        return company.currency_id._convert(amount, currency, company, round=False)

    def _get_shelf_former_price(self, price_total, rule, taxes, currency):
        """Crossed-out price, taxes included; 0 when no reduction is announced."""
        former = 0.0
        if self._is_reduction_announced(rule):
            former = rule._compute_price_before_discount(
                product=self,
                quantity=1.0,
                date=fields.Datetime.now(),
                uom=self.uom_id,
                currency=currency,
            )
            former = self._add_shelf_taxes(former, taxes, currency)
        elif self._has_comparison_price():
            # Entered as it is shown, taxes included, like on the shop
            former = self._convert_shelf_amount(self.compare_list_price, currency)
        return former if currency.compare_amounts(former, price_total) > 0 else 0.0

    def _is_reduction_announced(self, rule):
        """The rules of which the shop, too, shows the price before discount."""
        return rule.compute_price == "percentage" or (
            rule.compute_price == "formula"
            and rule.price_discount > 0
            and rule.base in ("list_price", "pricelist")
        )

    def _has_comparison_price(self):
        """The field and its setting come with the web shop, when it is installed."""
        return (
            "compare_list_price" in self._fields
            and self.compare_list_price
            and self.env["res.groups"]._is_feature_enabled(
                "website_sale.group_product_price_comparison"
            )
        )

    def _get_shelf_unit_price(self, price_total, references):
        """Price per kilogram, litre… and its unit; (0, "") when there is none.

        From the base unit of the product (web shop installed) when one is chosen,
        otherwise from the unit of measure when it is one of weight or volume.
        """
        if (
            "base_unit_id" in self._fields
            and self.base_unit_id
            and self.base_unit_count
        ):
            return price_total / self.base_unit_count, self.base_unit_id.name
        if self.uom_id not in references:
            for reference in references:
                if self.uom_id._has_common_reference(reference):
                    unit_price = self.uom_id._compute_price(price_total, reference)
                    return unit_price, reference.name
        return 0.0, ""

    def _get_reference_uoms(self):
        uoms = self.env["uom.uom"]
        for xml_id in REFERENCE_UOMS:
            uoms |= self.env.ref(xml_id, raise_if_not_found=False) or uoms
        return uoms
