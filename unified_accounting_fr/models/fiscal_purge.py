# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# LPF, article L102 B: six years from the last operation
YEARS = 6
KEPT_KINDS = ("closing", "archive")

IN_A_VERIFIED_ARCHIVE = """
    EXISTS (SELECT 1
              FROM fiscal_archive a
              JOIN fiscal_archive_range r ON r.archive_id = a.id
             WHERE a.verified_on IS NOT NULL AND a.state = 'done'
               AND a.date_to < (now() - interval '6 years')::date
               AND r.chain_id = d.chain_id AND d.seq BETWEEN r.first AND r.last)
    AND d.business_date < (now() - interval '6 years')::date
    AND d.kind NOT IN ('closing', 'archive')
"""


class FiscalDocument(models.Model):
    _inherit = "fiscal.document"

    @api.model
    def _get_purgeable_condition(self):
        """Old enough, in a verified archive, and neither a closing nor an archive."""
        return SQL(IN_A_VERIFIED_ARCHIVE.replace("d.", "OLD."))


class FiscalEvent(models.Model):
    _inherit = "fiscal.event"

    @api.model
    def _get_purgeable_condition(self):
        return _with_its_document()


class FiscalCountersignature(models.Model):
    _inherit = "fiscal.countersignature"

    @api.model
    def _get_purgeable_condition(self):
        return _with_its_document()


def _with_its_document():
    """A row beside a document goes when the document may."""
    return SQL(
        "EXISTS (SELECT 1 FROM fiscal_document d WHERE d.id = OLD.document_id AND "
        + IN_A_VERIFIED_ARCHIVE
        + ")"
    )


class FiscalCheck(models.AbstractModel):
    _inherit = "fiscal.check"

    @api.model
    def _get_purged_state(self, chain):
        # sudo: a proof that the program makes
        purged = (
            self.env["fiscal.archive.range"]
            .sudo()
            .search(
                [
                    ("chain_id", "=", chain.id),
                    ("archive_id.purged_on", "!=", False),
                    ("chain_id.kind", "not in", KEPT_KINDS),
                ],
                order="last desc",
                limit=1,
            )
        )
        return purged.end or None


class FiscalArchive(models.Model):
    _inherit = "fiscal.archive"

    @api.model
    def _get_purgeable(self, company):
        """Return the archives whose documents may be purged, oldest first."""
        limit = fields.Date.today() - relativedelta(years=YEARS)
        return self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "done"),
                ("is_audit", "=", False),
                ("integrity", "=", "ok"),
                ("purged_on", "=", False),
                ("date_to", "<", limit),
            ],
            order="date_to, id",
        )

    def _purge(self):
        """Delete the documents of these archives; closings and totals stay.

        Each archive is verified first, as an inspector would.

        :return: how many documents were deleted
        :raise UserError: an archive is altered or gone
        """
        deleted = 0
        for archive in self:
            found = archive._verify()
            if found:
                raise UserError(
                    self.env._(
                        "Nothing was purged: %(archive)s does not verify (%(why)s).",
                        archive=archive.name,
                        why=found[0],
                    )
                )
            archive.flush_recordset()
            count = sum(archive._purge_range(part) for part in archive.range_ids)
            archive.purged_on = fields.Datetime.now()
            deleted += count
            self.env["fiscal.event"]._log(
                archive.company_id._get_fiscal_office(),
                "270",
                f"Purge de {count} documents de plus de {YEARS} ans, conservés dans "
                f"l’archive {archive.name}.",
                {"archive": archive.name, "sha256": archive.sha256},
            )
        return deleted

    def _purge_range(self, part):
        """Delete one part of a chain, whole; its beginning alone can go."""
        if part.chain_id.kind in KEPT_KINDS:
            return 0
        self.env.invalidate_all()
        values = {"chain": part.chain_id.id, "last": part.last}
        for table in ("fiscal_event", "fiscal_countersignature"):
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM %s WHERE document_id IN (
                        SELECT id FROM fiscal_document
                         WHERE chain_id = %s AND seq <= %s)
                    """,
                    SQL.identifier(table),
                    *values.values(),
                )
            )
        self.env.cr.execute(
            "DELETE FROM fiscal_document WHERE chain_id = %s AND seq <= %s",
            list(values.values()),
        )
        return self.env.cr.rowcount
