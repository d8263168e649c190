# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class FiscalVatRate(models.Model):
    """A legal rate of VAT: where it applies, since when, how it is declared.

    A rate that changes gets an end date and a new line; the code never knows one.
    """

    _name = "fiscal.vat.rate"
    _description = "VAT Rate"
    _order = "territory, rate desc, valid_from desc"

    name = fields.Char(required=True, translate=True)
    rate = fields.Float(required=True, digits=(16, 4), help="In percent.")
    territory = fields.Selection(
        [
            ("mainland", "Mainland France and Monaco"),
            ("corsica", "Corsica"),
            ("overseas", "Guadeloupe, Martinique, Réunion"),
        ],
        required=True,
        default="mainland",
        help="Where the goods are handed over or delivered.",
    )
    valid_from = fields.Date()
    valid_to = fields.Date()
    legal_reference = fields.Char(help="Article of law the rate comes from.")
    tax_refs = fields.Char(
        string="Taxes of the chart",
        required=True,
        help="Identifiers of the sale taxes of the chart of accounts that have this "
        "rate, separated by commas.",
    )
    base_grid = fields.Char(
        string="Base line of the return", required=True, help="Tax grid of the base."
    )
    tax_grid = fields.Char(
        string="Tax line of the return", required=True, help="Tax grid of the VAT."
    )
    vat_account = fields.Char(required=True, help="Account of the VAT collected.")
    goods_account = fields.Char(required=True, help="Account of goods sold.")
    service_account = fields.Char(required=True, help="Account of services sold.")

    @api.model
    def _valid_on(self, date, territory):
        """Return the rates that apply in a territory on a date."""
        return self.search(
            Domain("territory", "=", territory)
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", date))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date))
        )

    def _account_codes(self):
        """Return the accounts these rates are posted to."""
        return {
            code
            for rate in self
            for code in (rate.vat_account, rate.goods_account, rate.service_account)
        }

    def _chart_taxes(self, company):
        """Return the sale taxes of a company that have this rate, archived ones too."""
        self.ensure_one()
        chart = self.env["account.chart.template"].with_company(company)
        taxes = self.env["account.tax"].with_context(active_test=False)
        for ref in self.tax_refs.split(","):
            tax = chart.ref(ref.strip(), raise_if_not_found=False)
            if tax and tax.company_id == company:
                taxes |= tax
        return taxes

    def _grids(self):
        """Return the tags of the base and of the tax, turnover included."""
        self.ensure_one()
        tags = self.env["account.account.tag"].search(
            [
                ("applicability", "=", "taxes"),
                ("country_id.code", "=", "FR"),
                ("name", "in", ["A1", self.base_grid, self.tax_grid]),
            ]
        )
        tax_tags = tags.filtered(lambda tag: tag.name == self.tax_grid)
        return tags - tax_tags, tax_tags
