# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.unified_commerce_base.tools import after_commit, own_cursor

# how the log, which is French, names them
WATCHED = {
    "fiscal_day_start": "Début de journée",
    "fiscal_tz": "Fuseau horaire",
    "company_registry": "SIREN",
    "vat": "N° de TVA",
    "name": "Raison sociale",
}


class ResCompany(models.Model):
    """Settings that seals and closings rest on: each change is logged."""

    _inherit = "res.company"

    def write(self, vals):
        names = [name for name in WATCHED if name in vals]
        sealed = self.filtered("fiscal_started_on") if names else self.browse()
        before = {company: [company[name] for name in names] for company in sealed}
        result = super().write(vals)
        for company, old in before.items():
            changes = {
                name: [str(value or ""), str(company[name] or "")]
                for name, value in zip(names, old, strict=True)
                if value != company[name]
            }
            if changes:
                self.env["fiscal.event"]._tell(
                    "270",
                    "Paramètres de conformité modifiés : "
                    + ", ".join(
                        f"{WATCHED[name]} {one} → {other}"
                        for name, (one, other) in changes.items()
                    )
                    + ".",
                    {"changes": changes},
                    company,
                )
        return result

    def _start_sealing(self, reason):
        result = super()._start_sealing(reason)
        env = self.env

        def note():
            with own_cursor(env, durable=True) as cr:
                env(cr=cr)["fiscal.event"]._note_versions()

        after_commit(env, note, "the version of the software in the event log")
        return result
