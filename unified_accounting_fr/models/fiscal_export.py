# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class FiscalExport(models.AbstractModel):
    """Records whose export to a file is told to the technical event log."""

    _name = "fiscal.export"
    _description = "Export Told to the Event Log"

    def export_data(self, fields_to_export):
        companies = self.company_id if "company_id" in self._fields else None
        self.env["fiscal.event"]._tell_now(
            "110",
            f"Export de {len(self)} enregistrements ({self._name}).",
            {
                "model": self._name,
                "records": len(self),
                "fields": [name for name in fields_to_export if isinstance(name, str)],
            },
            companies,
        )
        return super().export_data(fields_to_export)


class FiscalAppendOnly(models.AbstractModel):
    _name = "fiscal.append.only"
    _inherit = ["fiscal.append.only", "fiscal.export"]


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "fiscal.export"]
