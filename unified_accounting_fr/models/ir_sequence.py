# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

SETTINGS = {
    "prefix": "10",
    "suffix": "10",
    "padding": "10",
    "implementation": "10",
    "number_increment": "10",
    "use_date_range": "10",
    "number_next": "15",
    "number_next_actual": "15",
}


class IrSequence(models.Model):
    """Numbers of tickets and of sealed entries: a change by hand is logged."""

    _inherit = "ir.sequence"

    def write(self, vals):
        changed = SETTINGS.keys() & vals.keys()
        watched = self._get_fiscal_sequences() if changed else self.browse()
        before = watched.read(sorted(changed)) if watched else []
        result = super().write(vals)
        for old in before:
            sequence = self.browse(old["id"])
            changes = {
                name: [str(old[name]), str(sequence[name])]
                for name in sorted(changed)
                if old[name] != sequence[name]
            }
            if changes:
                sequence._tell_change(changes)
        return result

    def _tell_change(self, changes):
        self.ensure_one()
        self.env["fiscal.event"]._tell(
            max(SETTINGS[name] for name in changes),
            f"Séquence {self.code or self.id} modifiée : "
            + ", ".join(f"{name} {old} → {new}" for name, (old, new) in changes.items())
            + ".",
            {"sequence": self.id, "changes": changes},
            self.company_id or None,
        )

    def _get_fiscal_sequences(self):
        """Hook: return those of these sequences that number what is sold."""
        # sudo: which sequences the law's chains of a company use
        companies = self.env["res.company"].sudo()
        names = [
            name
            for name, field in companies._fields.items()
            if field.comodel_name == "ir.sequence"
        ]
        companies = companies.search([("fiscal_started_on", "!=", False)])
        found = self.browse().union(*(companies[name] for name in names))
        return found.with_env(self.env) & self
