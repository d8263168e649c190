# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LoyaltyHistory(models.Model):
    """Odoo's own journal of a card, beside the ledger."""

    _inherit = "loyalty.history"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["loyalty.card"]._check_points_by_hand()
        return super().create(vals_list)

    def write(self, vals):
        self.env["loyalty.card"]._check_points_by_hand()
        return super().write(vals)

    def unlink(self):
        self.env["loyalty.card"]._check_points_by_hand()
        return super().unlink()
