# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        return [
            *super()._get_custom_move_fields(),
            "channel_id",
            "hold_token",
            "fulfilment_mode",
        ]
