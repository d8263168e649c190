# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.tools import SQL

DAY_KEY = "statement_date"
SINCE_KEY = "statement_since"
MONEY = ("gift_card", "ewallet")


def _amount(label=None, **terms):
    """Return a figure of the statement, kept apart for each day it is asked for."""
    return fields.Float(
        label, readonly=True, depends_context=(DAY_KEY, SINCE_KEY), **terms
    )


def _points(label=None, **terms):
    return _amount(label, digits=(16, 2), **terms)


def _money(label=None, **terms):
    return fields.Monetary(
        label, readonly=True, depends_context=(DAY_KEY, SINCE_KEY), **terms
    )


class LoyaltyStatement(models.Model):
    """The sub-ledger of points and cards of money, at the end of a day.

    One line for each card and company, summed up from the movements until that day:
    asked for again later, it says the same. The day and the first day of the period
    come with the context (``statement_date``, ``statement_since``); today and the
    beginning otherwise. A day ends at midnight where the company is.

    ``points_start + opening + issued - used + given_back - taken_back - expired +
    corrected = balance``, in points or in the currency of the programme. A programme
    of several companies belongs to the company where the points moved.
    """

    _name = "loyalty.statement"
    _description = "Loyalty and Gift Card Statement"
    _auto = False
    _rec_name = "card_ref"
    _order = "program_id, id"
    _depends = {
        "loyalty.card": ["code", "program_id"],
        "loyalty.movement": ["card_id", "date", "kind", "points", "sale_amount"],
        "loyalty.program": ["company_id", "currency_id", "program_type"],
        "loyalty.valuation": ["program_id", "date", "method", "value_per_point"],
    }

    date = fields.Date(readonly=True, depends_context=(DAY_KEY,))
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    program_id = fields.Many2one("loyalty.program", readonly=True)
    program_type = fields.Selection(
        lambda self: (
            self.env["loyalty.program"]
            ._fields["program_type"]
            ._description_selection(self.env)
        ),
        string="Kind",
        readonly=True,
    )
    card_ref = fields.Char(
        string="Card",
        readonly=True,
        help="Number of the card and the end of its code: the whole code is money.",
    )
    points_start = _points("Before", help="Balance before the first day.")
    opening = _points("Taken Over", help="Balance when the ledger was opened.")
    issued = _points("Issued")
    used = _points("Used")
    given_back = _points("Refunded", help="Put back on the card by a refund.")
    taken_back = _points("Taken Back", help="Won by a sale that was refunded.")
    expired = _points("Expired")
    corrected = _points("Corrected", help="By hand, or moved between cards.")
    balance = _points()
    pending = _points("Not Valid Yet", help="Part of the balance.")
    amount_owed = _money(
        "Owed", help="Balance of gift cards, e-wallets and store credits."
    )
    amount_expired = _money("Breakage", help="Amount expired in the period.")
    points_outstanding = _points(
        "Points Outstanding", help="Points of cards that are not below zero."
    )
    face_value = _money(help="Points outstanding at their value.")
    provision = _money(help="Face value × usage × cost.")
    deferral = _money(
        "Deferred Income",
        help="The part of each sale that pays for its points, as their value and usage "
        "stand to the sale; on the average of what the card won.",
    )
    method = fields.Selection(
        [("provision", "Provision"), ("deferral", "Deferred income")],
        readonly=True,
        depends_context=(DAY_KEY,),
    )
    valued = fields.Boolean(
        readonly=True,
        depends_context=(DAY_KEY,),
        help="Not ticked: no terms say what these points are worth.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH frame (company_id, currency_id, rate, shown_in) AS (VALUES %(frame)s),
            terms AS (
                SELECT DISTINCT ON (program_id)
                       program_id, method, value_per_point, cost_ratio,
                       value_per_point * usage_probability AS fair_value
                  FROM loyalty_valuation
                 WHERE date <= %(day)s
              ORDER BY program_id, date DESC
            ),
            cards AS (
                SELECT moves.*,
                       program.program_type,
                       program.program_type IN %(money)s AS is_money,
                       greatest(balance, 0) AS outstanding,
                       frame.rate,
                       frame.shown_in
                  FROM (%(moves)s) moves
                  JOIN loyalty_program program ON program.id = moves.program_id
                  JOIN frame
                    ON frame.company_id = moves.company_id
                   AND frame.currency_id = program.currency_id
            )
            SELECT %(columns)s
              FROM cards
         LEFT JOIN loyalty_card card ON card.id = cards.card_id
         LEFT JOIN terms ON terms.program_id = cards.program_id
                        AND NOT cards.is_money
            """,
            frame=self._get_frame(),
            day=self._get_day(),
            money=MONEY,
            moves=self._get_moves(),
            columns=self._get_columns(),
        )

    def _get_moves(self):
        """Return the query that sums up the movements of each card and company.

        Company 0 stands for movements that no company can be told of.
        """
        company = SQL(
            "COALESCE(program.company_id, channel.company_id, place.company_id, 0)"
        )
        day = self._get_day()
        first_day = fields.Date.to_date(self.env.context.get(SINCE_KEY))
        until = self._get_moment(day + timedelta(days=1), company)
        since = self._get_moment(first_day, company)
        now = SQL("m.date >= %s", since)

        def period(condition):
            return SQL(
                "COALESCE(sum(m.points) FILTER (WHERE %s AND %s), 0)",
                now,
                SQL(condition),
            )

        return SQL(
            """
            SELECT min(m.id) AS id,
                   m.card_id,
                   card.program_id,
                   %(company)s AS company_id,
                   COALESCE(sum(m.points) FILTER (WHERE NOT %(now)s), 0)
                       AS points_start,
                   %(opening)s AS opening,
                   %(issued)s AS issued,
                   -%(used)s AS used,
                   %(given_back)s AS given_back,
                   -%(taken_back)s AS taken_back,
                   -%(expired)s AS expired,
                   %(corrected)s AS corrected,
                   sum(m.points) AS balance,
                   COALESCE(sum(m.points) FILTER (WHERE m.valid_from >= %(until)s), 0)
                       AS pending,
                   sum(m.points * %(share)s) FILTER (WHERE %(won)s)
                       / sum(m.points) FILTER (WHERE %(won)s) AS deferred_share
              FROM loyalty_movement m
              JOIN loyalty_card card ON card.id = m.card_id
              JOIN loyalty_program program ON program.id = card.program_id
         LEFT JOIN commerce_channel channel ON channel.id = m.channel_id
         LEFT JOIN stock_warehouse place ON place.id = m.warehouse_id
         LEFT JOIN terms ON terms.program_id = card.program_id
             WHERE m.date < %(until)s
          GROUP BY m.card_id, card.program_id, %(company)s
            """,
            company=company,
            now=now,
            until=until,
            opening=period("m.kind = 'opening'"),
            issued=period("m.kind = 'earn'"),
            used=period("m.kind = 'burn'"),
            given_back=period("m.kind = 'reverse' AND m.points > 0"),
            taken_back=period("m.kind = 'reverse' AND m.points < 0"),
            expired=period("m.kind = 'expire'"),
            corrected=period("m.kind IN ('adjust', 'transfer')"),
            won=SQL("m.points > 0 AND m.kind IN ('opening', 'earn')"),
            # points without a sale are deferred whole
            share=SQL(
                """CASE WHEN m.sale_amount > 0
                        THEN m.sale_amount
                             / (m.sale_amount + m.points * terms.fair_value)
                        ELSE 1 END"""
            ),
        )

    def _get_columns(self):
        return SQL(
            """
            cards.id,
            %(day)s::date AS date,
            nullif(cards.company_id, 0) AS company_id,
            cards.shown_in AS currency_id,
            cards.program_id,
            cards.program_type,
            '#' || cards.card_id || ' …' || right(card.code, 4) AS card_ref,
            points_start, opening, issued, used, given_back, taken_back, expired,
            corrected, balance, pending,
            CASE WHEN is_money THEN balance * rate ELSE 0 END AS amount_owed,
            CASE WHEN is_money THEN expired * rate ELSE 0 END AS amount_expired,
            CASE WHEN is_money THEN 0 ELSE outstanding END AS points_outstanding,
            coalesce(outstanding * rate * terms.value_per_point, 0) AS face_value,
            coalesce(
                outstanding * rate * terms.fair_value * terms.cost_ratio, 0
            ) AS provision,
            coalesce(
                outstanding * rate * terms.fair_value
                    * coalesce(deferred_share, 1), 0
            ) AS deferral,
            terms.method,
            is_money OR terms.program_id IS NOT NULL AS valued
            """,
            day=self._get_day(),
        )

    # Days and currencies --------------------------------------------------------

    def _get_day(self):
        day = fields.Date.to_date(self.env.context.get(DAY_KEY))
        return day or fields.Date.context_today(self)

    def _get_frame(self):
        """Return the rate and the currency to show, for each company and currency."""
        day = self._get_day()
        # sudo: currencies of programmes, none of their terms
        programs = self.env["loyalty.program"].sudo().with_context(active_test=False)
        currencies = [row[0] for row in programs._read_group([], ["currency_id"])]
        rows = []
        for company in [*self.env.companies, self.env["res.company"]]:
            own = company or self.env.company
            for currency in currencies or own.currency_id:
                rate = currency._get_conversion_rate(
                    currency, own.currency_id, own, day
                )
                rows.append(
                    SQL(
                        "(%s, %s, %s::numeric, %s)",
                        company.id or 0,
                        currency.id,
                        str(rate),
                        own.currency_id.id,
                    )
                )
        return SQL(", ").join(rows)

    def _get_moment(self, day, company):
        """Return when a day begins, where the company of the SQL expression is.

        In UTC; the beginning of all without a day.
        """
        if not day:
            return SQL("'-infinity'::timestamp")
        starts = {one.id: self._start_of(day, one) for one in self.env.companies}
        first = starts[self.env.company.id]
        other = [SQL("WHEN %s THEN %s", *row) for row in starts.items()]
        if len(set(starts.values())) == 1:
            # a constant finds the movements by their date
            return SQL("%s::timestamp", first)
        return SQL(
            "(CASE %s %s ELSE %s END)::timestamp", company, SQL(" ").join(other), first
        )

    def _start_of(self, day, company):
        # never that of the user: the books of everybody and of a cron are the same
        country = pytz.country_timezones.get(company.country_code or "", ["UTC"])
        zone = pytz.timezone(company.partner_id.tz or country[0])
        start = zone.localize(datetime.combine(day, time.min))
        return start.astimezone(pytz.utc).replace(tzinfo=None)
