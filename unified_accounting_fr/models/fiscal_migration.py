# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _begin_sealing(self, reason):
        """Begin to seal, and seal what was sold before as one document.

        It cannot be undone.

        :raise UserError: says what is missing
        """
        self.ensure_one()
        if self._is_sealed():
            return
        self._start_sealing(reason)
        self._seal_migration()

    def _seal_migration(self):
        """Seal the totals of before, which perpetual totals do not continue."""
        self.ensure_one()
        prior = self._get_fiscal_prior_totals()
        chain = self._get_fiscal_office()._get_chain("ticket")
        return self.env["fiscal.document"]._seal(
            chain,
            {
                "type": "MIGRATION",
                "operator": self.env["fiscal.event"]._get_operator(),
                "training": False,
                "lines": [],
                "nb_lines": 0,
                "payments": [],
                "vat": [],
                "total": 0,
                "links": [],
                "prior": prior,
                "last_hash": self._get_fiscal_prior_hash(),
                "notice": "Totaux antérieurs au scellement, pour mémoire. Les grands "
                "totaux perpétuels commencent à 0.",
            },
            self,
        )

    def _get_fiscal_prior_totals(self):
        """Return [{year, source, count, total}] of before, in cents. Bridges extend it.

        Read in one query that locks nothing: tills go on selling.
        """
        self.env.cr.execute(
            """
            SELECT to_char(invoice_date, 'YYYY'), count(*),
                   round(sum(amount_total_signed) * 100)::bigint
              FROM account_move
             WHERE company_id = %s AND state = 'posted'
               AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND invoice_date IS NOT NULL
             GROUP BY 1 ORDER BY 1
            """,
            [self.id],
        )
        return [
            {"year": year, "source": "factures", "count": count, "total": total}
            for year, count, total in self.env.cr.fetchall()
        ]

    def _get_fiscal_prior_hash(self):
        """Return the last hash of the chain that core keeps. Bridges extend it."""
        return ""
