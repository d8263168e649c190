# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

FOLLOWED = {"fiscal_day_start": "Début de journée", "fiscal_tz": "Fuseau horaire"}


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        followed = [name for name in FOLLOWED if name in vals]
        before = {company: company.read(followed)[0] for company in self if followed}
        result = super().write(vals)
        for company, old in before.items():
            company._log_settings(
                {name: old[name] for name in followed if old[name] != company[name]}
            )
        return result

    def _log_settings(self, old):
        """Write settings that seals rest on in the technical event log."""
        self.ensure_one()
        if not self._is_sealed():
            return
        for name, value in old.items():
            self.env["fiscal.event"]._log(
                self._get_fiscal_office(),
                "270",
                f"{FOLLOWED[name]} : {value} remplacé par {self[name]}.",
            )


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
