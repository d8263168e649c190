# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class PosOrderLine(models.Model):
    """What a deposit leaves to pay, as the receipt says it."""

    _inherit = "pos.order.line"

    order_left_to_pay = fields.Monetary(
        string="Left to pay of the order",
        readonly=True,
        help="What was left to pay of the order once this ticket, which takes or "
        "deducts a deposit on it, was paid.",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "order_left_to_pay"]

    def _is_deposit(self):
        """Say whether the line takes or deducts a deposit on an order."""
        product = self.order_id.config_id.down_payment_product_id
        return (
            bool(self.sale_order_origin_id)
            and self.product_id == product
            and not self.refunded_orderline_id
        )
