# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..builders.people import CUSTOMERS
from .common import DemoCase

LOGINS = ["owner", "accountant", "manager", "seller", "cashier", "shopper"]


@tagged("post_install", "-at_install")
class TestPeople(DemoCase):
    def _can(self, login, model, operation="read"):
        user = self.ref(f"user_{login}")
        return self.env[model].with_user(user).has_access(operation)

    def test_five_hundred_customers_are_fictional(self):
        customers = self.env["res.partner"].concat(
            *(self.ref(f"customer_{n:03d}") for n in range(1, CUSTOMERS + 1))
        )
        self.assertEqual(len(set(customers.mapped("email"))), CUSTOMERS)
        for customer in customers:
            self.assertTrue(customer.email.endswith(".example"))
            # Numbers that the French regulator keeps for fiction.
            self.assertRegex(
                re.sub(r"\D", "", customer.phone), r"^33(63998|19900)\d{4}$"
            )
            self.assertRegex(customer.zip, r"^\d{5}$")
            self.assertEqual(customer.country_id.code, "FR")

    def test_the_six_logins_work_with_their_name_as_password(self):
        listed = self.demo.logins()
        self.assertEqual([line["login"] for line in listed], LOGINS)
        for line in listed:
            self.assertEqual(line["password"], line["login"])
            user = self.env["res.users"].search([("login", "=", line["login"])])
            self.assertTrue(
                user.with_user(user)._check_credentials(
                    {"type": "password", "password": line["password"]},
                    {"interactive": True},
                )
            )

    def test_only_an_administrator_lists_the_logins(self):
        with self.assertRaises(AccessError):
            self.demo.with_user(self.ref("user_cashier")).logins()

    def test_a_cashier_has_the_till_and_nothing_of_the_office(self):
        self.assertTrue(self._can("cashier", "pos.order", "create"))
        self.assertTrue(self._can("cashier", "res.partner", "create"))
        for model in ("sale.order", "purchase.order", "account.payment"):
            self.assertFalse(self._can("cashier", model), model)
        self.assertFalse(self._can("cashier", "account.move", "write"))
        self.assertFalse(self._can("cashier", "product.template", "write"))
        self.assertFalse(self._can("cashier", "pos.payment.method", "write"))

    def test_a_seller_sells_and_neither_opens_a_till_nor_keeps_books(self):
        self.assertTrue(self._can("seller", "sale.order", "create"))
        self.assertFalse(self._can("seller", "pos.session", "create"))
        self.assertFalse(self._can("seller", "account.payment", "create"))
        self.assertFalse(self._can("seller", "stock.warehouse", "write"))

    def test_a_store_manager_runs_the_store_and_not_the_company(self):
        self.assertTrue(self._can("manager", "pos.config", "write"))
        self.assertTrue(self._can("manager", "stock.picking", "write"))
        self.assertTrue(self._can("manager", "commerce.exception", "write"))
        self.assertFalse(self._can("manager", "account.payment", "create"))
        self.assertFalse(self._can("manager", "res.users", "create"))

    def test_an_accountant_keeps_books_and_sells_nothing(self):
        self.assertTrue(self._can("accountant", "account.move", "create"))
        self.assertFalse(self._can("accountant", "pos.order", "create"))
        self.assertFalse(self._can("accountant", "sale.order", "create"))
        self.assertFalse(self._can("accountant", "res.users", "create"))

    def test_a_shopper_has_a_portal_account_only(self):
        shopper = self.ref("user_shopper")
        self.assertTrue(shopper.share)
        self.assertEqual(shopper.partner_id.name, "Camille Martin")
        self.assertTrue(shopper.partner_id.email.endswith(".example"))
        self.assertFalse(self._can("shopper", "stock.quant"))

    def test_no_message_leaves(self):
        self.assertTrue(self.env["ir.mail_server"]._disable_send())
        self.assertFalse(self.company.stock_text_confirmation)
