# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class FiscalTill(models.Model):
    """A till that is made, renamed or retired is told to the technical event log."""

    _inherit = "fiscal.till"

    closed_until = fields.Date(
        readonly=True, help="No document enters the closing of this day any more."
    )

    @api.model_create_multi
    def create(self, vals_list):
        tills = super().create(vals_list)
        for till in tills:
            self.env["fiscal.event"]._tell(
                "270",
                f"Caisse {till.code} créée.",
                {"till_code": till.code, "kind": till.kind},
                till.company_id,
            )
        return tills

    def write(self, vals):
        before = {till: (till.code, till.active) for till in self}
        result = super().write(vals)
        for till, (code, active) in before.items():
            if (till.code, till.active) == (code, active):
                continue
            state = "en service" if till.active else "retirée"
            self.env["fiscal.event"]._tell(
                "270",
                f"Caisse {code} modifiée : code {till.code}, {state}.",
                {"till_code": till.code, "before": code, "in_use": int(till.active)},
                till.company_id,
            )
        return result

    def action_read_day(self):
        """Open the state of the day so far (X)."""
        return self._open_reading()

    def action_read_day_roll(self):
        """Open the state of the day so far (X), in the width of a till's printer."""
        return self._open_reading("&roll=1")

    def _open_reading(self, more=""):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/unified_accounting_fr/reading.pdf?till={self.id}{more}",
            "target": "new",
        }
