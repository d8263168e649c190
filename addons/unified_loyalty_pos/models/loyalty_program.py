# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    @api.model
    def _all_channel_values(self):
        return {
            **super()._all_channel_values(),
            "pos_ok": True,
            "pos_config_ids": False,
        }
