# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LoyaltyReward(models.Model):
    _inherit = "loyalty.reward"

    def _is_shareable(self):
        """Say whether two parts of a basket may both have this reward.

        A percentage of each part is the same percentage of the whole. A fixed
        amount, a free article, a coupon or points would be given twice.
        """
        self.ensure_one()
        return (
            self.reward_type == "discount"
            and self.discount_mode == "percent"
            and not self.discount_max_amount
            and not self.program_id.limit_usage
            and self.program_id.program_type in ("promotion", "promo_code")
        )
