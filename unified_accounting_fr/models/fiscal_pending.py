# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.sql_db import Cursor

from odoo.addons.unified_commerce_base.tools import own_cursor

_logger = logging.getLogger(__name__)

# one sealer at a time in the whole database; the number is ours alone
TURN = 0x0F15CA1
WATCH_MINUTES = 15
BATCH = 1000


class FiscalPending(models.Model):
    """What was received or invoiced outside of a till and waits for its seal.

    Written in the transaction of the payment, which adds a row and locks nothing, so
    that fifty payments at once do not meet. One sealer takes the rows in order, each
    in a transaction of its own that sees what is committed.
    """

    _name = "fiscal.pending"
    _description = "Waits for Its Seal"
    _order = "id"
    _rec_name = "key"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    key = fields.Char(
        required=True, readonly=True, help="The same thing is sealed once."
    )
    kind = fields.Selection(
        [
            ("payment", "Payment"),
            ("invoice", "Invoice"),
            ("reversal", "Cancellation"),
        ],
        required=True,
        readonly=True,
    )
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    amount = fields.Float(
        readonly=True, help="Of what no record tells: the part that a card pays."
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("sealed", "Sealed"), ("none", "Nothing to seal")],
        required=True,
        readonly=True,
        default="waiting",
    )
    document_id = fields.Many2one("fiscal.document", string="Sealed as", readonly=True)
    problem = fields.Char(readonly=True)

    _key_uniq = models.UniqueIndex("(key)")
    _waiting = models.Index("(id) WHERE state = 'waiting'")
    _source = models.Index("(res_model, res_id)")

    # Adding ---------------------------------------------------------------------

    @api.model
    def _add(self, kind, record, key, amount=0.0):
        """Let a record of a sealed company wait for its seal, once for each key."""
        company = record.company_id
        if not company._is_sealed():
            return
        self.env.cr.execute(
            """
            INSERT INTO fiscal_pending
                (company_id, key, kind, res_model, res_id, amount, state,
                 create_date, create_uid, write_date, write_uid)
            VALUES (%s, %s, %s, %s, %s, %s, 'waiting',
                    now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC', %s)
            ON CONFLICT (key) DO NOTHING
            """,
            [company.id, key, kind, record._name, record.id, amount]
            + [self.env.uid, self.env.uid],
        )
        # sudo: whoever pays wakes the sealer
        cron = self.env.ref("unified_accounting_fr.ir_cron_seal_pending").sudo()
        cron._trigger()

    @api.model
    def _add_in_turn(self, kind, record):
        """Let a record wait that may be taken back, and made again, several times."""
        if not record.company_id._is_sealed():
            return
        undone = kind == "reversal"
        rows = self._of(record).filtered(lambda row: (row.kind == "reversal") != undone)
        # how often the opposite happened: the same thing twice has one key
        if rows or not undone:
            self._add(kind, record, f"{record._name}:{record.id}:{kind}:{len(rows)}")

    @api.model
    def _of(self, *recordsets):
        """Return the rows of these records."""
        rows = self.browse()
        for records in recordsets:
            if records:
                # sudo: what is sealed is found whoever asks
                rows |= self.sudo().search(
                    [("res_model", "=", records._name), ("res_id", "in", records.ids)]
                )
        return rows

    # Sealing --------------------------------------------------------------------

    @api.model
    def _seal_waiting(self, limit=BATCH):
        """Seal what waits, oldest first. One that fails keeps no other waiting.

        :return: how many were taken
        """
        taken, last = 0, 0
        while taken < limit:
            last = self._seal_next(last)
            if not last:
                break
            taken += 1
        return taken

    @api.model
    def _seal_next(self, after):
        """Seal the first one after this id; return its id, or False when none waits."""
        with own_cursor(self.env, durable=True) as cr:
            if isinstance(cr, Cursor):
                cr.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
            # sudo: sealing is the program's work, whoever sold
            rows = self.env(cr=cr, su=True)["fiscal.pending"]
            row = rows.search(
                [("state", "=", "waiting"), ("id", ">", after)], order="id", limit=1
            )
            if not row:
                return False
            try:
                with cr.savepoint():
                    row._seal_one()
            except Exception as error:
                _logger.exception("%s could not be sealed", row.key)
                row.problem = str(error)[:500]
            return row.id

    def _seal_one(self):
        self.ensure_one()
        company = self.company_id
        row = self.with_context(
            lang=company.partner_id.lang or "fr_FR",
            allowed_company_ids=company.ids,
        ).with_company(company)
        record = self.env[row.res_model].browse(row.res_id).exists()
        found = False
        if record:
            record = record.with_env(row.env)
            found = getattr(row.env["fiscal.receipt"], f"_prepare_{row.kind}")(
                record, row
            )
        if not found:
            row.write({"state": "none", "problem": False})
            return
        till, content, rows = found
        document = self.env["fiscal.document"]._seal(
            till._get_chain("ticket"), content, record
        )
        rows.write({"state": "sealed", "document_id": document.id, "problem": False})

    @api.model
    def _cron_seal(self):
        if self._seal_waiting(BATCH) == BATCH:
            # sudo: the sealer wakes itself
            self.env.ref("unified_accounting_fr.ir_cron_seal_pending").sudo()._trigger()
        self._watch()

    # Watching -------------------------------------------------------------------

    @api.model
    def _get_overdue(self):
        """Return what has waited for longer than it ever should."""
        limit = fields.Datetime.now() - timedelta(minutes=WATCH_MINUTES)
        return self.sudo().search(  # sudo: a proof of all companies
            [("state", "=", "waiting"), ("create_date", "<", limit)]
        )

    @api.model
    def _watch(self):
        """Tell a person, once a company, of what waits for too long."""
        for company, rows in self._get_overdue().grouped("company_id").items():
            self.env["commerce.exception"]._report(
                "fiscal",
                company,
                rows._get_overdue_summary(),
                self._get_overdue_advice(),
                key=f"fiscal-pending:{company.id}",
            )

    def _get_overdue_summary(self):
        return self.env._(
            "%(count)s payments or invoices of %(company)s are not sealed yet. "
            "The first says: %(problem)s",
            count=len(self),
            company=self.company_id.name,
            problem=self[:1].problem or "–",
        )

    @api.model
    def _get_overdue_advice(self):
        return self.env._(
            "Nothing is lost: they are sealed in order as soon as the cause is gone. "
            "Look at Invoicing ‣ Tickets and closings ‣ Waiting, and whether scheduled "
            "actions run."
        )
