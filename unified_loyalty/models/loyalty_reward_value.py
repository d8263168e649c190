# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LoyaltyReward(models.Model):
    _inherit = "loyalty.reward"

    def _get_value_per_point(self):
        """Return what a point spent on this reward is worth, 0.0 when it depends.

        In the currency of the programme.
        """
        self.ensure_one()
        if self.reward_type == "product":
            products = self.reward_product_ids
            worth = max(products.mapped("lst_price"), default=0.0)
            value = worth * self.reward_product_qty
        elif self.reward_type != "discount":
            value = 0.0
        elif self.discount_mode == "per_point":
            return self.discount
        elif self.discount_mode == "per_order":
            value = self.discount
        else:
            value = self.discount_max_amount
        return value / self.required_points if self.required_points else 0.0
