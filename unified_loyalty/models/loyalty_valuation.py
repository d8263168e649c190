# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class LoyaltyValuation(models.Model):
    """What the points of a programme are worth in the books, from a day on.

    Dated, so that the statement of a past day says what it said then. Terms that a
    closed period rests on are not changed: new ones start later.
    """

    _name = "loyalty.valuation"
    _description = "Valuation of Points"
    _order = "program_id, date desc"
    _rec_name = "date"

    program_id = fields.Many2one(
        "loyalty.program",
        required=True,
        ondelete="cascade",
        index=True,
        domain=[("program_type", "not in", ("gift_card", "ewallet"))],
    )
    currency_id = fields.Many2one(related="program_id.currency_id")
    date = fields.Date(string="From", required=True, default=fields.Date.context_today)
    method = fields.Selection(
        [("provision", "Provision"), ("deferral", "Deferred income")],
        required=True,
        default="provision",
        help="Provision: the cost of the points that will be used. Deferred income: "
        "the part of each sale that pays for its points.",
    )
    value_per_point = fields.Float(
        compute="_compute_value_per_point",
        store=True,
        readonly=False,
        digits=(16, 4),
        help="What a customer gets for one point. Proposed from the reward that gives "
        "the most.",
    )
    usage_probability = fields.Float(
        compute="_compute_usage_probability",
        store=True,
        readonly=False,
        digits=(16, 4),
        help="Share of the points that customers will use. Proposed from the points "
        "won long enough ago (their life, or a year): those used since, the oldest "
        "first.",
    )
    cost_ratio = fields.Float(
        default=1.0,
        digits=(16, 4),
        help="What rewards cost the company, for one of their value. 100 %: the "
        "reward is money.",
    )
    note = fields.Char(help="Why these terms: where the figures come from.")

    _program_date_uniq = models.UniqueIndex(
        "(program_id, date)", "This programme has terms from that day already."
    )
    _ratios = models.Constraint(
        "CHECK (usage_probability BETWEEN 0 AND 1 AND cost_ratio BETWEEN 0 AND 1)",
        "A share is between 0 % and 100 %.",
    )
    _value = models.Constraint(
        "CHECK (value_per_point >= 0)", "A point is worth no less than nothing."
    )

    @api.depends("program_id")
    def _compute_value_per_point(self):
        for terms in self:
            terms.value_per_point = (
                terms.program_id._get_value_per_point() if terms.program_id else 0.0
            )

    @api.depends("program_id")
    def _compute_usage_probability(self):
        for terms in self:
            program = terms.program_id._origin
            day = terms.date or fields.Date.context_today(self)
            share = program._get_usage_probability(day) if program else None
            terms.usage_probability = 1.0 if share is None else share

    @api.model_create_multi
    def create(self, vals_list):
        terms = super().create(vals_list)
        terms._check_period_open()
        return terms

    def write(self, vals):
        if vals.keys() - {"note"}:
            self._check_period_open()
        result = super().write(vals)
        if "date" in vals or "program_id" in vals:
            self._check_period_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_in_open_period(self):
        self._check_period_open()

    def _check_period_open(self):
        """Refuse what would change the statement of a closed period.

        :raise UserError: a company closed its books on or after the first day
        """
        for terms in self:
            # sudo: lock dates are no secret, companies may be
            programs = terms.program_id.sudo()
            companies = programs.company_id or self.env["res.company"].sudo().search([])
            closed = [
                day
                for company in companies
                for day in (company.fiscalyear_lock_date, company.hard_lock_date)
                if day and terms.date and terms.date <= day
            ]
            if closed:
                raise UserError(
                    self.env._(
                        "The books are closed until %(day)s, and the points of "
                        "%(program)s were valued with these terms. Add terms that "
                        "start later.",
                        day=max(closed),
                        program=programs.name,
                    )
                )
