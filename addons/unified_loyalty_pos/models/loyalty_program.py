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

    def _gives_points_at_once(self):
        """Say whether what a sale wins pays for the rewards of the same sale."""
        self.ensure_one()
        return self.applies_on != "future" and not self.points_valid_after

    @api.model
    def _load_pos_data_fields(self, config):
        loaded = super()._load_pos_data_fields(config)
        return [*loaded, "points_valid_after", "household"]
