# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models

from .loyalty_statement import DAY_KEY, MONEY, SINCE_KEY

MOVED = (
    "opening",
    "issued",
    "used",
    "given_back",
    "taken_back",
    "expired",
    "corrected",
    "balance",
)
AMOUNTS = ("amount_owed", "amount_expired", "provision", "deferral")
# nature of an amount: the figure that says it, the account of the programme it is on
NATURES = {
    "owed": ("amount_owed", "liability_account_id"),
    "provision": ("provision", "provision_account_id"),
    "deferral": ("deferral", "liability_account_id"),
}


class LoyaltyStatement(models.Model):
    """What the books may post of the sub-ledger. Nothing is posted from here."""

    _inherit = "loyalty.statement"

    @api.model
    def _get_subledger_lines(self, date, since=None, companies=None):
        """Hook: return the amounts that programmes stand for at the end of a day.

        A line for each programme, company and nature: ``owed`` (cards of money),
        ``provision`` or ``deferral`` (points, as their terms say on that day). Where
        the method changed since then, the former one is a line that falls to zero.

        :param date: the day
        :param since: day of the statement before; without, since the beginning
        :param companies: of which companies (those of the user)
        :return: list of dicts:
            program, company, nature, currency (of the company);
            amount, change (since then), rounded, in that currency;
            account, breakage_account: of the programme in the company, may be empty;
            amount_expired: cards of money that expired in the period, in that currency;
            opening, issued, used, given_back, taken_back, expired, corrected (of the
            period) and balance: points, or money in the currency of the programme
        """
        companies = companies or self.env.companies
        statement = self.with_context(allowed_company_ids=companies.ids)
        now = statement._get_totals(date, since)
        before = statement._get_totals(since) if since else {}
        lines = []
        for key in {**before, **now}:
            line = statement._prepare_subledger_line(
                key, now.get(key, {}), before.get(key, {})
            )
            if any(line[name] for name in ("amount", "change", *MOVED)):
                lines.append(line)
        return lines

    def _get_totals(self, day, since=None):
        """Return {(program, company, nature): {figure: sum of the cards}}."""
        first_day = since and since + timedelta(days=1)
        statement = self.with_context(**{DAY_KEY: day, SINCE_KEY: first_day})
        names = (*MOVED, *AMOUNTS)
        return {
            (program, company, "owed" if kind in MONEY else method): dict(
                zip(names, sums, strict=True)
            )
            for program, company, kind, method, *sums in statement._read_group(
                [("valued", "=", True)],
                ["program_id", "company_id", "program_type", "method"],
                [f"{name}:sum" for name in names],
            )
        }

    def _prepare_subledger_line(self, key, figures, before):
        program, company, nature = key
        figure, account = NATURES[nature]
        program = program.with_company(company or self.env.company)
        currency = (company or self.env.company).currency_id
        amount = currency.round(figures.get(figure, 0.0))
        earlier = currency.round(before.get(figure, 0.0))
        return {
            "program": program,
            "company": company,
            "nature": nature,
            "currency": currency,
            "amount": amount,
            "change": currency.round(amount - earlier),
            "amount_expired": currency.round(figures.get("amount_expired", 0.0)),
            "account": program[account],
            "breakage_account": program.breakage_account_id,
            **{name: figures.get(name, 0.0) for name in MOVED},
        }
