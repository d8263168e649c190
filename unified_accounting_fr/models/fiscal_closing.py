# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date

from odoo.addons.unified_commerce_base.tools import own_cursor

PERIODS = [("day", "Day"), ("month", "Month"), ("year", "Fiscal year")]
FRENCH = {"day": "journalière", "month": "mensuelle", "year": "annuelle"}


class FiscalClosing(models.Model):
    """A closing of a till, or of all tills of a company: day (Z), month, fiscal year.

    Sealed once, in the chain of closings of the till, and never opened again: what
    arrives late is in the next one. What the columns say is for lists; what is proven
    is the content of the sealed document.
    """

    _name = "fiscal.closing"
    _description = "Closing"
    _inherit = "fiscal.append.only"
    _log_access = False
    _order = "date_to desc, id desc"
    _rec_name = "number"

    number = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    till_id = fields.Many2one(
        "fiscal.till",
        readonly=True,
        ondelete="restrict",
        help="Empty: all tills of the company.",
    )
    period = fields.Selection(PERIODS, required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    date = fields.Datetime(string="Closed on", required=True, readonly=True)
    document_id = fields.Many2one(
        "fiscal.document", required=True, readonly=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    tickets = fields.Integer(readonly=True)
    total = fields.Monetary(string="Turnover", readonly=True, help="With VAT.")
    base = fields.Monetary(string="Without VAT", readonly=True)
    tax = fields.Monetary(string="VAT", readonly=True)
    gt_alg = fields.Monetary(string="Perpetual total", readonly=True)
    gt_abs = fields.Monetary(string="Absolute perpetual total", readonly=True)
    late = fields.Integer(
        string="Late documents",
        readonly=True,
        help="Of days closed before they arrived: counted here.",
    )
    is_sound = fields.Boolean(
        string="Agrees with the counters",
        readonly=True,
        help="The perpetual totals are those before, plus the period.",
    )

    _period_uniq = models.UniqueIndex(
        "(company_id, COALESCE(till_id, 0), period, date_from)",
        "This period is closed already.",
    )

    @api.depends("period", "till_id", "date_from", "date_to")
    def _compute_display_name(self):
        for closing in self:
            closing.display_name = closing._get_title()

    def _get_title(self):
        self.ensure_one()
        owner = self.till_id.code or self.company_id.name
        return f"{self._get_kind_label()} {owner} – {self._get_period_label()}"

    def _get_kind_label(self):
        self.ensure_one()
        return {
            "day": self.env._("Z of"),
            "month": self.env._("Month of"),
            "year": self.env._("Fiscal year of"),
        }[self.period]

    def _get_period_label(self):
        self.ensure_one()
        first = format_date(self.env, self.date_from)
        if self.date_from == self.date_to:
            return first
        return f"{first} – {format_date(self.env, self.date_to)}"

    def _get_content(self):
        """Return what is sealed, as a dict; amounts in cents."""
        self.ensure_one()
        # sudo: who reads a closing reads its sealed content
        return self.document_id.sudo()._get_content()

    # Closing --------------------------------------------------------------------

    @api.model
    def _get_closed_kinds(self):
        """Return the kinds of chains whose documents a closing counts."""
        return ("ticket", "cash", "duplicate", "provisional", "training")

    @api.model
    def _close(self, company, till, period, day):
        """Close the period that holds ``day``, for a till or for the company.

        In a transaction of its own, committed when this returns: a second caller gets
        the closing that the first one made. A company that does not seal closes
        nothing.

        :param till: ``fiscal.till``; empty for the company
        :return: id of the ``fiscal.closing``, or False
        :raise UserError: says what must be closed first
        """
        if not company._is_sealed():
            return False
        owner = till or company._get_fiscal_office()
        date_from, date_to = self._get_bounds(company, period, day)
        label = f"{FRENCH[period]} du {date_from:%d/%m/%Y} au {date_to:%d/%m/%Y}"
        self.env["fiscal.event"]._log_now(
            owner,
            "330",
            f"Initialisation de la clôture {label}"
            f" ({till.code or 'toutes les caisses'}).",
            {"period": period, "from": str(date_from), "to": str(date_to)},
        )
        operator = self.env["fiscal.event"]._get_operator()
        with own_cursor(self.env, durable=True) as cr:
            closings = self.env(cr=cr, su=True)["fiscal.closing"]
            return closings._close_under_lock(
                company.id, till.id, period, date_from, date_to, label, operator
            ).id

    @api.model
    def _close_under_lock(
        self, company_id, till_id, period, date_from, date_to, label, operator
    ):
        company = self.env["res.company"].browse(company_id)
        till = self.env["fiscal.till"].browse(till_id or [])
        owner = till or company._get_fiscal_office()
        chain = owner._get_chain("closing")
        chain._lock()
        self._lock_tills(company, till)
        done = self._find(company, till, period, date_from)
        if done:
            return done
        self._check_order(company, till, period, date_from, date_to)
        content = self._prepare_content(company, till, period, date_from, date_to)
        content["operator"] = operator
        document = self.env["fiscal.document"]._seal(chain, content)
        closing = self.create(
            self._prepare_values(document, content, company, till, date_from, date_to)
        )
        self._mark_closed(company, till, period, date_to)
        self.env["fiscal.event"]._write_event(
            owner.id,
            False,
            "60" if period == "year" else "50",
            f"Clôture {label} : {document.number}.",
            {"document": document.number, "total": content["total"]},
            operator,
        )
        closing._report_discrepancy(owner, content, operator)
        return closing

    @api.model
    def _find(self, company, till, period, date_from):
        return self.search(
            [
                ("company_id", "=", company.id),
                ("till_id", "=", till.id),
                ("period", "=", period),
                ("date_from", "=", date_from),
            ]
        )

    @api.model
    def _get_bounds(self, company, period, day):
        """Return (first day, last day) of the period that holds a day."""
        if period == "day":
            return day, day
        if period == "month":
            first = day.replace(day=1)
            return first, first + relativedelta(months=1, days=-1)
        bounds = company.compute_fiscalyear_dates(day)
        return bounds["date_from"], bounds["date_to"]

    def _prepare_values(self, document, content, company, till, date_from, date_to):
        return {
            "number": document.number,
            "company_id": company.id,
            "till_id": till.id,
            "period": content["period"],
            "date_from": date_from,
            "date_to": date_to,
            "date": document.date,
            "document_id": document.id,
            "tickets": content["documents"],
            **{
                name: content[name] / 100
                for name in ("total", "base", "tax", "gt_alg", "gt_abs")
            },
            "late": content["late"]["count"],
            "is_sound": content["sound"],
        }

    def _report_discrepancy(self, owner, content, operator):
        """Log totals that do not follow from those before, and tell a person."""
        self.ensure_one()
        if self.is_sound:
            return
        self.env["fiscal.event"]._write_event(
            owner.id,
            False,
            "90",
            f"Les totaux perpétuels de la clôture {self.number} ne concordent pas avec "
            "les compteurs.",
            {"document": self.number, "counters": content.get("counters", {})},
            operator,
        )
        self.env["commerce.exception"]._report(
            "fiscal",
            self,
            self.env._(
                "The totals of closing %s do not agree with the counters of the till.",
                self.number,
            ),
            self.env._(
                "Sales go on. Verify the chain of the till: a document was altered or "
                "is missing."
            ),
            key=f"fiscal-closing:{self.id}",
        )

    # Locks ----------------------------------------------------------------------

    @api.model
    def _get_tills(self, company, till):
        tills = self.env["fiscal.till"].with_context(active_test=False)
        return till or tills.search([("company_id", "=", company.id)])

    @api.model
    def _lock_tills(self, company, till):
        """Wait for the tickets under way; new ones wait for this transaction.

        Chains first, as a ticket does; then tills, which chains that no closing has
        met yet share; then the chains made meanwhile.
        """
        tills = self._get_tills(company, till)
        chains = """
            SELECT id FROM fiscal_chain
             WHERE till_id = ANY(%s) AND kind = ANY(%s)
             ORDER BY id FOR NO KEY UPDATE
        """
        values = [tills.ids, list(self._get_closed_kinds())]
        self.env.cr.execute(chains, values)
        self.env.cr.execute(
            "SELECT id FROM fiscal_till WHERE id = ANY(%s)"
            " ORDER BY id FOR NO KEY UPDATE",
            [tills.ids],
        )
        self.env.cr.execute(chains, values)

    @api.model
    def _mark_closed(self, company, till, period, date_to):
        """Let no document enter this period any more; under the locks."""
        tills = self._get_tills(company, till)
        counted = bool(till) and period == "day"
        self.env.cr.execute(
            """
            UPDATE fiscal_chain
               SET closed_until = GREATEST(closed_until, %(date)s),
                   closed_seq = CASE WHEN %(counted)s THEN seq ELSE closed_seq END
             WHERE till_id = ANY(%(tills)s) AND kind = ANY(%(kinds)s)
            """,
            {
                "date": date_to,
                "counted": counted,
                "tills": tills.ids,
                "kinds": list(self._get_closed_kinds()),
            },
        )
        self.env.cr.execute(
            """
            UPDATE fiscal_till SET closed_until = GREATEST(closed_until, %s)
             WHERE id = ANY(%s)
            """,
            [date_to, tills.ids],
        )
        self.env.invalidate_all()
