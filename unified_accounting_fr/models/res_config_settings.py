# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    fr_set_up_date = fields.Datetime(related="company_id.fr_set_up_date")
    fr_is_french = fields.Boolean(compute="_compute_fr_is_french")

    def _compute_fr_is_french(self):
        for settings in self:
            settings.fr_is_french = bool(settings.company_id._fr_companies())

    def action_fr_set_up(self):
        """Check and complete the French set-up, then say what changed."""
        if not self.env.user.has_group("account.group_account_manager"):
            raise AccessError(
                self.env._("Ask an accounting manager to run the French set-up.")
            )
        # sudo: the right is checked above; the chart and the company are written
        report = self.env.company.sudo()._fr_set_up()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if not report.left_alone else "warning",
                "message": report.as_text(self.env),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
