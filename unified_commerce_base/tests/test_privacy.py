# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestPrivacy(TransactionCase):
    def test_every_stored_field_that_may_name_a_person_is_on_the_map(self):
        self.assertEqual(self.env["privacy.field"]._unmapped(), [])

    def test_missing_field_is_found(self):
        line = self.env["privacy.field"].search(
            [("model", "=", "commerce.exception"), ("field", "=", "name")]
        )
        line.unlink()
        self.assertIn(
            ("commerce.exception", "name"), self.env["privacy.field"]._unmapped()
        )

    def test_personal_field_has_a_purpose_a_basis_and_an_end(self):
        for line in self.env["privacy.field"].search([("personal", "=", True)]):
            with self.subTest(f"{line.model}.{line.field}"):
                self.assertTrue(line.purpose)
                self.assertNotEqual(line.legal_basis, "none")
                self.assertTrue(line.retention)
                self.assertNotEqual(line.erasure, "none")
