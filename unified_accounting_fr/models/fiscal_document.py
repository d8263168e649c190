# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.modules.module import Manifest
from odoo.tools import groupby

from ..exceptions import CopiedDatabaseError, SealingGapError
from ..fields import Cents
from ..verifier import fiscal_verify
from .fiscal_chain import KINDS

VERSION = 2
SOFTWARE = "Unified Commerce for Odoo"
TIMESTAMP = "%Y%m%d%H%M%S"
COUNTED = fiscal_verify.COUNTED
# a clock that runs this far ahead of the server's is wrong
CLOCK_MINUTES = 10


class FiscalDocument(models.Model):
    """What is sealed, once, in the chain of its device: ticket, closing, event …

    The content is text in one canonical form; its signature covers the signature of
    the document before. Nothing in it names a customer. The only foreign keys are to
    what is never deleted.
    """

    _name = "fiscal.document"
    _description = "Fiscal Document"
    _inherit = "fiscal.append.only"
    _log_access = False
    _order = "id desc"
    _rec_name = "number"

    chain_id = fields.Many2one(
        "fiscal.chain", required=True, readonly=True, ondelete="restrict"
    )
    till_id = fields.Many2one(
        "fiscal.till", required=True, readonly=True, ondelete="restrict"
    )
    device_id = fields.Many2one("fiscal.device", readonly=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    seq = fields.Integer(string="Rank", required=True, readonly=True)
    number = fields.Char(required=True, readonly=True, index=True)
    doc_type = fields.Char(string="Type", required=True, readonly=True)
    res_model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    date = fields.Datetime(required=True, readonly=True)
    business_date = fields.Date(
        required=True, readonly=True, help="Day of the shop, which ends in the night."
    )
    received_at = fields.Datetime(required=True, readonly=True)
    total = Cents(readonly=True, help="In cents.")
    content = fields.Text(required=True, readonly=True)
    content_hash = fields.Char(required=True, readonly=True)
    sign_input = fields.Text(required=True, readonly=True)
    signature = fields.Char(required=True, readonly=True)
    key_fpr = fields.Char(
        string="Key", readonly=True, help="Empty: chained by hash, no key was read."
    )
    previous = fields.Char(readonly=True)
    offline = fields.Boolean(readonly=True)
    late = fields.Boolean(
        readonly=True, help="Arrived when its day was closed: in the next closing."
    )
    statement = fields.Text(readonly=True, help="What the device itself signed.")
    device_signature = fields.Char(readonly=True)
    countersignature_ids = fields.One2many("fiscal.countersignature", "document_id")

    _rank_uniq = models.UniqueIndex("(chain_id, seq)")
    _source = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")
    _day = models.Index("(till_id, kind, business_date)")
    _keyless = models.Index("(company_id) WHERE key_fpr IS NULL")

    # Sealing --------------------------------------------------------------------

    @api.model
    def _seal(self, chain, content, record=None, statement=None, signature=None):
        """Append a document to a chain: number it, sign it, move the totals.

        In the caller's transaction, under a lock of this chain alone. It takes no
        date: the moment is the server's, or the one that the device signed. Without
        a readable key the document is chained by hash, flagged and signed later.

        :param chain: ``fiscal.chain``
        :param content: dict of what happened (type, lines, payments, vat, total …);
            amounts in whole cents, nobody's name
        :param record: what it is about
        :param statement: what the device itself signed (canonical JSON)
        :param signature: the signature of the device
        :return: the ``fiscal.document``
        :raise SealingGapError: when documents of the device before it are missing
        :raise CopiedDatabaseError: this database is a copy, it may train only
        """
        company = chain.company_id
        signer = company._get_fiscal_signer(training=chain.kind == "training")
        head = chain._lock()
        seq, stated = head["seq"] + 1, None
        if statement is not None:
            stated = self._read_statement(chain, head, statement, signature)
        now = fields.Datetime.now()
        moment = self._get_moment(stated) if stated else now
        business_date = company._get_business_date(moment)
        late = self._is_late(chain, business_date)
        local = pytz.utc.localize(moment).astimezone(company._get_fiscal_tz())
        content = {
            **content,
            "v": VERSION,
            "company": company._get_fiscal_siren(),
            "till": chain.till_id.code,
            "no": chain._format_number(seq),
            "ts": local.strftime(TIMESTAMP),
            "tz": local.strftime("%z"),
            "software": [
                SOFTWARE,
                Manifest.for_addon("unified_accounting_fr").version,
            ],
            "row": fiscal_verify.row_of(
                business_date,
                stated and now,
                bool(stated and stated.get("offline")),
                late,
                f"{record._name},{record.id}" if record else "",
            ),
        }
        if chain.device_id:
            content["device"] = chain.device_id.code
        if stated:
            content["statement"] = fiscal_verify.digest(statement)
            content["device_signature"] = signature
        text = fiscal_verify.canonical(content)
        to_sign = fiscal_verify.sign_input(chain.kind, content, head["head"])
        key_fpr, seal = signer.sign(to_sign)
        values = {
            "chain_id": chain.id,
            "till_id": chain.till_id.id,
            "device_id": chain.device_id.id,
            "company_id": company.id,
            "kind": chain.kind,
            "seq": seq,
            "number": content["no"],
            "doc_type": content["type"],
            "res_model": record._name if record else False,
            "res_id": record.id if record else False,
            "date": moment,
            "business_date": business_date,
            "received_at": now,
            "total": content.get("total", 0),
            "content": text,
            "content_hash": fiscal_verify.digest(text),
            "sign_input": to_sign,
            "signature": seal,
            "key_fpr": key_fpr,
            "previous": head["head"],
            "offline": bool(stated and stated.get("offline")),
            "late": late,
            "statement": statement if stated else False,
            "device_signature": signature if stated else False,
        }
        # sudo: whoever sells is sealed by the program
        document = self.sudo().create(values)
        chain._move(
            seq=seq,
            head=seal,
            last_ts=content["ts"],
            **self._get_totals(content, head),
            **({"device_head": signature} if stated else {}),
        )
        document._watch_clock(head["last_ts"], content["ts"], stated)
        if not key_fpr:
            company._report_fiscal_key(signer.problem)
        return document

    @api.model
    def _get_moment(self, stated):
        if not stated:
            return fields.Datetime.now()
        return (
            datetime.strptime(stated["ts"] + stated["tz"], TIMESTAMP + "%z")
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
        )

    @api.model
    def _get_totals(self, content, head):
        """Return the totals of a chain once this document is in it, in cents."""
        names = ("gt_alg", "gt_abs", "mpv_issued", "mpv_redeemed")
        added = fiscal_verify.counted(content)
        if not any(added):
            return {}
        return {
            name: head[name] + amount for name, amount in zip(names, added, strict=True)
        }

    @api.model
    def _is_late(self, chain, business_date):
        """Say whether this day of the till is closed already. Closings extend it."""
        return False

    def _watch_clock(self, last, moment, stated):
        """Log a clock that went back, or that runs ahead of the server's."""
        self.ensure_one()
        ahead = self.date - self.received_at > timedelta(minutes=CLOCK_MINUTES)
        back = bool(last) and moment < last
        if self.kind == "event" or not (ahead or back):
            return
        self.env["fiscal.event"]._log(
            self.till_id,
            "90",
            f"Horloge incohérente au document {self.number} : {moment} "
            f"(document précédent : {last or '–'}).",
            {"document": self.number, "device": bool(stated) and "1" or "0"},
            self.device_id,
        )

    # What a device signed -------------------------------------------------------

    @api.model
    def _read_statement(self, chain, head, statement, signature):
        """Return the statement of a device when it proves itself, else None.

        A paid ticket is never refused: a statement that proves nothing is logged, and
        the server numbers the ticket.

        :raise SealingGapError: when it is right, and those before it are missing
        """
        device = chain.device_id
        try:
            stated = json.loads(statement)
            rank = int(stated["no"].rpartition("-")[2])
            self._get_moment(stated)
        except (ValueError, TypeError, KeyError, AttributeError):
            return self._refuse_statement(chain, "illisible")
        if not device or not device._is_statement_signed(statement, signature or ""):
            return self._refuse_statement(chain, "signature fausse")
        if stated["no"] != chain._format_number(rank) or rank <= head["seq"]:
            return self._refuse_statement(chain, f"numéro {stated['no']} déjà pris")
        if rank > head["seq"] + 1:
            expected = chain._format_number(head["seq"] + 1)
            raise SealingGapError(
                self.env._(
                    "Document %(number)s waits for %(expected)s, not arrived yet.",
                    number=stated["no"],
                    expected=expected,
                ),
                expected,
            )
        if stated.get("prev", "") != (head["device_head"] or ""):
            return self._refuse_statement(chain, "chaînage rompu")
        return stated

    @api.model
    def _refuse_statement(self, chain, why):
        self.env["fiscal.event"]._log(
            chain.till_id,
            "90",
            f"Déclaration de l’appareil {chain.device_id.code or '–'} refusée : {why}. "
            "Le ticket est numéroté et scellé par le serveur.",
            device=chain.device_id,
        )

    # Reading --------------------------------------------------------------------

    def _get_content(self):
        """Return what is sealed, as a dict."""
        self.ensure_one()
        return json.loads(self.content)

    def _get_excerpt(self):
        """Return the four characters of the signature that a receipt shows."""
        self.ensure_one()
        return fiscal_verify.excerpt(self.device_signature or self.signature)

    @api.model
    def _of(self, records, kinds=("ticket",)):
        """Return the documents of these records, by record id."""
        found = (
            self.sudo().search(  # sudo: a number and a seal, for who sees the record
                [
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("kind", "in", list(kinds)),
                ],
                order="id",
            )
        )
        return dict(groupby(found, lambda document: document.res_id))

    # Late signatures ------------------------------------------------------------

    @api.model
    def _countersign(self, limit=1000):
        """Sign what was chained by hash, now that the key can be read again.

        :return: how many documents were signed
        """
        signed = 0
        waiting = self.sudo().search(  # sudo: sealing is the program's work
            [("key_fpr", "=", False), ("countersignature_ids", "=", False)],
            order="id",
            limit=limit,
        )
        for company, documents in waiting.grouped("company_id").items():
            try:
                signer = company._get_fiscal_signer()
            except CopiedDatabaseError:
                continue
            if not signer.fingerprint:
                continue
            rows = []
            for document in documents:
                key_fpr, seal = signer.sign(document.sign_input)
                rows.append(
                    {
                        "document_id": document.id,
                        "company_id": company.id,
                        "signature": seal,
                        "key_fpr": key_fpr,
                    }
                )
            # sudo: sealing is the program's work
            self.env["fiscal.countersignature"].sudo().create(rows)
            signed += len(rows)
            self.env["fiscal.event"]._log(
                company._get_fiscal_office(),
                "270",
                f"{len(rows)} documents chaînés sans clé ont été contresignés.",
                {"first": documents[0].number, "last": documents[-1].number},
            )
        return signed

    @api.model
    def _cron_countersign(self):
        self._countersign()
