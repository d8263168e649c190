# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _get_product_accounts(self):
        """Sell on the account of the VAT rate, unless a person chose another one."""
        accounts = super()._get_product_accounts()
        company = self.company_id or self.env.company
        if accounts["income"] == company.income_account_id:
            taxes = self.taxes_id._filter_taxes_by_company(company)
            accounts["income"] = taxes.income_account_id[:1] or accounts["income"]
        return accounts
