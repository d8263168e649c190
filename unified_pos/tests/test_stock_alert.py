# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.unified_pos.models.pos_config_alert import ALERTS_PER_HOUR

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestStockAlert(TillCommon):
    """A cashier writes down who wants to be told when the store has it again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "camille@client.example"
        cls.nobody = cls.env["res.partner"].create({"name": "Sacha Roy"})

    def _ask(self, partner=None, product=None, user=None, **kwargs):
        partner, product = partner or self.customer, product or self.pen
        return self._till(user=user).unified_tell_customer(
            product.id, partner.id, **kwargs
        )

    def _waiting(self):
        return self.env["commerce.stock.alert"].search([("state", "=", "waiting")])

    def test_customer_waits_for_the_place_of_the_till(self):
        self.assertEqual(self._ask()["status"], "asked")
        self.assertEqual(self._ask()["status"], "asked")
        self.assertRecordValues(
            self._waiting(),
            [
                {
                    "partner_id": self.customer.id,
                    "email": "camille@client.example",
                    "warehouse_id": self.store.id,
                    "channel_id": self.till_1.channel_id.id,
                }
            ],
        )

    def test_goods_received_are_told_once(self):
        self._set_stock(self.pen, self.store, -10)
        self._ask()
        cron = self.env.ref("unified_commerce_base.ir_cron_stock_alert")
        for _receipt in range(2):
            self._set_stock(self.pen, self.store, 2)
            self.env.flush_all()
            cron.method_direct_trigger()
        mails = self.env["mail.mail"].search([("model", "=", "commerce.stock.alert")])
        self.assertEqual(mails.mapped("email_to"), ["camille@client.example"])

    def test_address_is_asked_for_when_there_is_none(self):
        self.assertEqual(self._ask(self.nobody)["status"], "email")
        answer = self._ask(self.nobody, email="sacha")
        self.assertEqual(answer["status"], "email")
        self.assertIn("sacha", answer["message"])
        self.assertFalse(self._waiting())
        answer = self._ask(self.nobody, email="Sacha@client.example")
        self.assertEqual(answer["status"], "asked")
        self.assertEqual(self.nobody.email, "sacha@client.example")

    def test_address_the_customer_has_is_never_replaced(self):
        self._ask(email="other@client.example")
        self.assertEqual(self.customer.email, "camille@client.example")
        self.assertEqual(self._waiting().email, "camille@client.example")

    def test_address_that_refuses_mail_is_told_to_the_cashier(self):
        self.env["mail.blacklist"]._add("camille@client.example")
        self.assertEqual(self._ask()["status"], "refused")
        self.assertFalse(self._waiting())

    def test_what_cannot_be_waited_for_is_said(self):
        service = self.env["product.product"].create({"name": "S", "type": "service"})
        self.assertEqual(self._ask(product=service)["status"], "refused")
        gone = self.env["product.product"].create({"name": "G", "is_storable": True})
        gone_id = gone.id
        gone.unlink()
        for product_id in (gone_id, "x", None):
            answer = self._till().unified_tell_customer(product_id, self.customer.id)
            self.assertEqual(answer["status"], "refused")

    def test_till_that_asks_too_often_is_told_to_wait(self):
        for _count in range(ALERTS_PER_HOUR):
            self._ask()
        self.assertEqual(self._ask()["status"], "refused")

    def test_only_the_staff_of_open_tills_may_ask(self):
        for login, groups in (
            ("alert_clerk", "base.group_user"),
            ("alert_shopper", "base.group_portal"),
        ):
            with self.assertRaises(AccessError):
                self._ask(user=new_test_user(self.env, login, groups))
        with self.assertRaises(UserError):
            self.till_2.with_user(self.cashier).unified_tell_customer(
                self.pen.id, self.customer.id
            )
        self.assertFalse(self._waiting())

    def test_customer_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        hidden = self.env["res.partner"].create(
            {"name": "H", "email": "h@client.example", "company_id": company.id}
        )
        with self.assertRaises(AccessError):
            self._ask(hidden)

    def test_cashier_does_not_read_who_waits(self):
        self._ask()
        alert = self._waiting().with_user(self.cashier)
        for operation in ("read", "write", "create", "unlink"):
            self.assertFalse(alert.has_access(operation))
