# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

AUDITOR = "unified_accounting_fr.group_fiscal_auditor"


class FiscalArchiveRequest(models.TransientModel):
    """Asks for the archive of a period or of a fiscal year."""

    _name = "fiscal.archive.request"
    _description = "Request of an Archive"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    is_year = fields.Boolean(string="Fiscal year")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        today = fields.Date.context_today(self)
        values.setdefault("date_from", today.replace(day=1))
        values.setdefault("date_to", today)
        return values

    @api.onchange("is_year", "company_id")
    def _onchange_is_year(self):
        if self.is_year and self.date_from:
            # sudo: an inspector may not read settings of the company
            bounds = self.company_id.sudo().compute_fiscalyear_dates(self.date_from)
            self.date_from, self.date_to = bounds["date_from"], bounds["date_to"]

    def action_archive(self):
        """Make the archive and show it."""
        self.ensure_one()
        self.env["fiscal.archive"]._check_may_archive()
        archive = self.env["fiscal.archive"]._request(
            self.company_id,
            self.date_from,
            self.date_to,
            is_year=self.is_year,
            is_audit=self.env.user.has_group(AUDITOR),
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "fiscal.archive",
            "res_id": archive.id,
            "views": [(False, "form")],
        }
