# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Command
from odoo.tools import float_round

from .price_history import PriceHistory


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _replay_on_till(self):
        """Reckon orders again by the rules of the till of their place.

        As far as the server can: the till's price is the one of its price list, with
        no discount on the line, in the unit of the article.

        :return: values of ``commerce.replay.gap``, one for each difference
        """
        products = self.order_line.product_id
        orders = self.env["commerce.replay"]._with_memo(self, products)
        tills = orders._replay_tills()
        orders = orders.filtered(lambda order: tills[order.id])
        if not orders:
            return []
        since = min(orders.order_line.mapped("create_date"))
        history = PriceHistory(orders.env, products.sudo(), since)
        return [
            {"sale_order_id": order.id, "currency_id": order.currency_id.id, **gap}
            for order in orders
            for gap in order._replay_compare(tills[order.id], history)
        ]

    def _replay_tills(self):
        """Return {order id: the till that would have sold it, or none}."""
        tills = self.env["pos.config"].search(
            [("company_id", "in", self.company_id.ids)]
        )
        by_place = tills.grouped(lambda till: till.picking_type_id.warehouse_id)
        by_company = tills.grouped("company_id")
        return {
            order.id: (
                by_place.get(order.warehouse_id)
                or by_company.get(order.company_id)
                or tills
            )[:1].filtered(
                lambda till, order=order: till.currency_id == order.currency_id
            )
            for order in self
        }

    def _replay_compare(self, till, history):
        self.ensure_one()
        same_list = (
            self.pricelist_id == till.pricelist_id
            or self.pricelist_id in till._get_available_pricelists()
        )
        pricelist = self.pricelist_id if same_list else till.pricelist_id
        lines = self.order_line.filtered(lambda line: line._replay_is_of_price_list())
        prices = {line: line._replay_till_price(pricelist) for line in lines}
        there = self.with_company(self.company_id).new(
            {
                "state": "draft",
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "pricelist_id": pricelist.id,
                "fiscal_position_id": self.fiscal_position_id.id,
                "currency_id": self.currency_id.id,
                "currency_rate": self.currency_rate,
                "date_order": self.date_order,
                "order_line": [
                    Command.create(line._prepare_replay_line(price))
                    for line, price in prices.items()
                ],
            }
        )
        gaps = [
            line._replay_gap(at_till, pricelist, history)
            for line, at_till in zip(lines, there.order_line, strict=True)
        ]
        return list(filter(None, gaps))


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _replay_unit_price(self):
        return self.price_unit * (1 - self.discount / 100)

    def _replay_is_of_price_list(self):
        """Hook: the line has a price that a till could reckon."""
        self.ensure_one()
        return bool(
            self.product_id
            and not self.display_type
            and not self.is_downpayment
            and self.product_type != "combo"
            and not self.combo_item_id
            and self.product_id.available_in_pos
        )

    def _replay_till_price(self, pricelist):
        """Return the till's unit price, in the unit of the article."""
        self.ensure_one()
        product = self.product_id.with_context(**self._get_product_price_context())
        price = pricelist._get_product_price(
            product,
            self._replay_quantity() or 1.0,
            currency=self.currency_id,
            date=self.order_id.date_order,
        )
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return float_round(price, precision_digits=digits)

    def _replay_quantity(self):
        return self.product_uom_id._compute_quantity(
            self.product_uom_qty, self.product_id.uom_id, raise_if_failure=False
        )

    def _prepare_replay_line(self, price):
        self.ensure_one()
        return {
            "name": self.name,
            "product_id": self.product_id.id,
            "product_uom_qty": self._replay_quantity(),
            "product_uom_id": self.product_id.uom_id.id,
            "price_unit": price,
            "technical_price_unit": price,
            "discount": 0.0,
            "analytic_distribution": False,
        }

    def _replay_gap(self, at_till, pricelist, history):
        self.ensure_one()
        if not self.currency_id.compare_amounts(at_till.price_total, self.price_total):
            return None
        cause, detail = self._replay_cause(at_till, pricelist, history)
        return {
            "product_id": self.product_id.id,
            "quantity": self.product_uom_qty,
            "subject": "total",
            "till_amount": at_till.price_total,
            "server_amount": self.price_total,
            "cause": cause,
            "detail": detail,
        }

    def _replay_cause(self, at_till, pricelist, history):
        order = self.order_id
        if order.pricelist_id != pricelist:
            return "other_list", self.env._(
                "Order: %(order)s; till: %(till)s.",
                order=order.pricelist_id.name or self.env._("no price list"),
                till=pricelist.name or self.env._("no price list"),
            )
        if self.currency_id.compare_amounts(self.technical_price_unit, self.price_unit):
            return "person", self.env._("Price typed on the order.")
        if self.tax_ids != at_till.tax_ids._origin:
            return "tax", self.env._(
                "Till: %(till)s; server: %(server)s.",
                till=", ".join(at_till.tax_ids.mapped("name")) or self.env._("no tax"),
                server=", ".join(self.tax_ids.mapped("name")) or self.env._("no tax"),
            )
        if changed := history.tell(
            self.product_id, pricelist, self.create_date, order.date_order
        ):
            return "changed", changed
        if self.product_uom_id != self.product_id.uom_id:
            return "unit", self.env._(
                "Sold by %(sold)s, at the till by %(till)s.",
                sold=self.product_uom_id.name,
                till=self.product_id.uom_id.name,
            )
        compare = self.currency_id.compare_amounts
        if not compare(self._replay_unit_price(), at_till.price_unit):
            return "rounding", self.env._(
                "The order rounds the line, the till the unit price."
            )
        if self.discount != self._replay_own_discount():
            return "person", self.env._(
                "Discount of %s %% given on the order.", self.discount
            )
        return "unknown", False

    def _replay_own_discount(self):
        """Return the discount that the price list gives the line."""
        again = self.new(origin=self)
        again._compute_discount()
        return again.discount
