# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


def _figure(**terms):
    return fields.Float(compute="_compute_figures", **terms)


def _money(**terms):
    return fields.Monetary(compute="_compute_figures", **terms)


class LoyaltyProgramResult(models.TransientModel):
    """What a programme costs and brings, on one screen."""

    _name = "loyalty.program.result"
    _description = "Results of a Program"

    program_id = fields.Many2one("loyalty.program", required=True, readonly=True)
    program_type = fields.Selection(related="program_id.program_type")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self) - relativedelta(years=1, days=-1)
        ),
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    is_empty = fields.Boolean(compute="_compute_figures")
    issued = _figure()
    used = _figure()
    expired = _figure()
    outstanding = _figure(help="At the end of the period.")
    redemption_rate = _figure(help="Used, of what was issued.")
    reward_cost = _money(
        string="Cost of Rewards",
        help="Discounts and free articles given, at their price excluding VAT.",
    )
    member_sales = _money(string="Sales to Members")
    cost_share = _figure(
        string="Cost of Sales to Members", help="Cost of rewards, of sales to members."
    )
    member_basket = _money(string="Basket of Members")
    other_basket = _money(string="Basket of Others")
    member_frequency = _figure(string="Baskets per Member")
    other_frequency = _figure(string="Baskets per Other Customer")

    @api.depends("program_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for result in self:
            company = result.program_id.company_id or self.env.company
            result.currency_id = company.currency_id

    @api.depends("program_id", "date_from", "date_to")
    def _compute_figures(self):
        for result in self:
            result.update(
                {
                    **result._get_program_figures(),
                    **result._get_member_figures(),
                }
            )
            sales = result.member_sales
            result.cost_share = result.reward_cost / sales if sales else 0.0

    def _get_program_figures(self):
        reports = self.env["loyalty.program.report"]
        mine = Domain("program_id", "=", self.program_id.id)
        names = ("issued", "used", "expired", "redemption_rate", "reward_cost")
        sums = [f"{name}:{reports._fields[name].aggregator}" for name in names]
        [[count, *figures]] = reports._read_group(
            mine & self._get_period(), [], ["__count", *sums]
        )
        [[outstanding]] = reports._read_group(
            mine & Domain("date", "<", self._get_end()), [], ["outstanding:sum"]
        )
        return {
            "is_empty": not count,
            "outstanding": outstanding or 0.0,
            **{
                name: figure or 0.0 for name, figure in zip(names, figures, strict=True)
            },
        }

    def _get_member_figures(self):
        companies = self.program_id.company_id or self.env.companies
        rows = self.env["loyalty.member.report"]._read_group(
            self._get_period() & Domain("company_id", "in", companies.ids),
            ["customer"],
            ["amount:sum", "basket:avg", "frequency:avg"],
        )
        found = {customer: figures for customer, *figures in rows}
        sales, basket, frequency = found.get("member", (0.0, 0.0, 0.0))
        _sales, other_basket, other_frequency = found.get("other", (0.0, 0.0, 0.0))
        return {
            "member_sales": sales,
            "member_basket": basket or 0.0,
            "other_basket": other_basket or 0.0,
            "member_frequency": frequency or 0.0,
            "other_frequency": other_frequency or 0.0,
        }

    def _get_period(self):
        return Domain("date", ">=", self.date_from) & Domain(
            "date", "<", self._get_end()
        )

    def _get_end(self):
        return self.date_to + relativedelta(days=1)

    def action_details(self):
        """Open the report of this programme."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "unified_loyalty.action_loyalty_program_report"
            ),
            "domain": [("program_id", "=", self.program_id.id)],
        }

    def action_members(self):
        """Open the purchases of members and others."""
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "unified_loyalty.action_loyalty_member_report"
        )
