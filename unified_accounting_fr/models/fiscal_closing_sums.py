# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..verifier import fiscal_verify
from .fiscal_document import COUNTED

# what a closing lists by a key of its own
KEYED = {"vat": "rate", "payments": "mode", "devices": "device", "tills": "till"}
# late documents are named up to this many; their count and total are always whole
MAX_NAMED = 500


class FiscalClosing(models.Model):
    """What a closing counts: sums of what was sealed, never reckoned again."""

    _inherit = "fiscal.closing"

    @api.model
    def _prepare_content(self, company, till, period, date_from, date_to):
        """Return what is sealed as the closing of a period; amounts in cents."""
        head = {
            "type": "CLOSING",
            "period": period,
            "from": str(date_from),
            "to": str(date_to),
            "scope": till.code or "COMPANY",
        }
        if period == "day" and till:
            return {**head, **self._get_day(till, date_from)}
        domain = [
            ("company_id", "=", company.id),
            ("period", "=", "day"),
            ("date_from", ">=", date_from),
            ("date_from", "<=", date_to),
        ]
        if period == "day":
            parts = self.search([*domain, ("till_id", "!=", False)], order="till_id")
        else:
            parts = self.search([*domain, ("till_id", "=", till.id)], order="date_from")
        contents = [part._get_content() for part in parts]
        sums = self._add_up(contents)
        if period == "day":
            sums["tills"] = [
                {
                    "till": part.till_id.code,
                    "no": part.number,
                    "signature": part.document_id.signature,
                    "total": content["total"],
                }
                for part, content in zip(parts, contents, strict=True)
            ]
        totals = self._get_perpetual(company, till, date_to)
        before = self._get_perpetual(company, till, date_from, strictly=True)
        sums["sound"] = all(content["sound"] for content in contents) and (
            before["gt_alg"] + sums["total"] == totals["gt_alg"]
            and before["gt_abs"] + sums["total_abs"] == totals["gt_abs"]
        )
        previous = self._get_last(company, till, period)
        return {**head, **sums, **totals, "previous": previous.number or ""}

    @api.model
    def _get_last(self, company, till, period, before=None):
        """Return the last closing of this period, up to a day."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("till_id", "=", till.id),
                ("period", "=", period),
                *([("date_to", "<=", before)] if before else []),
            ],
            order="date_to desc",
            limit=1,
        )

    @api.model
    def _get_perpetual(self, company, till, date, strictly=False):
        """Return the perpetual totals of a till, or of all of them, after a day."""
        self.env.cr.execute(
            SQL(
                """
                SELECT COALESCE(sum((content->>'gt_alg')::bigint), 0)::bigint AS gt_alg,
                       COALESCE(sum((content->>'gt_abs')::bigint), 0)::bigint AS gt_abs
                  FROM (
                      SELECT DISTINCT ON (c.till_id) d.content::jsonb AS content
                        FROM fiscal_closing c
                        JOIN fiscal_document d ON d.id = c.document_id
                       WHERE c.company_id = %(company)s AND c.period = 'day'
                         AND c.till_id IS NOT NULL
                         AND (%(till)s IS NULL OR c.till_id = %(till)s)
                         AND c.date_to %(compare)s %(date)s
                       ORDER BY c.till_id, c.date_to DESC) AS last
                """,
                company=company.id,
                till=till.id or None,
                compare=SQL("<") if strictly else SQL("<="),
                date=date,
            )
        )
        return self.env.cr.dictfetchone()

    # A day of a till ------------------------------------------------------------

    @api.model
    def _get_day(self, till, day):
        """Return the sums of a day of a till, not closed yet.

        Of its documents of that day, and of those that arrived when theirs was closed.
        """
        company = till.company_id
        previous = self._get_last(company, till, "day")
        before = self._get_perpetual(company, till, day, strictly=True)
        sums = self._sum_documents(till, day)
        counters, ahead = sums.pop("counters"), sums.pop("ahead")
        content = self._complete(sums)
        content["gt_alg"] = before["gt_alg"] + content["total"]
        content["gt_abs"] = before["gt_abs"] + content["total_abs"]
        content["counters"] = {
            name: counters[name] - ahead[name] for name in ("gt_alg", "gt_abs")
        }
        content["sound"] = all(
            content[name] == content["counters"][name] for name in ("gt_alg", "gt_abs")
        )
        content["previous"] = previous.number or ""
        content["idle"] = self._get_idle(previous, day)
        content["waiting"] = self._count_waiting(till)
        return content

    @api.model
    def _get_idle(self, previous, day):
        """Return the days without activity since the closing before, or nothing."""
        if not previous or (day - previous.date_to).days < 2:
            return {}
        return {
            "after": str(previous.date_to),
            "days": (day - previous.date_to).days - 1,
        }

    @api.model
    def _count_waiting(self, till):
        """Return how many tickets wait for those before them to be sealed.

        They stop no closing: a browser that never comes back would stop all of them.
        Once sealed they are late, and in the next one. Bridges know them.
        """
        return 0

    @api.model
    def _complete(self, sums):
        """Return the sums with what follows from them by addition."""
        vat = sorted(sums["vat"], key=lambda row: self._get_rate_rank(row["rate"]))
        scope = [row for row in vat if row["rate"] != fiscal_verify.OUT_OF_SCOPE]
        cash = sums["cash"]
        payments = sorted(sums["payments"], key=lambda row: row["mode"])
        if cash["expected"] is None:
            # not counted: what should be in the drawer
            cash["expected"] = cash["float"] + cash["sales"] + cash["in"] - cash["out"]
        sums["late"]["numbers"] = sums["late"]["numbers"][:MAX_NAMED]
        return {
            **sums,
            "vat": vat,
            "payments": payments,
            "base": sum(row["base"] for row in scope),
            "tax": sum(row["tax"] for row in scope),
            "total": sum(row["base"] + row["tax"] for row in scope),
        }

    @staticmethod
    def _get_rate_rank(rate):
        out = rate == fiscal_verify.OUT_OF_SCOPE
        return (out, Decimal(0) if out else -Decimal(rate))

    @api.model
    def _sum_documents(self, till, day):
        """Return the sums of the sealed contents, in one statement."""
        self.env.cr.execute(
            QUERY,
            {
                "till": till.id,
                "day": day,
                "kinds": list(self._get_closed_kinds()),
                "counted": list(COUNTED),
            },
        )
        return self.env.cr.fetchone()[0]

    # Several closings -----------------------------------------------------------

    @api.model
    def _add_up(self, contents):
        """Return the sum of the contents of closings."""
        result = dict(EMPTY)
        for content in contents:
            part = {name: content[name] for name in EMPTY if name in content}
            # what was in the drawers does not add up
            part["cash"] = {name: content["cash"][name] for name in EMPTY["cash"]}
            result = self._add(result, part)
        result = {name: self._unkey(name, value) for name, value in result.items()}
        result["vat"].sort(key=lambda row: self._get_rate_rank(row["rate"]))
        result["payments"].sort(key=lambda row: row["mode"])
        result["late"]["numbers"] = result["late"]["numbers"][:MAX_NAMED]
        return result

    @api.model
    def _add(self, left, right):
        """Add numbers by name; the first and the last of a name stay so."""
        result = dict(left)
        for name, value in right.items():
            if name in KEYED and isinstance(value, list):
                value = {row[KEYED[name]]: row for row in value}
            old = result.get(name)
            if old is None or name in ("last", "last_signature", *KEYED.values()):
                result[name] = value
            elif isinstance(value, dict):
                result[name] = self._add(old, value)
            elif name not in ("first", "first_signature"):
                result[name] = old + value
        return result

    @api.model
    def _unkey(self, name, value):
        return list(value.values()) if name in KEYED else value


EMPTY = {
    "documents": 0,
    "types": {},
    "vat": {},
    "payments": {},
    "devices": {},
    "total": 0,
    "total_abs": 0,
    "base": 0,
    "tax": 0,
    "discounts": 0,
    "refunds": {"count": 0, "total": 0},
    "cancellations": {"count": 0, "total": 0},
    "duplicates": 0,
    "drawer": 0,
    "cash": {"in": 0, "out": 0, "sales": 0, "difference": 0},
    "vouchers": {"issued": 0, "redeemed": 0},
    "deposits": {"taken": 0, "used": 0},
    "late": {"count": 0, "total": 0, "numbers": []},
}

QUERY = """
WITH docs AS MATERIALIZED (
    SELECT d.chain_id, d.kind, d.seq, d.number, d.doc_type, d.late, d.total,
           d.content::jsonb AS content
      FROM fiscal_document d
     WHERE d.till_id = %(till)s AND d.kind = ANY(%(kinds)s)
       AND d.business_date = %(day)s AND d.late IS NOT TRUE
    UNION ALL
    SELECT d.chain_id, d.kind, d.seq, d.number, d.doc_type, d.late, d.total,
           d.content::jsonb
      FROM fiscal_chain c
      JOIN fiscal_document d
        ON d.chain_id = c.id AND d.late AND d.seq > COALESCE(c.closed_seq, 0)
     WHERE c.till_id = %(till)s AND c.kind = ANY(%(kinds)s)
), tickets AS MATERIALIZED (
    SELECT docs.doc_type, docs.content, v.counted
      FROM docs
     CROSS JOIN LATERAL (
           SELECT COALESCE(sum((r->>'base')::bigint + (r->>'tax')::bigint)
                  FILTER (WHERE r->>'rate' <> 'NS'), 0) AS counted
             FROM jsonb_array_elements(docs.content->'vat') r) v
     WHERE kind = 'ticket' AND doc_type = ANY(%(counted)s)
), lines AS (
    SELECT t.doc_type, l.value AS line
      FROM tickets t
     CROSS JOIN LATERAL jsonb_array_elements(t.content->'lines') l
     WHERE jsonb_typeof(l.value) = 'object'
), payments AS MATERIALIZED (
    SELECT p->>'mode' AS mode, (p->>'amount')::bigint AS amount,
           p->>'cash' = 'true' AS cash
      FROM tickets t
     CROSS JOIN LATERAL jsonb_array_elements(t.content->'payments') p
), counts AS (
    -- a session that is counted again is counted once
    SELECT DISTINCT ON (content->>'session') seq, total,
           COALESCE((content->>'expected')::bigint, total) AS expected
      FROM docs
     WHERE kind = 'cash' AND doc_type = 'COUNT'
     ORDER BY content->>'session', chain_id, seq DESC
)
SELECT jsonb_build_object(
    'documents', (SELECT count(*) FROM docs WHERE kind = 'ticket'),
    'types', (
        SELECT COALESCE(jsonb_object_agg(doc_type, n), '{}')
          FROM (SELECT doc_type, count(*) AS n FROM docs GROUP BY doc_type) t),
    'devices', (
        SELECT COALESCE(jsonb_agg(jsonb_build_object(
                   'device', COALESCE(v.code, ''),
                   'first', f.number, 'first_signature', f.signature,
                   'last', l.number, 'last_signature', l.signature,
                   'documents', n) ORDER BY v.code), '[]')
          FROM (SELECT chain_id, count(*) AS n, min(seq) AS low, max(seq) AS high
                  FROM docs WHERE kind = 'ticket' GROUP BY chain_id) t
          JOIN fiscal_document f ON f.chain_id = t.chain_id AND f.seq = low
          JOIN fiscal_document l ON l.chain_id = t.chain_id AND l.seq = high
          LEFT JOIN fiscal_device v ON v.id = f.device_id),
    'vat', (
        SELECT COALESCE(jsonb_agg(jsonb_build_object(
                   'rate', rate, 'base', base, 'tax', tax)), '[]')
          FROM (SELECT r->>'rate' AS rate, sum((r->>'base')::bigint) AS base,
                       sum((r->>'tax')::bigint) AS tax
                  FROM tickets
                 CROSS JOIN LATERAL jsonb_array_elements(content->'vat') r
                 GROUP BY 1) t),
    'payments', (
        SELECT COALESCE(jsonb_agg(jsonb_build_object(
                   'mode', mode, 'amount', amount, 'count', n)), '[]')
          FROM (SELECT mode, sum(amount) AS amount, count(*) AS n
                  FROM payments GROUP BY mode) t),
    'total_abs', (SELECT COALESCE(sum(abs(counted)), 0) FROM tickets),
    'discounts', (
        SELECT COALESCE(sum((line->>'off')::bigint), 0)
          FROM lines),
    'refunds', (
        SELECT jsonb_build_object('count', count(*), 'total', COALESCE(sum(counted), 0))
          FROM tickets WHERE doc_type = 'REFUND'),
    'cancellations', (
        SELECT jsonb_build_object('count', count(*), 'total', COALESCE(sum(counted), 0))
          FROM tickets WHERE doc_type = 'CANCEL'),
    'duplicates', (SELECT count(*) FROM docs WHERE kind = 'duplicate'),
    'drawer', (SELECT count(*) FROM docs WHERE doc_type = 'DRAWER'),
    'cash', (
        SELECT jsonb_build_object(
                   'float', COALESCE((array_agg(total ORDER BY chain_id, seq)
                       FILTER (WHERE doc_type = 'FLOAT'))[1], 0),
                   'in', COALESCE(sum(abs(total))
                       FILTER (WHERE doc_type = 'CASH_IN'), 0),
                   'out', COALESCE(sum(abs(total))
                       FILTER (WHERE doc_type = 'CASH_OUT'), 0),
                   'counted', COALESCE((SELECT total FROM counts
                       ORDER BY seq DESC LIMIT 1), 0),
                   'expected', (SELECT expected FROM counts
                       ORDER BY seq DESC LIMIT 1),
                   'difference', COALESCE((SELECT sum(total - expected)
                       FROM counts), 0),
                   'sales', (SELECT COALESCE(sum(amount), 0) FROM payments
                              WHERE cash))
          FROM docs WHERE kind = 'cash'),
    'vouchers', (
        SELECT jsonb_build_object(
                   'issued', COALESCE(sum((content#>>'{vouchers,issued}')::bigint), 0),
                   'redeemed',
                   COALESCE(sum((content#>>'{vouchers,redeemed}')::bigint), 0))
          FROM tickets),
    'deposits', jsonb_build_object(
        'taken', (SELECT COALESCE(sum(counted), 0) FROM tickets
                   WHERE doc_type = 'DEPOSIT'),
        'used', (SELECT COALESCE(-sum((line->>'ttc')::bigint), 0) FROM lines
                  WHERE doc_type = 'SALE' AND line->>'deposit' = 'true'
                    AND (line->>'ttc')::bigint < 0)),
    'late', (
        SELECT jsonb_build_object('count', count(*), 'total', COALESCE(sum(total), 0),
                   'numbers', COALESCE(jsonb_agg(number ORDER BY chain_id, seq), '[]'))
          FROM docs WHERE late AND kind IN ('ticket', 'cash')),
    'counters', (
        SELECT jsonb_build_object('gt_alg', COALESCE(sum(gt_alg), 0),
                   'gt_abs', COALESCE(sum(gt_abs), 0))
          FROM fiscal_chain WHERE till_id = %(till)s AND kind = 'ticket'),
    'ahead', (
        SELECT jsonb_build_object('gt_alg', COALESCE(sum(counted), 0),
                   'gt_abs', COALESCE(sum(abs(counted)), 0))
          FROM (SELECT (SELECT COALESCE(sum((r->>'base')::bigint
                               + (r->>'tax')::bigint)
                               FILTER (WHERE r->>'rate' <> 'NS'), 0)
                          FROM jsonb_array_elements(d.content::jsonb->'vat') r)
                       AS counted
                  FROM fiscal_document d
                 WHERE d.till_id = %(till)s AND d.kind = 'ticket'
                   AND d.doc_type = ANY(%(counted)s)
                   AND d.business_date > %(day)s AND d.late IS NOT TRUE) t)
)
"""
