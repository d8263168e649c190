# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FrenchCompanyCase

RATES = {
    "normale": (20, "445712", "707020", "706020"),
    "intermediaire": (10, "445715", "707010", "706010"),
    "reduite": (5.5, "445713", "707005", "706005"),
    "super_reduite": (2.1, "445714", "707002", "706002"),
}


@tagged("post_install", "-at_install")
class TestSetUp(FrenchCompanyCase):
    def test_prices_with_vat_can_be_used_at_each_rate(self):
        for name, (rate, _vat, _goods, _service) in RATES.items():
            for ref in (f"tva_{name}_ttc", f"tva_{name}_encaissement_ttc"):
                tax = self._tax(ref)
                self.assertRecordValues(
                    tax, [{"active": True, "amount": rate, "price_include": True}]
                )

    def test_each_rate_is_posted_to_its_own_accounts(self):
        for name, (_rate, vat, goods, service) in RATES.items():
            for suffix, income in (("", goods), ("_encaissement", service)):
                for ending in ("", "_ttc"):
                    tax = self._tax(f"tva_{name}{suffix}{ending}")
                    self.assertEqual(tax._fr_vat_accounts().code, vat, tax.name)
                    self.assertEqual(tax.income_account_id.code, income, tax.name)

    def test_mainland_press_rate_is_declared_on_its_line(self):
        for ref in ("tva_super_reduite_ttc", "tva_super_reduite_encaissement_ttc"):
            lines = self._tax(ref).repartition_line_ids
            base = lines.filtered(lambda line: line.repartition_type == "base")
            self.assertEqual(set(base.tag_ids.mapped("name")), {"A1", "T6_base"})
            self.assertEqual((lines - base).tag_ids.mapped("name"), ["T6_taxe"])

    def test_other_rates_keep_the_lines_of_the_chart(self):
        lines = self._tax("tva_reduite_ttc").repartition_line_ids
        base = lines.filtered(lambda line: line.repartition_type == "base")
        self.assertEqual(set(base.tag_ids.mapped("name")), {"A1", "09_base"})
        self.assertEqual((lines - base).tag_ids.mapped("name"), ["09_taxe"])

    def test_vat_of_services_waits_on_its_account(self):
        tax = self._tax("tva_normale_encaissement_ttc")
        self.assertEqual(tax.tax_exigibility, "on_payment")
        self.assertEqual(tax.cash_basis_transition_account_id.code, "445740")

    def test_new_products_are_priced_with_vat(self):
        self.assertEqual(self.company.account_sale_tax_id, self._tax("tva_normale_ttc"))

    def test_default_tax_of_a_person_is_kept(self):
        chosen = self._tax("tva_reduite_ttc")
        self.company.account_sale_tax_id = chosen
        self.company._fr_set_up()
        self.assertEqual(self.company.account_sale_tax_id, chosen)

    def test_set_up_twice_changes_nothing(self):
        report = self.company._fr_set_up()
        self.assertFalse(report.accounts + report.taxes + report.left_alone)
        self.assertIn("in place", report.as_text(self.env))
        self.assertTrue(self.company.fr_set_up_date)

    def test_company_that_takes_the_chart_later_is_ready(self):
        company = self._create_french_company("Filiale")
        chart = self.env["account.chart.template"].with_company(company)
        tax = chart.ref("tva_intermediaire_ttc")
        self.assertTrue(tax.active)
        self.assertEqual(tax._fr_vat_accounts().with_company(company).code, "445715")
        self.assertNotEqual(
            tax._fr_vat_accounts(),
            self._tax("tva_intermediaire_ttc")._fr_vat_accounts(),
        )

    def test_archived_tax_is_completed_again(self):
        tax = self._tax("tva_reduite_ttc")
        tax.active = False
        report = self.company._fr_set_up()
        self.assertTrue(tax.active)
        self.assertEqual(report.taxes, [tax.name])
        self.assertIn(tax.name, report.as_text(self.env))

    def test_vat_account_of_a_person_is_kept_and_reported(self):
        tax = self._tax("tva_reduite_ttc")
        chosen = self._account("445800")
        lines = tax.repartition_line_ids.filtered("account_id")
        lines.account_id = chosen
        report = self.company._fr_set_up()
        self.assertEqual(lines.account_id, chosen)
        self.assertEqual(report.left_alone, [tax.name])
        self.assertIn("445713", self._exceptions("kept").advice)
        self.company._fr_set_up()
        self.assertEqual(len(self._exceptions("kept")), 1)

    def test_account_with_other_entries_is_reported_not_used(self):
        target = self._account("445713")
        taxes = self.env.ref(
            "unified_accounting_fr.fiscal_vat_rate_mainland_5_5"
        )._chart_taxes(self.company)
        lines = taxes.repartition_line_ids.filtered("account_id")
        lines.account_id = self._account("445710")
        self._post_entry(target)
        report = self.company._fr_set_up()
        self.assertEqual(lines.account_id.code, "445710")
        self.assertEqual(set(report.left_alone), set(taxes.mapped("name")))
        self.assertEqual(len(self._exceptions("kept")), 1)

    def test_change_in_the_middle_of_the_books_is_told(self):
        tax = self._tax("tva_normale_ttc")
        tax.repartition_line_ids.filtered("account_id").account_id = self._account(
            "445710"
        )
        move = self._receipt((tax, 120.0))
        self.company._fr_set_up()
        self.assertEqual(self._vat_by_account(move), {"445710": 20.0})
        self.assertIn("445712", self._exceptions("moved").name)
        self.assertEqual(
            self._vat_by_account(self._receipt((tax, 120.0))), {"445712": 20.0}
        )

    def test_overseas_company_is_left_to_its_own_pack(self):
        for zip_code, territory in (
            ("97110", "overseas"),
            ("20000", "corsica"),
            ("97300", False),
            ("75001", "mainland"),
            (False, "mainland"),
        ):
            self.company.zip = zip_code
            self.assertEqual(self.company._fr_territory(), territory, zip_code)
        self.company.zip = "97110"
        self._tax("tva_reduite_ttc").active = False
        self.assertFalse(self.company._fr_set_up().taxes)

    def test_rate_out_of_force_is_not_used(self):
        rate = self.env.ref("unified_accounting_fr.fiscal_vat_rate_mainland_10")
        rate.valid_to = "2020-12-31"
        tax = self._tax("tva_intermediaire_ttc")
        tax.active = False
        self.company._fr_set_up()
        self.assertFalse(tax.active)

    def test_rate_posted_to_an_account_nobody_has_is_refused(self):
        self.env.ref("unified_accounting_fr.fiscal_vat_rate_mainland_10").write(
            {"goods_account": "707999"}
        )
        with self.assertRaisesRegex(UserError, "707999"):
            self.company._fr_set_up()

    def test_account_taken_off_the_list_is_not_missed(self):
        for code in ("707130", "658010"):
            self.env.ref(f"unified_accounting_fr.fiscal_account_{code}").unlink()
        self.company._fr_set_up()
        self.assertTrue(self.company.fr_set_up_date)

    def test_cash_differences_have_their_own_accounts(self):
        journal = self.env["account.journal"].create(
            {"name": "Caisse Lyon", "type": "cash", "code": "CLY"}
        )
        self.assertEqual(journal.loss_account_id.code, "658010")
        self.assertEqual(journal.profit_account_id.code, "758010")
        journal.loss_account_id = self._account("658800")
        self.company._fr_set_up()
        self.assertEqual(journal.loss_account_id.code, "658010")
        journal.loss_account_id = self._account("658100")
        self.company._fr_set_up()
        self.assertEqual(journal.loss_account_id.code, "658100")

    def test_accounts_are_named_in_french(self):
        if not self.env["res.lang"]._lang_get("fr_FR"):
            self.skipTest("fr_FR is not installed")
        name = self._account("707020").with_context(lang="fr_FR").name
        self.assertEqual(name, "Ventes de marchandises 20\N{NO-BREAK SPACE}%")

    def _post_entry(self, account):
        other = self._account("471000") or self._account("658000")
        move = self.env["account.move"].create(
            {
                "line_ids": [
                    (0, 0, {"account_id": account.id, "debit": 10.0}),
                    (0, 0, {"account_id": other.id, "credit": 10.0}),
                ]
            }
        )
        move.action_post()
