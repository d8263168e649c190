# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountTax(models.Model):
    _inherit = "account.tax"

    income_account_id = fields.Many2one(
        "account.account",
        string="Sales account",
        check_company=True,
        domain="[('account_type', 'in', ('income', 'income_other'))]",
        help="Products with this tax are sold on this account, when neither the "
        "product nor its category has an account of its own.",
    )
    is_eco_contribution = fields.Boolean(
        string="Eco-contribution",
        help="Fixed part of the price paid to an eco-organism, shown to the customer, "
        "never discounted, with VAT included (Code de l'environnement L541-10-20).",
    )

    def _fr_apply_rate(self, rate, accounts):
        """Give sale taxes of one rate their accounts and their lines of the return.

        :param rate: the ``fiscal.vat.rate``
        :param accounts: dict of code to ``account.account``
        :return: the taxes that were changed
        """
        base_grid, tax_grid = rate._grids()
        vat_account = accounts[rate.vat_account]
        changed = self.browse()
        for tax in self:
            values = tax._fr_missing_values(rate, accounts)
            if values:
                tax.write(values)
                changed |= tax
            for line in tax.repartition_line_ids:
                values = (
                    {"tag_ids": tax_grid, "account_id": vat_account}
                    if line.repartition_type == "tax"
                    else {"tag_ids": base_grid}
                )
                values = {
                    name: value.ids if name == "tag_ids" else value.id
                    for name, value in values.items()
                    if line[name] != value
                }
                if values:
                    line.write(values)
                    changed |= tax
        return changed

    def _fr_missing_values(self, rate, accounts):
        """Return what a sale tax of a rate lacks; what a person chose is kept."""
        self.ensure_one()
        values = {}
        if not self.active and self.price_include_override == "tax_included":
            values["active"] = True
        if not self.income_account_id:
            code = (
                rate.service_account
                if self.tax_scope == "service"
                else rate.goods_account
            )
            values["income_account_id"] = accounts[code].id
        values.update(self._fr_waiting_account_values())
        return values

    def _fr_waiting_account_values(self):
        """Keep VAT that waits for a payment on 445740 (services paid later).

        The chart puts the taxes with VAT in the price on 445800, the others on 445740.
        """
        chart = self.env["account.chart.template"].with_company(self.company_id)
        chosen, right = (
            chart.ref(name, raise_if_not_found=False)
            for name in ("pcg_445800", "pcg_44574")
        )
        current = self.cash_basis_transition_account_id
        if right and current and current == chosen:
            return {"cash_basis_transition_account_id": right.id}
        return {}

    def _fr_vat_accounts(self):
        """Return the accounts the VAT of these taxes is posted to."""
        return self.repartition_line_ids.filtered(
            lambda line: line.repartition_type == "tax"
        ).account_id

    def _fr_entries(self):
        """Return a domain of the posted lines of VAT of these taxes."""
        return [
            ("tax_repartition_line_id", "in", self.repartition_line_ids.ids),
            ("parent_state", "=", "posted"),
        ]
