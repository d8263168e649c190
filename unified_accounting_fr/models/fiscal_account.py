# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class FiscalAccount(models.Model):
    """An account that shops need and that the French chart does not have."""

    _name = "fiscal.account"
    _description = "Account to Add to the Chart"
    _order = "code"

    code = fields.Char(required=True, help="Six digits of the account.")
    name = fields.Char(required=True, translate=True)
    account_type = fields.Selection(
        selection=lambda self: (
            self.env["account.account"]
            ._fields["account_type"]
            ._description_selection(self.env)
        ),
        required=True,
    )
    reconcile = fields.Boolean(string="Allow reconciliation")
    model_code = fields.Char(
        string="Like account",
        help="Account of the chart whose tags the new account takes.",
    )
    valid_from = fields.Date()
    valid_to = fields.Date()

    @api.model
    def _valid_on(self, date):
        """Return the accounts to have on a date."""
        return self.search(
            (Domain("valid_from", "=", False) | Domain("valid_from", "<=", date))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date))
        )

    def _find_or_create(self, company, other_codes=()):
        """Return the accounts of a company by code, made when the chart lacks them.

        :param other_codes: accounts to return too, when the company has them
        :return: (dict of code to ``account.account``, created accounts)
        """
        Account = self.env["account.account"].with_company(company)
        codes = self.mapped("code") + self.mapped("model_code")
        known = {
            account.code: account
            for account in Account.search(
                [
                    *Account._check_company_domain(company),
                    ("code", "in", [*codes, *other_codes]),
                ]
            )
        }
        created = Account
        for wanted in self.filtered(lambda wanted: wanted.code not in known):
            account = Account.create(wanted._prepare_account(company, known))
            wanted._copy_translations(account)
            known[wanted.code] = account
            created |= account
        return known, created

    def _prepare_account(self, company, known):
        self.ensure_one()
        model = known.get(self.model_code, self.env["account.account"])
        return {
            "code": self.code,
            "name": self.with_context(lang="en_US").name,
            "account_type": self.account_type,
            "reconcile": self.reconcile,
            "tag_ids": model.tag_ids.ids,
            "company_ids": company.ids,
        }

    def _copy_translations(self, account):
        for lang, _name in self.env["res.lang"].get_installed():
            account.with_context(lang=lang).name = self.with_context(lang=lang).name
