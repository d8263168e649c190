# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    fiscal_started_on = fields.Datetime(related="company_id.fiscal_started_on")
    fiscal_tz = fields.Selection(related="company_id.fiscal_tz", readonly=False)
    fiscal_day_start = fields.Float(
        related="company_id.fiscal_day_start", readonly=False
    )

    def action_fiscal_set_up(self):
        """Open the assistant of the sealing."""
        return self.env["fiscal.set.up"].action_open()
