# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models

from odoo.addons.unified_accounting_fr.models.fiscal_preflight import Check

PAID = ("paid", "done", "invoiced")
TICKETS = "tickets de caisse"


class FiscalPreflight(models.AbstractModel):
    _inherit = "fiscal.preflight"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (self.env._("Core’s chain of tickets"), "_check_pos_cert"),
            (self.env._("Unpaid tickets of past days"), "_check_draft_tickets"),
        ]

    @api.model
    def _check_pos_cert(self, company):
        if company._is_accounting_unalterable():
            return Check("ok", "l10n_fr_pos_cert")
        return Check(
            "bad",
            self.env._("not active"),
            self.env._("Set the country of the company: France."),
        )

    @api.model
    def _check_draft_tickets(self, company):
        zone = company._get_fiscal_tz()
        today = company._get_business_date(fields.Datetime.now())
        begin = zone.localize(datetime.combine(today, datetime.min.time()))
        begin = begin.astimezone(pytz.utc).replace(tzinfo=None)
        begin += timedelta(hours=company.fiscal_day_start)
        count = self.env["pos.order"].search_count(
            [
                ("company_id", "=", company.id),
                ("state", "=", "draft"),
                ("date_order", "<", begin),
            ]
        )
        if not count:
            return Check("ok", self.env._("none"))
        return Check(
            "bad",
            self.env._("%s tickets", count),
            self.env._(
                "Have each paid or cancelled at its till, then close the sessions of "
                "past days."
            ),
        )


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_fiscal_prior_totals(self):
        totals = super()._get_fiscal_prior_totals()
        self.env.cr.execute(
            """
            SELECT to_char(date_order, 'YYYY'), count(*),
                   round(sum(amount_total / COALESCE(NULLIF(currency_rate, 0), 1))
                         * 100)::bigint
              FROM pos_order
             WHERE company_id = %s AND state = ANY(%s)
             GROUP BY 1 ORDER BY 1
            """,
            [self.id, list(PAID)],
        )
        return totals + [
            {
                "year": year,
                "source": "tickets de caisse",
                "count": count,
                "total": total,
            }
            for year, count, total in self.env.cr.fetchall()
        ]

    def _get_fiscal_prior_hash(self):
        self.env.cr.execute(
            """
            SELECT l10n_fr_hash FROM pos_order
             WHERE company_id = %s AND l10n_fr_secure_sequence_number > 0
             ORDER BY l10n_fr_secure_sequence_number DESC LIMIT 1
            """,
            [self.id],
        )
        row = self.env.cr.fetchone()
        return (row and row[0]) or super()._get_fiscal_prior_hash()
