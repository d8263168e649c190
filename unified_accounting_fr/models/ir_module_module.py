# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

KEEPERS = {"unified_accounting_fr", "unified_accounting_fr_pos"}
YEARS_KEPT = 6


class IrModuleModule(models.Model):
    """What seals cannot be removed once something real is sealed.

    LPF L102 B: what is sealed is kept for six years.
    """

    _inherit = "ir.module.module"

    def write(self, vals):
        if vals.get("state") == "to remove":
            self._check_seals_are_kept()
        return super().write(vals)

    def module_uninstall(self):
        self._check_seals_are_kept()
        return super().module_uninstall()

    def _check_seals_are_kept(self):
        if KEEPERS.isdisjoint(self.mapped("name")):
            return
        number = self._get_last_real_seal()
        if number:
            raise UserError(
                self.env._(
                    "This module cannot be uninstalled: it keeps sealed documents, the "
                    "last of which is %(number)s, and the law asks for %(years)s years "
                    "(article L102 B of the tax procedures book). To stop selling "
                    "here, archive the tills and keep the database.",
                    number=number,
                    years=YEARS_KEPT,
                )
            )

    @api.model
    def _get_last_real_seal(self):
        """Return the number of the last seal that the law protects, or False.

        Training, the log of set-up and what a demonstration sealed are no such seals.
        """
        self.env["fiscal.key"].flush_model()
        self.env.cr.execute(
            """
            SELECT d.number
              FROM fiscal_document d
             WHERE d.kind NOT IN ('training', 'event')
               AND d.doc_type <> 'MIGRATION'
               AND d.date > now() AT TIME ZONE 'UTC' - make_interval(years => %s)
               AND NOT EXISTS (
                   SELECT 1 FROM fiscal_key k
                    WHERE k.company_id = d.company_id AND k.is_demo
                      AND COALESCE(d.key_fpr, k.fingerprint) = k.fingerprint
                   )
             ORDER BY d.id DESC
             LIMIT 1
            """,
            [YEARS_KEPT],
        )
        row = self.env.cr.fetchone()
        return row and row[0]
