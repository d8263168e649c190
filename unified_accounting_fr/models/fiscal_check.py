# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..verifier import fiscal_verify
from ..verifier.fiscal_verify import Finding

BATCH = 2000
# columns of a document that repeat its chain
OF_CHAIN = ("kind", "till_id", "device_id", "company_id")


class FiscalCheck(models.AbstractModel):
    """Reads sealed documents as rows that the verifier checks, chain by chain.

    The rules are those of ``verifier/fiscal_verify.py``, the same for the database,
    for an archive that is made and for an archive that is verified without Odoo.
    """

    _name = "fiscal.check"
    _description = "Check of Sealed Documents"

    @api.model
    def _get_checker(self, company, pending=False):
        """Return the verifier's ``Checker`` with the public keys of a company."""
        keys, devices = {}, {}
        # sudo: public keys, for a proof that the program makes
        for key in self.env["fiscal.key"].sudo().search(self._of_company(company)):
            self._load(keys, key.fingerprint, key.public_key, key.fingerprint)
        for device in (
            self.env["fiscal.device"]
            .sudo()
            .search([*self._of_company(company), ("public_key", "!=", False)])
        ):
            self._load(devices, device.code, device.public_key, device.key_fpr)
        return fiscal_verify.Checker(keys, devices, pending=pending)

    @api.model
    def _of_company(self, company):
        return [("company_id", "=", company.id)]

    @api.model
    def _load(self, keys, name, pem, fingerprint):
        """A key that is not the one that was enrolled proves nothing: left out."""
        try:
            key = fiscal_verify.load_public_key(pem)
        except fiscal_verify.SealError:
            return
        if fiscal_verify.fingerprint(key) == fingerprint:
            keys[name] = key

    @api.model
    def _get_chains(self, company):
        # sudo: a proof takes in all chains of the company, whoever asks
        return self.env["fiscal.chain"].sudo().search(self._of_company(company))

    @api.model
    def _begin(self, checker, chain, state=None):
        """Begin a chain in a checker, from a state or from its first document."""
        return checker.begin(
            chain.till_id.code,
            chain.device_id.code,
            chain.kind,
            state or self._get_purged_state(chain),
        )

    @api.model
    def _get_purged_state(self, chain):
        """Return where a chain was when the part of it that was purged ended."""
        return None

    @api.model
    def _fetch(self, chain, after, until, limit=BATCH):
        """Return rows of a chain in their order, as an archive holds them.

        :param after: rank after which to begin
        :param until: last rank
        :return: list of (id of the document, row, list of ``Finding``)
        """
        self.env["fiscal.document"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT d.id, d.seq, d.number AS no, d.doc_type AS type, d.total,
                       to_char(d.date, 'YYYYMMDDHH24MISS') AS date,
                       to_char(d.received_at, 'YYYYMMDDHH24MISS') AS received,
                       d.business_date::text AS day,
                       d.offline, d.late, d.res_model, d.res_id,
                       d.content, d.content_hash, d.sign_input, d.signature,
                       d.key_fpr AS key, d.previous, d.statement, d.device_signature,
                       d.kind, d.till_id, d.device_id, d.company_id,
                       s.signature AS late_signature, s.key_fpr AS late_key,
                       to_char(s.date, 'YYYYMMDDHH24MISS') AS late_date
                  FROM fiscal_document d
             LEFT JOIN fiscal_countersignature s ON s.document_id = d.id
                 WHERE d.chain_id = %s AND d.seq > %s AND d.seq <= %s
                 ORDER BY d.seq
                 LIMIT %s
                """,
                chain.id,
                after,
                until,
                limit,
            )
        )
        owner = {
            "kind": chain.kind,
            "till_id": chain.till_id.id,
            "device_id": chain.device_id.id or None,
            "company_id": chain.company_id.id,
        }
        names = chain.till_id.code, chain.device_id.code or ""
        return [
            self._make_row(values, owner, names)
            for values in self.env.cr.dictfetchall()
        ]

    @api.model
    def _make_row(self, values, owner, names):
        found = [
            Finding(
                "field",
                values["no"],
                {"field": name, "sealed": owner[name], "found": values[name]},
            )
            for name in OF_CHAIN
            if values[name] != owner[name]
        ]
        beside = {"day": values["day"]}
        if values["statement"] or values["received"] != values["date"]:
            beside["received"] = values["received"]
        if values["offline"]:
            beside["offline"] = True
        if values["late"]:
            beside["late"] = True
        if values["res_model"] or values["res_id"]:
            beside["about"] = f"{values['res_model']},{values['res_id']}"
        row = {
            "till": names[0],
            "device": names[1],
            "kind": owner["kind"],
            "row": beside,
            **{
                name: values[name]
                for name in ("seq", "no", "type", "date", "total", "content")
                + ("content_hash", "sign_input", "signature", "key", "previous")
            },
        }
        if values["statement"] or values["device_signature"]:
            row["statement"] = values["statement"]
            row["device_signature"] = values["device_signature"]
        if values["late_signature"]:
            row["countersignature"] = {
                "signature": values["late_signature"],
                "key": values["late_key"],
                "date": values["late_date"],
            }
        return values["id"], row, found

    @api.model
    def _get_head(self, chain):
        """Return what a chain says of its own end, as a state of the verifier."""
        self.env.cr.execute(
            """
            SELECT seq, head, device_head, gt_alg, gt_abs, mpv_issued, mpv_redeemed
              FROM fiscal_chain WHERE id = %s
            """,
            [chain.id],
        )
        return self.env.cr.dictfetchone()

    @api.model
    def _check_batch(self, checker, chain, after, until, limit=BATCH):
        """Check the next rows of a chain.

        :return: (list of (row, content or None), list of ``Finding``); the last row
            says how far the chain was checked
        """
        rows, documents, found = [], [], []
        for document_id, row, beside in self._fetch(chain, after, until, limit):
            content, altered = checker.check(row)
            found += beside + altered
            rows.append((row, content))
            if content is not None:
                documents.append((document_id, content))
        return rows, found + self._find_altered_beside(chain, documents)

    @api.model
    def _compare_head(self, state, head):
        """Return the ``Finding`` of a chain whose head is not where it was found."""
        return fiscal_verify.compare_end(state, head)

    # Beside the chains ------------------------------------------------------------

    @api.model
    def _find_unguarded(self, company):
        """Return the ``Finding`` of what is beside chains: guards, keys, the log."""
        found = [
            Finding("guard", name)
            for name in self.env["fiscal.append.only"]._get_missing_guards()
        ]
        # sudo: a proof that the program makes
        for key in self.env["fiscal.key"].sudo().search(self._of_company(company)):
            keys = {}
            self._load(keys, key.fingerprint, key.public_key, key.fingerprint)
            if not keys:
                found.append(Finding("key_file", key.fingerprint[:16]))
        return found

    @api.model
    def _find_altered_beside(self, chain, documents):
        """Compare the tables that people read with what is sealed, line for line.

        :param documents: list of (id of ``fiscal.document``, its content as a dict)
        :return: list of ``Finding``
        """
        find = {
            "event": self._find_altered_events,
            "closing": self._find_altered_closings,
        }.get(chain.kind)
        return find(chain, documents) if find and documents else []

    @api.model
    def _find_altered_events(self, chain, documents):
        self.env["fiscal.event"].flush_model()
        self.env.cr.execute(
            """
            SELECT e.document_id, e.code, e.description, e.operator, e.till_id,
                   e.company_id, e.date = d.date
              FROM fiscal_event e
              JOIN fiscal_document d ON d.id = e.document_id
             WHERE e.document_id = ANY(%s)
            """,
            [[document_id for document_id, _content in documents]],
        )
        names = ("code", "description", "operator", "till_id", "company_id", "date")
        owners = chain.till_id.id, chain.company_id.id, True
        return self._compare_beside(
            "fiscal_event",
            names,
            {row[0]: row[1:] for row in self.env.cr.fetchall()},
            [
                (key, content, [content.get(name) for name in names[:3]] + [*owners])
                for key, content in documents
            ],
        )

    @api.model
    def _find_altered_closings(self, chain, documents):
        self.env["fiscal.closing"].flush_model()
        self.env.cr.execute(
            """
            SELECT c.document_id, c.number, c.period, c.date_from::text,
                   c.date_to::text, COALESCE(t.code, 'COMPANY'), c.tickets,
                   round(c.total * 100)::bigint, round(c.base * 100)::bigint,
                   round(c.tax * 100)::bigint, round(c.gt_alg * 100)::bigint,
                   round(c.gt_abs * 100)::bigint, c.is_sound, c.late, c.company_id,
                   c.date = d.date
              FROM fiscal_closing c
              JOIN fiscal_document d ON d.id = c.document_id
         LEFT JOIN fiscal_till t ON t.id = c.till_id
             WHERE c.document_id = ANY(%s)
            """,
            [[document_id for document_id, _content in documents]],
        )
        sealed = ("no", "period", "from", "to", "scope", "documents", "total", "base")
        sealed += ("tax", "gt_alg", "gt_abs", "sound")
        names = ("number", "period", "date_from", "date_to", "till_id", "tickets")
        names += ("total", "base", "tax", "gt_alg", "gt_abs", "is_sound", "late")
        return self._compare_beside(
            "fiscal_closing",
            (*names, "company_id", "date"),
            {row[0]: row[1:] for row in self.env.cr.fetchall()},
            [
                (
                    key,
                    content,
                    [content.get(name) for name in sealed]
                    + [self._get_late(content), chain.company_id.id, True],
                )
                for key, content in documents
                if content.get("type") == "CLOSING"
            ],
        )

    @api.model
    def _get_late(self, content):
        late = content.get("late")
        return late.get("count") if isinstance(late, dict) else None

    @api.model
    def _compare_beside(self, table, names, rows, documents):
        """Compare the rows of a table with what their documents say.

        :param rows: values of ``names``, by id of the document
        :param documents: list of (id, content, values that are sealed)
        """
        found = []
        for key, content, sealed in documents:
            number = content.get("no")
            if key not in rows:
                found.append(Finding("row_gone", number, {"table": table}))
                continue
            found += [
                Finding("row", number, {"table": table, "field": name})
                for name, was, now in zip(names, sealed, rows[key], strict=True)
                if was != now
            ]
        return found
