# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import FrenchCompanyCase


@tagged("post_install", "-at_install")
class TestIncomeAccount(FrenchCompanyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book = cls._product("Livre", 18.0, cls._tax("tva_reduite_ttc"))

    def _income(self, product):
        return product._get_product_accounts()["income"].code

    def test_product_is_sold_on_the_account_of_its_rate(self):
        self.assertEqual(self._income(self.book), "707005")
        repair = self._product(
            "Réparation",
            30.0,
            self._tax("tva_normale_encaissement_ttc"),
            type="service",
        )
        self.assertEqual(self._income(repair), "706020")

    def test_product_without_vat_keeps_the_general_account(self):
        gift = self._product("Carte", 50.0, self.env["account.tax"])
        self.assertEqual(self._income(gift), self.company.income_account_id.code)

    def test_account_chosen_on_the_product_wins(self):
        self.book.property_account_income_id = self._account("708500")
        self.assertEqual(self._income(self.book), "708500")

    def test_account_chosen_on_the_category_wins(self):
        self.book.categ_id = self.env["product.category"].create(
            {
                "name": "Ports",
                "property_account_income_categ_id": self._account("708500").id,
            }
        )
        self.assertEqual(self._income(self.book), "708500")

    def test_sale_outside_the_union_has_its_own_account(self):
        export = self._tax("fiscal_position_template_import_export")
        accounts = self.book.product_tmpl_id.get_product_accounts(fiscal_pos=export)
        self.assertEqual(accounts["income"].code, "707130")

    def test_invoice_line_takes_the_account_of_the_rate(self):
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_line_ids": [(0, 0, {"product_id": self.book.id})],
            }
        )
        self.assertEqual(move.invoice_line_ids.account_id.code, "707005")
        self.assertEqual(move.amount_total, 18.0)
