# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLabelController(LabelCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printer = cls._create_user("label_printer", "stock.group_stock_user")
        cls.colleague = cls._create_user("label_colleague", "stock.group_stock_user")
        cls.employee = cls._create_user("label_nobody", "base.group_user")

    def _create_wizard_of(self, user):
        return (
            self.env["product.label.layout"]
            .with_user(user)
            .create({"print_format": "shelf_24", "product_ids": self.mug.ids})
        )

    def _get(self, wizard, login=None):
        self.authenticate(login, login)
        return self.url_open(f"/unified_label/{wizard.id}.pdf", allow_redirects=False)

    def test_the_person_who_prepared_labels_gets_them(self):
        response = self._get(self._create_wizard_of(self.printer), "label_printer")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertTrue(response.content.startswith(b"%PDF"))

    @mute_logger("odoo.http")
    def test_labels_of_someone_else_are_refused(self):
        wizard = self._create_wizard_of(self.printer)
        self.assertEqual(self._get(wizard, "label_colleague").status_code, 403)

    @mute_logger("odoo.http")
    def test_an_employee_without_the_role_is_refused(self):
        wizard = self._create_wizard_of(self.employee)
        self.assertEqual(self._get(wizard, "label_nobody").status_code, 403)

    def test_a_visitor_is_sent_to_sign_in(self):
        response = self._get(self._create_wizard_of(self.printer))
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_labels_that_do_not_exist_are_not_found(self):
        wizard = self._create_wizard_of(self.printer)
        wizard.unlink()
        self.assertEqual(self._get(wizard, "label_printer").status_code, 404)
