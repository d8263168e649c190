# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

CHARTS = ("fr", "mc")
OVERSEAS = ("971", "972", "974")
WITHOUT_RATES = ("973", "976", "975", "977", "978", "986", "987", "988")


class FrenchSetUp(NamedTuple):
    """What a run of the French set-up did: names for people, in the user's words."""

    accounts: list
    taxes: list
    left_alone: list

    def as_text(self, env):
        """Return one paragraph for a notification."""
        parts = []
        if self.accounts:
            parts.append(env._("Accounts added: %s.", ", ".join(self.accounts)))
        if self.taxes:
            parts.append(env._("Taxes completed: %s.", ", ".join(self.taxes)))
        if self.left_alone:
            parts.append(
                env._(
                    "Left as they were, see the list to settle: %s.",
                    ", ".join(self.left_alone),
                )
            )
        return " ".join(parts) or env._("Everything was in place already.")

    def __add__(self, other):
        return FrenchSetUp(
            *(mine + theirs for mine, theirs in zip(self, other, strict=True))
        )


class ResCompany(models.Model):
    _inherit = "res.company"

    fr_set_up_date = fields.Datetime(
        string="French set-up checked on", readonly=True, copy=False
    )

    def _fr_companies(self):
        """Return the companies that keep their books in the French chart."""
        return self.filtered(lambda company: company.chart_template in CHARTS)

    def _fr_territory(self):
        """Return the VAT territory of the company from its postcode, or False."""
        self.ensure_one()
        postcode = (self.zip or "").strip()
        if postcode[:3] in OVERSEAS:
            return "overseas"
        if postcode[:3] in WITHOUT_RATES:
            return False
        return "corsica" if postcode[:2] == "20" else "mainland"

    def _fr_set_up(self):
        """Complete the chart of French companies with what a shop needs.

        Adds the accounts of ``fiscal.account``, activates the sale taxes with VAT in
        the price, gives each rate its accounts and its lines of the return, and puts
        cash differences on their own accounts. Can run again at any time: it adds
        what is missing and keeps what people chose. What it may not decide goes to
        the list to settle.

        :return: a ``FrenchSetUp``
        """
        total = FrenchSetUp([], [], [])
        for company in self:
            total += company._fr_set_up_one()
            company.fr_set_up_date = fields.Datetime.now()
        return total

    def _fr_set_up_one(self):
        self.ensure_one()
        self = self.with_company(self)
        today = fields.Date.context_today(self)
        wanted = self.env["fiscal.account"]._valid_on(today)
        rates = self.env["fiscal.vat.rate"]._valid_on(today, self._fr_territory())
        accounts, created = wanted._find_or_create(self, rates._account_codes())
        self._fr_check_accounts(rates, accounts)
        changed, left_alone = self._fr_set_up_taxes(rates, accounts, created)
        self._fr_set_up_default_tax()
        self._fr_set_up_export(accounts)
        self._fr_set_up_cash_difference(accounts)
        self._fr_check_identity()
        return FrenchSetUp(
            created.mapped("code"), changed.mapped("name"), left_alone.mapped("name")
        )

    def _fr_check_accounts(self, rates, accounts):
        """Refuse rates that are posted to an account nobody has.

        :raise UserError: says which account to add, and where
        """
        missing = rates._account_codes() - accounts.keys()
        if missing:
            raise UserError(
                self.env._(
                    "VAT rates are posted to accounts that %(company)s does not have: "
                    "%(codes)s. Add them to Accounts for shops, or change the rates.",
                    company=self.name,
                    codes=", ".join(sorted(missing)),
                )
            )

    # Taxes ----------------------------------------------------------------------

    def _fr_set_up_taxes(self, rates, accounts, created):
        """Set up the sale taxes of these rates; return (changed, left alone)."""
        changed = left_alone = self.env["account.tax"]
        for rate in rates:
            taxes = rate._chart_taxes(self)
            kept = self._fr_taxes_to_keep(rate, taxes, accounts, created)
            self._fr_report_kept(rate, kept, accounts)
            self._fr_report_change(rate, taxes - kept, accounts)
            changed |= (taxes - kept)._fr_apply_rate(rate, accounts)
            left_alone |= kept
        return changed, left_alone

    def _fr_taxes_to_keep(self, rate, taxes, accounts, created):
        """Return the taxes that a person set up, or whose account has other entries."""
        target = accounts[rate.vat_account]
        standard = self.env["account.chart.template"].ref(
            "pcg_44571", raise_if_not_found=False
        )
        own = taxes.filtered(
            lambda tax: tax._fr_vat_accounts() - target - (standard or target.browse())
        )
        if target in created or target in taxes._fr_vat_accounts():
            return own
        foreign_entries = self.env["account.move.line"].search_count(
            [("account_id", "=", target.id), ("parent_state", "=", "posted")], limit=1
        )
        return taxes if foreign_entries else own

    def _fr_report_kept(self, rate, taxes, accounts):
        if not taxes:
            return
        self.env["commerce.exception"]._report(
            "fiscal",
            taxes[:1],
            self.env._(
                "%(rate)s: %(taxes)s keep their own VAT account.",
                rate=rate.name,
                taxes=", ".join(taxes.mapped("name")),
            ),
            self.env._(
                "They were set up by a person, or account %(account)s already has "
                "entries of another kind. Choose account %(account)s on these taxes "
                "if it is the right one, or keep them as they are.",
                account=accounts[rate.vat_account].code,
            ),
            key=f"fr_set_up:kept:{self.id}:{rate.id}",
        )

    def _fr_report_change(self, rate, taxes, accounts):
        """Tell when the VAT of a rate changes account in the middle of the books."""
        target = accounts[rate.vat_account]
        moving = taxes.filtered(lambda tax: tax._fr_vat_accounts() - target)
        entries = moving and self.env["account.move.line"].search_count(
            moving._fr_entries(), limit=1
        )
        if not entries:
            return
        self.env["commerce.exception"]._report(
            "fiscal",
            moving[:1],
            self.env._(
                "%(rate)s: entries already posted stay on %(old)s, the next ones go "
                "to %(new)s.",
                rate=rate.name,
                old=", ".join((moving._fr_vat_accounts() - target).mapped("code")),
                new=target.code,
            ),
            self.env._(
                "Add the two accounts in the VAT return of the current period. "
                "Nothing already posted was changed."
            ),
            key=f"fr_set_up:moved:{self.id}:{rate.id}",
        )

    def _fr_set_up_default_tax(self):
        """New products are priced with VAT, unless a person chose otherwise."""
        chart = self.env["account.chart.template"]
        standard = chart.ref("tva_normale", raise_if_not_found=False)
        included = chart.ref("tva_normale_ttc", raise_if_not_found=False)
        if included and included.active and self.account_sale_tax_id == standard:
            self.account_sale_tax_id = included

    def _fr_set_up_export(self, accounts):
        """Sales outside the European Union go to their own account."""
        position = self.env["account.chart.template"].ref(
            "fiscal_position_template_import_export", raise_if_not_found=False
        )
        if not position or "707130" not in accounts:
            return
        rates = self.env["fiscal.vat.rate"].search([])
        sources = self.env["account.account"].union(
            *(
                accounts.get(code, self.env["account.account"])
                for code in rates.mapped("goods_account")
            )
        )
        for account in sources - position.account_ids.account_src_id:
            position.account_ids.create(
                {
                    "position_id": position.id,
                    "account_src_id": account.id,
                    "account_dest_id": accounts["707130"].id,
                }
            )

    # Cash -----------------------------------------------------------------------

    def _fr_set_up_cash_difference(self, accounts):
        """Book cash differences on 658010 and 758010, never on the chart's defaults.

        The chart gives provisional 999xxx accounts; 6588 and 7588 are for trusts.
        """
        journals = self.env["account.journal"].search(
            [("company_id", "=", self.id), ("type", "=", "cash")]
        )
        for code, company_field, journal_field in (
            ("658010", "default_cash_difference_expense_account_id", "loss_account_id"),
            (
                "758010",
                "default_cash_difference_income_account_id",
                "profit_account_id",
            ),
        ):
            if self._fr_is_provisional(self[company_field]):
                self[company_field] = accounts[code]
            for journal in journals:
                if self._fr_is_provisional(journal[journal_field]):
                    journal[journal_field] = accounts[code]

    def _fr_is_provisional(self, account):
        return (
            not account
            or account.code[:3] == "999"
            or account.code[:4]
            in (
                "6588",
                "7588",
            )
        )

    # Identity -------------------------------------------------------------------

    def _fr_check_identity(self):
        """Report a company number that a document could not show."""
        problem = self.partner_id._fr_identity_problem()
        if problem:
            self.env["commerce.exception"]._report(
                "fiscal",
                self,
                problem,
                self.env._(
                    "Correct it in the company file, then run the set-up again."
                ),
                key=f"fr_set_up:identity:{self.id}",
            )

    # Eco-contribution -----------------------------------------------------------

    def _fr_eco_contribution(self, amount, rate):
        """Return the tax that shows an eco-contribution inside the price of a product.

        The product keeps its price with tax and takes this tax *before* its VAT: the
        contribution is a fixed part of the price, goes to 707800 and bears VAT. For
        120.00 of which 0.50 at 20 %: base 100.00 of which 0.42, VAT 20.00 of which
        0.08.

        :param amount: contribution with VAT, per unit, in company currency
        :param rate: VAT rate of the product, in percent
        :return: an ``account.tax``, made when this amount and rate have none
        """
        self.ensure_one()
        Tax = self.env["account.tax"].with_company(self)
        without_vat = round(amount / (1 + rate / 100), 4)
        known = Tax.search(
            [
                ("company_id", "=", self.id),
                ("is_eco_contribution", "=", True),
                ("amount", "=", without_vat),
            ],
            limit=1,
        )
        return known or Tax.create(self._fr_prepare_eco_tax(amount, rate, without_vat))

    def _fr_prepare_eco_tax(self, amount, rate, without_vat):
        accounts, _created = (
            self.env["fiscal.account"]
            .search([("code", "=", "707800")])
            ._find_or_create(self)
        )
        repartition = [
            fields.Command.create({"repartition_type": "base"}),
            fields.Command.create(
                {"repartition_type": "tax", "account_id": accounts["707800"].id}
            ),
        ]
        name = self.env._(
            "Eco-contribution %(amount).2f (VAT %(rate)g %%)", amount=amount, rate=rate
        )
        return {
            "name": name,
            "invoice_label": self.env._("of which eco-contribution"),
            "company_id": self.id,
            "country_id": self.account_fiscal_country_id.id,
            "type_tax_use": "sale",
            "amount_type": "fixed",
            "amount": without_vat,
            "price_include_override": "tax_included",
            "include_base_amount": True,
            "is_base_affected": False,
            "sequence": 1,
            "is_eco_contribution": True,
            "tax_group_id": self._fr_eco_tax_group().id,
            "invoice_repartition_line_ids": repartition,
            "refund_repartition_line_ids": repartition,
        }

    def _fr_eco_tax_group(self):
        group = self.env["account.tax.group"].search(
            [("company_id", "=", self.id), ("is_eco_contribution", "=", True)], limit=1
        )
        return group or group.create(
            {
                "name": self.env._("Eco-contribution"),
                "company_id": self.id,
                "country_id": self.account_fiscal_country_id.id,
                "is_eco_contribution": True,
                "sequence": 5,
            }
        )
