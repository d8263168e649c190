# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    @api.model
    def _all_channel_values(self):
        values = super()._all_channel_values()
        return {**values, "ecommerce_ok": True, "website_id": False}
