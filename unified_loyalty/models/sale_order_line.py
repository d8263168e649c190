# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _is_voucher_sold(self):
        return super()._is_voucher_sold() or bool(
            self.product_id._get_sold_programs(self.company_id)
        )

    def _is_cart_item(self):
        # rewards are computed: they follow the articles
        return super()._is_cart_item() and not self.reward_id

    def _is_in_snapshot(self):
        # the price the customer saw includes the rewards
        return super()._is_in_snapshot() or bool(self.reward_id)

    def _cart_line_snapshot(self, available, storable):
        return {
            **super()._cart_line_snapshot(available, storable),
            "is_reward": bool(self.reward_id),
        }
