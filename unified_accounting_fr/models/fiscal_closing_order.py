# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date


class FiscalClosing(models.Model):
    """The order of closings: days, then months, then years; tills, then the company."""

    _inherit = "fiscal.closing"

    @api.model
    def _check_order(self, company, till, period, date_from, date_to):
        """Refuse a period that is not over, or whose parts are not closed.

        :raise UserError: names what comes first
        """
        owner = till or company._get_fiscal_office()
        today = company._get_business_date(fields.Datetime.now())
        over = date_to < today
        if not over and not (period == "day" and self._may_close_today(till, date_to)):
            raise UserError(
                self.env._(
                    "The period until %(date)s is not over for %(owner)s. Close it "
                    "afterwards; meanwhile read the state of the day.",
                    date=format_date(self.env, date_to),
                    owner=till.display_name or company.name,
                )
            )
        if till.closed_until and date_from <= till.closed_until and period == "day":
            raise UserError(
                self.env._(
                    "%(till)s is closed until %(date)s: a closed day is never opened "
                    "again. What arrived late is in the next closing.",
                    till=till.display_name,
                    date=format_date(self.env, till.closed_until),
                )
            )
        until = date_to if period != "day" or not till else date_to - timedelta(days=1)
        for one in self._get_tills(company, till):
            days = self._get_open_days(one, until)
            if days:
                self._refuse_before(one, days[0])
        if period == "day" and not till:
            days = self._get_days_to_gather(company, date_to - timedelta(days=1))
            if days:
                self._refuse_before(company, days[0])
        if period != "day":
            self._check_parts(company, till, owner, period, date_from, date_to)

    @api.model
    def _may_close_today(self, till, day):
        """Say whether the day that is not over may be closed: bridges know sessions."""
        return False

    @api.model
    def _check_parts(self, company, till, owner, period, date_from, date_to):
        if not till:
            days = self._get_days_to_gather(company, date_to)
            if days:
                self._refuse_before(company, days[0])
            for one in self._get_tills(company, till):
                for first in self._get_periods_to_close(company, one, period):
                    if first <= date_to:
                        self._refuse_before(one, first, period)
        if period == "year":
            for first in self._get_periods_to_close(company, till, "month"):
                if self._get_bounds(company, "month", first)[1] <= date_to:
                    self._refuse_before(till or company, first, "month")
        for first in self._get_periods_to_close(company, till, period):
            if first < date_from:
                self._refuse_before(till or company, first, period)

    @api.model
    def _refuse_before(self, owner, day, period="day"):
        texts = {
            "day": self.env._("Close the day of %(date)s of %(owner)s first."),
            "month": self.env._("Close the month from %(date)s of %(owner)s first."),
            "year": self.env._("Close the year from %(date)s of %(owner)s first."),
        }
        raise UserError(
            texts[period]
            % {"date": format_date(self.env, day), "owner": owner.display_name}
        )

    @api.model
    def _get_open_days(self, till, until):
        """Return the business days with documents that no closing counts yet."""
        self.env.cr.execute(
            """
            SELECT DISTINCT business_date
              FROM fiscal_document
             WHERE till_id = %(till)s AND kind = ANY(%(kinds)s)
               AND business_date <= %(until)s
               AND business_date > COALESCE(
                   (SELECT closed_until FROM fiscal_till WHERE id = %(till)s),
                   '-infinity')
             ORDER BY business_date
            """,
            {
                "till": till.id,
                "kinds": list(self._get_closed_kinds()),
                "until": until,
            },
        )
        return [day for (day,) in self.env.cr.fetchall()]

    @api.model
    def _get_days_to_gather(self, company, until):
        """Return the days that tills have closed and the company has not."""
        self.env.cr.execute(
            """
            SELECT DISTINCT c.date_from
              FROM fiscal_closing c
             WHERE c.company_id = %(company)s AND c.till_id IS NOT NULL
               AND c.period = 'day' AND c.date_from <= %(until)s
               AND NOT EXISTS (
                   SELECT FROM fiscal_closing w
                    WHERE w.company_id = c.company_id AND w.till_id IS NULL
                      AND w.period = 'day' AND w.date_from = c.date_from)
             ORDER BY c.date_from
            """,
            {"company": company.id, "until": until},
        )
        return [day for (day,) in self.env.cr.fetchall()]

    @api.model
    def _get_periods_to_close(self, company, till, period):
        """Return the first days of months, or years, with days and no closing."""
        closed = self.search(
            [
                ("company_id", "=", company.id),
                ("till_id", "=", till.id),
                ("period", "=", period),
            ],
            order="date_to desc",
            limit=1,
        )
        days = self.search(
            [
                ("company_id", "=", company.id),
                ("till_id", "=", till.id),
                ("period", "=", "day"),
                *([("date_from", ">", closed.date_to)] if closed else []),
            ],
            order="date_from",
        )
        bounds = (
            self._get_bounds(company, period, day) for day in days.mapped("date_from")
        )
        return sorted({first for first, _last in bounds})
