# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.modules.db import has_trigram
from odoo.tools import SQL

from .res_partner import FOLDED, IS_FILE

AT_ONCE = 1000
# files that one contact may look like; more is a name everybody has
PER_CONTACT = 20
NAMES_ALIKE = 0.6
# one household shares a number: the names must have something in common
NAMES_ALIKE_BY_PHONE = 0.4
EMAILS_ALIKE = 0.7
# what was written by transactions that were still open when we looked
OVERLAP = timedelta(hours=1)
MARK = "unified_commerce_base.customer_pairs_mark"
BEGINNING = "1970-01-01 00:00:00|0"


class CommerceCustomerPair(models.Model):
    _inherit = "commerce.customer.pair"

    @api.model
    def _cron_find(self):
        """Look for files that may be of one person among those changed since.

        Each contact is looked up in indexes, so a night costs what has changed. One
        process does this at a time: the lock is the one of the cron.
        """
        cron = self.env["ir.cron"]
        trigram = has_trigram(self.env.cr)
        if not trigram:
            self._report_no_trigram()
        mark = self._get_mark()
        cron._commit_progress(remaining=self._count_changed(mark))
        while changed := self._get_changed(mark):
            self._find(changed.ids, trigram)
            last = changed[-1]
            mark = last.write_date.replace(microsecond=0), last.id
            self._set_mark(*mark)
            if not cron._commit_progress(len(changed)):
                return
        self._set_mark(mark[0] - OVERLAP, 0)

    # What has changed -----------------------------------------------------------

    def _get_mark(self):
        # sudo: where this very job has come to
        text = self.env["ir.config_parameter"].sudo().get_param(MARK, BEGINNING)
        date, _bar, last = text.partition("|")
        return fields.Datetime.to_datetime(date), int(last)

    def _set_mark(self, date, last):
        # sudo: where this very job has come to
        self.env["ir.config_parameter"].sudo().set_param(
            MARK, f"{fields.Datetime.to_string(date)}|{last}"
        )

    def _get_changed(self, mark):
        self.env["res.partner"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM res_partner
                    WHERE (date_trunc('second', write_date), id) > (%s, %s)
                      AND %s
                    ORDER BY date_trunc('second', write_date), id LIMIT %s""",
                *mark,
                SQL(IS_FILE),
                AT_ONCE,
            )
        )
        return self.env["res.partner"].browse(row[0] for row in rows)

    def _count_changed(self, mark):
        [[count]] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM res_partner
                    WHERE (date_trunc('second', write_date), id) > (%s, %s)
                      AND %s""",
                *mark,
                SQL(IS_FILE),
            )
        )
        return count

    # Comparing ------------------------------------------------------------------

    @api.model
    def _find(self, partner_ids, trigram=True):
        """Write down which files these contacts look like; forget what is no more.

        :return: the pairs that are new
        """
        found = {}
        for older, younger, reason, score in self.env.execute_query(
            self._find_query(partner_ids, trigram)
        ):
            found.setdefault((older, younger), (reason, score))
        known = self.search(
            [
                ("state", "=", "open"),
                "|",
                ("partner_id", "in", partner_ids),
                ("other_id", "in", partner_ids),
            ]
        )
        known.filtered(
            lambda pair: (pair.partner_id.id, pair.other_id.id) not in found
        ).unlink()
        return self._add(
            [
                {**self._prepare_pair(*pair), "reason": reason, "score": score}
                for pair, (reason, score) in found.items()
            ]
        )

    def _find_query(self, partner_ids, trigram):
        if trigram:
            self.env.cr.execute(
                "SELECT set_config('pg_trgm.similarity_threshold', %s, true)",
                [str(NAMES_ALIKE)],
            )
        parts = self._get_query_parts(trigram)
        return SQL(
            """
            SELECT LEAST(me.id, it.id), GREATEST(me.id, it.id), it.reason, it.score
              FROM (SELECT id, email_normalized AS email, phone_sanitized AS phone,
                           zip, company_id, %(folded)s AS folded
                      FROM res_partner WHERE id IN %(ids)s AND %(is_file)s) me
             CROSS JOIN LATERAL (
                (SELECT id, 'email' AS reason, 1 AS rank, %(score)s AS score
                   FROM res_partner
                  WHERE email_normalized = me.email AND %(other)s
                  ORDER BY score DESC, id LIMIT %(limit)s)
                 UNION ALL
                (SELECT id, 'phone' AS reason, 2 AS rank, %(score)s AS score
                   FROM res_partner
                  WHERE phone_sanitized = me.phone AND %(by_phone)s AND %(other)s
                  ORDER BY score DESC, id LIMIT %(limit)s)
                 UNION ALL
                (SELECT id, CASE WHEN %(near_email)s THEN 'near_email' ELSE 'place' END
                            AS reason, 3 AS rank, %(score)s AS score
                   FROM res_partner
                  WHERE %(alike)s AND %(other)s
                    AND (%(near_email)s
                         OR zip = me.zip
                            AND NOT (email_normalized <> me.email
                                     AND phone_sanitized <> me.phone) IS TRUE)
                  ORDER BY score DESC, id LIMIT %(limit)s)
             ) it
             ORDER BY it.rank, it.score DESC
            """,
            ids=tuple(partner_ids),
            limit=PER_CONTACT,
            folded=SQL(FOLDED),
            is_file=SQL(IS_FILE),
            other=SQL(
                "id <> me.id AND " + IS_FILE + " AND (company_id = me.company_id"
                " OR company_id IS NULL OR me.company_id IS NULL)"
            ),
            **parts,
        )

    def _get_query_parts(self, trigram):
        if not trigram:
            same = SQL("%s = me.folded", SQL(FOLDED))
            return {
                "score": SQL("(%s)::int", same),
                "by_phone": same,
                "near_email": SQL("false"),
                "alike": same,
            }
        score = SQL("similarity(%s, me.folded)", SQL(FOLDED))
        return {
            "score": score,
            "by_phone": SQL("%s >= %s", score, NAMES_ALIKE_BY_PHONE),
            "near_email": SQL(
                "COALESCE(similarity(email_normalized, me.email) >= %s, false)",
                EMAILS_ALIKE,
            ),
            # the operator, not the function: the index answers it
            "alike": SQL("%s %% me.folded", SQL(FOLDED)),
        }

    @api.model
    def _report_no_trigram(self):
        self.env["commerce.exception"]._report(
            "data",
            self.env["res.partner"],
            self.env._("Customer files are compared by identical names only."),
            self.env._(
                "The database lacks the extension pg_trgm, and its user may not add "
                "it. Ask whoever runs PostgreSQL for CREATE EXTENSION pg_trgm, then "
                "update the module Unified Commerce."
            ),
            key="customer-pairs:pg_trgm",
        )
