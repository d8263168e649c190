# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import TransactionCase


class FrenchCompanyCase(TransactionCase):
    """A company of the French chart, the set-up run, and the means to invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        if cls.company.chart_template != "fr":
            cls.company = cls._create_french_company("Boutique française")
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.env["res.users"].browse(cls.env.uid).write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
            }
        )
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.company = cls.company.with_env(cls.env)
        cls.company.write({"zip": "45000"})
        cls.company._fr_set_up()
        cls.partner = cls.env["res.partner"].create(
            {"name": "Cliente", "country_id": cls.env.ref("base.fr").id}
        )

    @classmethod
    def _create_french_company(cls, name):
        company = cls.env["res.company"].create(
            {
                "name": name,
                "country_id": cls.env.ref("base.fr").id,
                "currency_id": cls.env.ref("base.EUR").id,
            }
        )
        cls.env["account.chart.template"].try_loading(
            "fr", company=company, install_demo=False
        )
        return company

    @classmethod
    def _tax(cls, ref):
        return cls.env["account.chart.template"].with_company(cls.company).ref(ref)

    @classmethod
    def _account(cls, code):
        return cls.env["account.account"].search(
            [
                *cls.env["account.account"]._check_company_domain(cls.company),
                ("code", "=", code),
            ]
        )

    @classmethod
    def _product(cls, name, price, tax, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "taxes_id": [Command.set(tax.ids)],
                **values,
            }
        )

    def _receipt(self, *lines, **values):
        """Post a receipt of (tax, price with VAT, quantity, discount %)."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_receipt",
                "partner_id": self.partner.id,
                "invoice_date": "2026-10-01",
                "invoice_line_ids": [
                    Command.create(self._prepare_line(*line)) for line in lines
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def _prepare_line(self, tax, price, quantity=1, discount=0):
        return {
            "name": "Article",
            "tax_ids": [Command.set(tax.ids)],
            "price_unit": price,
            "quantity": quantity,
            "discount": discount,
        }

    def _vat_by_account(self, move):
        """Return {account: VAT}, sales positive."""
        lines = move.line_ids.filtered("tax_repartition_line_id")
        return {
            account.code: -sum(group.mapped("balance"))
            for account, group in lines.grouped("account_id").items()
        }

    def _base_by_rate(self, move):
        """Return {rate: base}, sales positive."""
        lines = move.invoice_line_ids.filtered("tax_ids")
        return {
            tax.amount: -sum(group.mapped("balance"))
            for tax, group in lines.grouped(lambda line: line.tax_ids[-1:]).items()
        }

    def _exceptions(self, key):
        return self.env["commerce.exception"].search(
            [("key", "=like", f"fr_set_up:{key}:{self.company.id}%")]
        )
