# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    def action_results(self):
        """Open what this programme costs and brings."""
        self.ensure_one()
        self.check_access("read")
        result = self.env["loyalty.program.result"].create({"program_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": result._name,
            "res_id": result.id,
            "view_mode": "form",
            "target": "new",
        }
