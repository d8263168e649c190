# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import FrenchCompanyCase


@tagged("post_install", "-at_install")
class TestIdentity(FrenchCompanyCase):
    def _write(self, **values):
        # Odoo's own check of the country's VAT format is tested by base_vat
        self.company.partner_id.with_context(no_vat_validation=True).write(values)

    def test_right_siren_siret_and_vat_are_taken(self):
        self._write(company_registry="732 829 320", vat=False)
        self._write(company_registry="732 829 320 00074", vat="FR44732829320")
        self.assertEqual(self.company.company_registry, "732 829 320 00074")

    def test_wrong_siren_is_refused_with_its_number(self):
        with self.assertRaisesRegex(ValidationError, "732829321"):
            self._write(company_registry="732829321", vat=False)

    def test_wrong_siret_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "INSEE"):
            self._write(company_registry="73282932000075", vat=False)

    def test_letters_are_refused(self):
        with self.assertRaises(ValidationError):
            self._write(company_registry="SIREN 732829320", vat=False)

    def test_wrong_vat_key_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "FR45732829320"):
            self._write(company_registry="732829320", vat="FR45732829320")

    def test_vat_of_another_company_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "same company"):
            self._write(company_registry="552100554", vat="FR44732829320")

    def test_numbers_may_be_empty(self):
        self._write(company_registry=False, vat=False)
        self.assertFalse(self.company.partner_id._fr_identity_problem())

    def test_company_abroad_is_not_checked(self):
        self._write(
            country_id=self.env.ref("base.be").id, company_registry="0477472701", vat=""
        )
        self.assertEqual(self.company.company_registry, "0477472701")

    def test_customer_with_a_wrong_number_is_saved_with_a_warning(self):
        self.partner.write({"is_company": True, "company_registry": "732829321"})
        warning = self.partner._onchange_fr_identity()["warning"]["message"]
        self.assertIn("732829321", warning)
        with Form(self.partner) as form:
            form.company_registry = "732829320"
        self.assertIsNone(self.partner._onchange_fr_identity())

    def test_old_wrong_number_is_reported_by_the_set_up(self):
        self.company.partner_id.flush_recordset()
        self.env.cr.execute(
            "UPDATE res_partner SET company_registry = '123456789' WHERE id = %s",
            [self.company.partner_id.id],
        )
        self.company.partner_id.invalidate_recordset()
        self.company._fr_set_up()
        self.assertIn("123456789", self._exceptions("identity").name)
