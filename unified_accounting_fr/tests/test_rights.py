# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import FrenchCompanyCase


@tagged("post_install", "-at_install")
class TestRights(FrenchCompanyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager, cls.invoicer, cls.employee = (
            new_test_user(
                cls.env,
                f"fr_{name}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for name, groups in (
                ("manager", "base.group_user,account.group_account_manager"),
                ("invoicer", "base.group_user,account.group_account_invoice"),
                ("employee", "base.group_user"),
            )
        )
        cls.rate = cls.env.ref("unified_accounting_fr.fiscal_vat_rate_mainland_20")
        cls.wanted = cls.env.ref("unified_accounting_fr.fiscal_account_707020")

    def test_accounting_manager_runs_the_set_up(self):
        self._tax("tva_reduite_ttc").active = False
        settings = self.env["res.config.settings"].with_user(self.manager)
        action = settings.action_fr_set_up()
        self.assertEqual(action["params"]["type"], "success")
        self.assertTrue(self._tax("tva_reduite_ttc").active)

    def test_nobody_else_runs_the_set_up(self):
        for user in (self.invoicer, self.employee):
            settings = self.env["res.config.settings"].with_user(user)
            with self.assertRaises(AccessError):
                settings.action_fr_set_up()

    def test_settings_show_the_set_up_to_french_companies_only(self):
        settings = self.env["res.config.settings"].create({})
        self.assertTrue(settings.fr_is_french)
        self.company.chart_template = "generic_coa"
        settings = self.env["res.config.settings"].create({})
        self.assertFalse(settings.fr_is_french)

    def test_legal_data_are_read_by_accountants_and_changed_by_their_manager(self):
        for record in (self.rate, self.wanted):
            self.assertTrue(record.with_user(self.invoicer).read(["name"]))
            with self.assertRaises(AccessError):
                record.with_user(self.invoicer).write({"name": "X"})
            with self.assertRaises(AccessError):
                record.with_user(self.employee).read(["name"])
            record.with_user(self.manager).write({"name": "X"})

    def test_person_who_invoices_gets_the_account_of_the_rate(self):
        product = self._product("Livre", 18.0, self._tax("tva_reduite_ttc"))
        product = product.with_user(self.invoicer)
        self.assertEqual(product._get_product_accounts()["income"].code, "707005")
