# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    @api.model
    def _is_gesture_manager(self):
        return super()._is_gesture_manager() or self.env.user.has_group(
            "point_of_sale.group_pos_manager"
        )
