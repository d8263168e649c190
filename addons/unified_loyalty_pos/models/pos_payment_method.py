# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

CARD = "unified_card"
NAME = "Gift card, store credit"


class PosPaymentMethod(models.Model):
    """Gift cards, e-wallets and store credit are a payment method of the till."""

    _inherit = "pos.payment.method"

    def _get_payment_terminal_selection(self):
        return [
            *super()._get_payment_terminal_selection(),
            (CARD, self.env._("Gift card, e-wallet, store credit")),
        ]

    def _is_write_forbidden(self, fields):
        """The name of our own method may follow a language while a till is open."""
        if all(method.use_payment_terminal == CARD for method in self):
            fields = fields - {"name"}
        return super()._is_write_forbidden(fields)

    @api.model
    def _create_card_methods(self, tills=None):
        """Give each company with tills the method by which cards pay, and its tills.

        Asked again it adds what is missing. Tills that are open get it, too: until
        they have it they could take no card at all.

        :param tills: these tills only
        :return: the methods made
        """
        made = self.browse()
        if tills is None:
            tills = self.env["pos.config"].search([])
        for company, configs in tills.grouped("company_id").items():
            method = self.search(
                [("use_payment_terminal", "=", CARD), ("company_id", "=", company.id)],
                limit=1,
            )
            if not method:
                method = self._create_card_method(company)
                made |= method
            if method:
                method._name_in_each_language()
                for config in configs - method.config_ids:
                    config.with_context(
                        bypass_payment_method_ids_forbidden_change=True
                    ).payment_method_ids |= method
        return made

    def _create_card_method(self, company):
        # a journal of its own: what cards pay is not what a bank will bring
        journals = self.env["account.journal"].with_company(company)
        if not company.chart_template:
            return self.browse()
        speaking = self.with_context(lang=company.partner_id.lang)
        journal = journals.create(
            {
                "name": speaking.env._("Gift cards and store credit"),
                "type": "bank",
                "code": self._get_free_journal_code(company),
                "company_id": company.id,
                "show_on_dashboard": False,
            }
        )
        return self.with_company(company).create(
            {
                "name": NAME,
                "journal_id": journal.id,
                "company_id": company.id,
                "payment_method_type": "terminal",
                "use_payment_terminal": CARD,
                "sequence": 50,
            }
        )

    def _name_in_each_language(self):
        """Made by a program, the method is read by people in each language."""
        for code, _name in self.env["res.lang"].get_installed():
            method = self.with_context(lang=code)
            translated = method.env._("Gift card, store credit")
            if method.name == NAME != translated:
                method.name = translated

    def _get_free_journal_code(self, company):
        taken = self.env["account.journal"].with_context(active_test=False)
        codes = taken.search([("company_id", "=", company.id)]).mapped("code")
        return next(
            code for number in range(100) if (code := f"CAD{number or ''}") not in codes
        )
