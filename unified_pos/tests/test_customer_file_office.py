# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_customer_panel import PanelCommon


@tagged("post_install", "-at_install")
class TestCustomerFileOffice(PanelCommon):
    """The same file in the back office, under the same rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.office = new_test_user(
            cls.env,
            "office_adviser",
            groups="base.group_user,unified_commerce_base.group_clienteling",
        )

    def _open(self, user=None):
        return (
            self.env["commerce.customer.file"]
            .with_user(user or self.office)
            .create({"partner_id": self.customer.id, "reason": "phone"})
        )

    def test_file_is_shown_once_the_opening_is_written_down(self):
        self._agree()
        self._order(self.coat_m)
        wizard = self._open()
        self.assertFalse(wizard.content)
        wizard.action_open()
        self.assertIn("Coat", wizard.content)
        self.assertEqual(wizard.cart_id.id, self.cart.id)
        self.assertRecordValues(
            self._log(),
            [
                {
                    "person": self.office.name,
                    "reason": "phone",
                    "part": "file",
                    "config_id": False,
                    "on_ticket": False,
                }
            ],
        )

    def test_opening_of_somebody_else_shows_nothing(self):
        self._agree()
        self._panel(key=self._key())
        wizard = self._open()
        wizard.access_id = self._log()
        self.assertFalse(wizard.content)
        self.assertFalse(wizard.cart_id)

    def test_without_consent_nothing_opens_until_the_customer_agrees(self):
        wizard = self._open()
        with self.assertRaises(UserError):
            wizard.action_open()
        self.assertIn(self.company.name, wizard.text)
        wizard.with_browsing = True
        wizard.action_agree()
        self.assertTrue(wizard.is_open)
        consents = self.env["commerce.consent"]._get_open(self.customer, self.company)
        self.assertEqual(set(consents.mapped("given_how")), {"office"})
        self.assertEqual(len(consents), 2)
        wizard.action_withdraw()
        wizard.invalidate_recordset()
        self.assertFalse(wizard.content)

    def test_staff_who_are_no_advisers_do_not_open_it(self):
        self._agree()
        for user in (self.cashier, self.seller, self.manager):
            with self.assertRaises(AccessError):
                self._open(user)
