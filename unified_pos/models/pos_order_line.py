# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _prepare_procurement_values(self):
        order = self.order_id
        return {
            **super()._prepare_procurement_values(),
            "channel_id": order.channel_id.id,
            "hold_token": order._get_ticket_token(order.uuid),
        }

    def _needs_no_approval(self):
        """Hook: lines that a program prices (tips, down payments, rewards)."""
        self.ensure_one()
        return (
            self.product_id in self.order_id.config_id._get_special_products()
            or self.order_id.config_id.tip_product_id == self.product_id
            or bool(getattr(self, "is_reward_line", False))
        )

    def _is_agreed_reduction(self):
        """Hook: lines below zero that a programme or an order decided."""
        self.ensure_one()
        return bool(
            getattr(self, "is_reward_line", False)
            or self.sale_order_origin_id
            or self.refunded_orderline_id
        )

    def _is_voucher(self):
        """Hook: lines that sell, top up or take back a voucher, outside VAT.

        A voucher for articles of several rates is no sale: VAT is due when it is used
        (directive 2006/112/EC art. 30b).
        """
        self.ensure_one()
        return False

    def _is_voucher_spent(self):
        """Hook: lines below zero by which a voucher pays, as Odoo's own rewards do."""
        self.ensure_one()
        return False
