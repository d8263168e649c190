# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrderLine(models.Model):
    """What a line takes out of the stock, and the day it is promised for."""

    _inherit = "sale.order.line"

    promised_date = fields.Date(
        copy=False,
        readonly=True,
        help="Day the customer was told for goods that are not there yet. Empty: the "
        "goods were in stock.",
    )

    def _moves_stock(self):
        """Say whether delivering this line takes counted goods out of a place."""
        self.ensure_one()
        return (
            not self.display_type
            and self.product_uom_qty > 0
            and any(article.is_storable for article in self._get_hold_parts())
        )

    def _is_held(self):
        """Say whether the units of this line are kept for the customer.

        Hook: articles that may be ordered without being there are not.
        """
        self.ensure_one()
        return (
            self._moves_stock()
            and self.fulfilment_mode != "take_away"
            and self._get_sold_product()._is_promise_limited()
        )

    def _get_sold_product(self):
        """Return the article as the company of the order sees it: kits are its own."""
        return self.product_id.with_company(self.company_id)

    def _get_hold_place(self):
        """Hook: the place this line is promised from."""
        return self.warehouse_id or self.order_id.warehouse_id

    def _get_hold_quantity(self):
        if not self.product_uom_id._has_common_reference(self.product_id.uom_id):
            raise UserError(
                self.env._(
                    "%(product)s is counted in %(stock_unit)s and cannot be held in "
                    "%(unit)s: choose a unit that converts.",
                    product=self.product_id.display_name,
                    stock_unit=self.product_id.uom_id.name,
                    unit=self.product_uom_id.name,
                )
            )
        return self.product_uom_id._compute_quantity(
            self.product_uom_qty, self.product_id.uom_id
        )

    def _get_hold_parts(self):
        """Return {article: its quantity in one unit of what is sold}."""
        self.ensure_one()
        product = self._get_sold_product()
        parts = product._get_stock_components(
            self.product_no_variant_attribute_value_ids
        ).get(product)
        return {self.product_id: 1.0} if parts is None else parts

    def _get_hold_quantities(self):
        """Return {article: quantity in its unit} of what leaves the stock."""
        quantity = self._get_hold_quantity()
        parts = self._get_hold_parts()
        if self.product_id in parts:
            return {self.product_id: quantity}
        # a part leaves the stock in its whole units
        return {
            part: part.uom_id.round(each * quantity, rounding_method="UP")
            for part, each in parts.items()
        }

    def _read_qties(self, date, wh):
        """Let the seller see what may be promised, not what is free in stock."""
        quantities = super()._read_qties(date, wh)
        place = self.env["stock.warehouse"].browse(wh or [])
        order = self.order_id
        if not place or len(order) > 1:
            return quantities
        available = self.env["commerce.availability"]._read(
            self.product_id, place, order.channel_id, order._get_hold_token()
        )
        return [
            {**values, "free_qty": max(available[values["id"], place.id], 0.0)}
            for values in quantities
        ]

    def _set_promised_date(self):
        """Write the day the customer is promised; an order keeps its day for good."""
        later = self.filtered(
            lambda line: (
                line.state in ("draft", "sent")
                and line._moves_stock()
                and line._get_sold_product()._may_be_promised_later()
            )
        )
        for order, lines in later.grouped("order_id").items():
            days = self.env["commerce.availability"]._get_promised_dates(
                order._get_wanted(lines), order._get_hold_token()
            )
            for line in lines:
                place = line._get_hold_place()
                line.promised_date = max(
                    filter(
                        None,
                        (
                            days[part.id, place.id]
                            for part in line._get_hold_quantities()
                        ),
                    ),
                    default=False,
                )

    def _prepare_procurement_values(self):
        values = super()._prepare_procurement_values()
        return {**values, "hold_token": self.order_id._get_hold_token()}

    def _is_promise_broken(self):
        """Say whether the goods of this line should be reserved, and are not."""
        self.ensure_one()
        return (
            self._is_held()
            and not self._is_promised_later()
            and bool(self._get_broken_moves())
        )

    def _get_broken_moves(self):
        """Return the moves that should have reserved the goods, and have not."""
        return self.move_ids.filtered(
            lambda move: (
                not move.move_orig_ids
                and move.state in ("confirmed", "partially_available")
                and move.procure_method != "make_to_order"
                and move._should_assign_at_confirm()
            )
        )

    def _is_promised_later(self):
        """Say whether the goods are promised for later, as far as may be promised."""
        self.ensure_one()
        articles = self.product_id.browse().union(*self._get_hold_parts())
        later = articles.filtered(lambda one: one.promise_policy != "stock")
        if not later:
            return False
        place = self._get_hold_place()
        left = self.env["commerce.availability"]._read_unpromised(later, place)
        return all(left[article.id, place.id] >= 0 for article in later)
