# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.unified_commerce_base.tools import own_cursor

_logger = logging.getLogger(__name__)

STAGES = [
    (scope, period)
    for period in ("day", "month", "year")
    for scope in ("till", "company")
]


class FiscalClosing(models.Model):
    """The closings that are due, in order: days, months, years; tills, then all."""

    _inherit = "fiscal.closing"

    @api.model
    def _cron_close(self):
        """Close what is over and open still, of each company that seals."""
        companies = self.env["res.company"].search([("fiscal_started_on", "!=", False)])
        for company in companies:
            if company._is_fiscal_copy():
                continue
            self._close_due(company)

    @api.model
    def _close_due(self, company):
        """Close the periods of a company that are over. What cannot be waits."""
        for scope, period in STAGES:
            blocked = set()
            # what was closed a moment ago is not in this transaction's snapshot
            with own_cursor(self.env) as cr:
                closings = self.env(cr=cr)["fiscal.closing"]
                due = closings._get_due(company.id, scope, period)
            for till_id, day in due:
                till = self.env["fiscal.till"].browse(till_id or [])
                if till_id not in blocked and not self._try_close(
                    company, till, period, day
                ):
                    blocked.add(till_id)

    @api.model
    def _get_due(self, company_id, scope, period):
        """Return the (till id, day) to close now, in order, for one stage."""
        company = self.env["res.company"].browse(company_id)
        yesterday = company._get_business_date(fields.Datetime.now()) - timedelta(1)
        none = self.env["fiscal.till"]
        owners = self._get_tills(company, none) if scope == "till" else [none]
        due = []
        for till in owners:
            if period != "day":
                days = [
                    day
                    for day in self._get_periods_to_close(company, till, period)
                    if self._get_bounds(company, period, day)[1] <= yesterday
                ]
            elif till:
                days = self._get_due_days(till, yesterday)
            else:
                days = self._get_days_to_gather(company, yesterday)
            due += [(till.id, day) for day in days]
        return due

    @api.model
    def _get_due_days(self, till, until):
        """Return the days of a till to close, late documents alone in a day too."""
        days = self._get_open_days(till, until)
        if not days and self._has_late(till):
            closed = till.closed_until
            return [until] if not closed or closed < until else []
        return days

    @api.model
    def _has_late(self, till):
        self.env.cr.execute(
            """
            SELECT 1
              FROM fiscal_chain c
              JOIN fiscal_document d ON d.chain_id = c.id
               AND d.late AND d.seq > COALESCE(c.closed_seq, 0)
             WHERE c.till_id = %s AND c.kind = ANY(%s)
             LIMIT 1
            """,
            [till.id, list(self._get_closed_kinds())],
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _try_close(self, company, till, period, day):
        """Close a period, or say in the log why it waits for the next hour."""
        try:
            return self._close(company, till, period, day)
        except (
            UserError,
            LockNotAvailable,
            DeadlockDetected,
            SerializationFailure,
        ) as error:
            _logger.info(
                "The closing (%s) of %s, %s, waits: %s",
                period,
                till.code or company.id,
                day,
                error,
            )
            return False
