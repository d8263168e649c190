# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.payment.tests.common import PaymentCommon

from .common import UnifiedShopCommon


@tagged("post_install", "-at_install")
class TestCartPayment(UnifiedShopCommon, PaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cart = cls._make_web_cart(lines=[(cls.shirt, 1)])

    def _pay(self, order, reference="pay"):
        return self._create_transaction(
            "direct",
            reference=reference,
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
        )

    def test_payment_under_way_lets_the_customer_open_another_cart(self):
        self._pay(self.cart)._set_pending()
        self.assertEqual(self.cart.state, "draft")
        self.assertEqual(self.cart.cart_state, "ordered")
        with self._browse(self.shopper) as request:
            self.assertNotEqual(request.website._create_cart().id, self.cart.id)

    def test_finished_payment_closes_the_cart(self):
        self._pay(self.cart)._set_done()
        self.assertEqual(self.cart.cart_state, "ordered")

    def test_payment_begun_keeps_the_cart_open(self):
        self._pay(self.cart)
        self.assertEqual(self.cart.cart_state, "open")
        self.assertEqual(self._resolve(self.shopper)[0], self.cart)

    def test_failed_payment_gives_the_cart_back(self):
        payment = self._pay(self.cart)
        payment._set_pending()
        payment._set_canceled()
        self.assertEqual(self.cart.cart_state, "open")

    def test_failed_payment_loses_nothing_when_a_new_cart_was_begun(self):
        payment = self._pay(self.cart)
        payment._set_pending()
        with self._browse(self.shopper) as request:
            new_cart = request.website._create_cart().with_env(self.env)
            new_cart._cart_add(product_id=self.mug.id)
        payment._set_canceled()
        found = self._resolve(self.shopper)[0]
        self.assertEqual(self._content(found), {self.shirt: 1, self.mug: 1})

    def test_failed_payment_of_a_visitor_gives_a_visitor_cart_back(self):
        contact = self.env["res.partner"].create({"name": "Passer-by"})
        cart = self._make_web_cart(contact, [(self.mug, 1)], state="guest")
        payment = self._pay(cart)
        payment._set_pending()
        self.assertEqual(cart.cart_state, "ordered")
        payment._set_error("refused")
        self.assertEqual(cart.cart_state, "guest")

    def test_second_payment_under_way_keeps_the_order_closed(self):
        first = self._pay(self.cart, "first")
        second = self._pay(self.cart, "second")
        second._set_pending()
        first._set_canceled()
        self.assertEqual(self.cart.cart_state, "ordered")

    def test_failed_payment_ends_the_lease_of_the_browser_only(self):
        with self._browse(self.shopper) as request:
            self.cart._cart_acquire(request.website._get_browser_holder())
        self._pay(self.cart, "first")._set_canceled()
        self.assertFalse(self.cart._cart_current_holder())
        self.cart._cart_acquire(self.till)
        self._pay(self.cart, "second")._set_canceled()
        self.assertEqual(self.cart._cart_current_holder(), self.till)

    def test_money_of_a_cancelled_payment_is_told_to_a_person_once(self):
        payment = self._pay(self.cart)
        payment._set_canceled()
        for _message in range(2):
            payment._set_done()
        told = self.env["commerce.exception"].search(
            [("kind", "=", "payment"), ("res_id", "=", self.cart.id)]
        )
        self.assertEqual(len(told), 1)
        self.assertIn(payment.reference, told.name)
        self.assertIn("Refund", told.advice)

    def test_a_money_message_that_comes_twice_is_no_trouble(self):
        payment = self._pay(self.cart)
        for _message in range(2):
            payment._set_done()
        self.assertFalse(
            self.env["commerce.exception"].search([("res_id", "=", self.cart.id)])
        )
