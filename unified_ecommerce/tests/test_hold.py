# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.payment.tests.common import PaymentCommon

from .common import UnifiedShopCommon


@tagged("post_install", "-at_install")
class TestShopHold(UnifiedShopCommon, PaymentCommon):
    """From checkout on, what is in the cart is kept for its customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shirt.allow_out_of_stock_order = False
        cls.place = cls.website.warehouse_id or cls.warehouse
        cls.website.warehouse_id = cls.place
        cls.shirt_stock = cls._left()
        cls._set_stock(cls.shirt, cls.place, 3 - cls.shirt_stock)
        cls.cart = cls._make_web_cart(lines=[(cls.shirt, 2)])
        cls.cart.warehouse_id = cls.place

    @classmethod
    def _left(cls):
        read = cls.env["commerce.availability"]._read(cls.shirt, cls.place)
        return read[cls.shirt.id, cls.place.id]

    def _pay(self, order):
        return self._create_transaction(
            "direct",
            reference="hold",
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
        )

    def _take_the_rest(self):
        """Somebody else holds all that is left."""
        self.env["commerce.hold"]._claim(
            "somebody",
            {(self.shirt, self.place): self._left()},
            reason="checkout",
            minutes=15,
        )

    def test_a_cart_holds_nothing_before_checkout(self):
        self.assertEqual(self._left(), 3)
        self.assertFalse(self.cart.hold_until)

    def test_checkout_holds_and_says_until_when(self):
        self.assertFalse(self.cart._hold_for_shopper("checkout"))
        self.assertEqual(self._left(), 1)
        self.assertRegex(self.cart._get_hold_until(), r"^\d\d.+\d\d$")

    def test_the_own_hold_is_available_to_its_customer(self):
        self.cart._hold_for_shopper("checkout")
        self._take_the_rest()
        self.assertEqual(self.cart._get_free_qty(self.shirt), 2)

    def test_who_comes_second_is_told_before_paying(self):
        self._take_the_rest()
        with self.assertRaisesRegex(ValidationError, "only|sold|available"):
            self.cart._check_cart_is_ready_to_be_paid()
        self.assertEqual(self._left(), 0)

    def test_what_cannot_be_had_is_said_in_the_cart(self):
        self.cart._hold_for_shopper("checkout")
        self._take_the_rest()
        self.cart._hold_release()
        self.env["commerce.hold"]._claim(
            "another", {(self.shirt, self.place): 1}, reason="checkout", minutes=15
        )
        short = self.cart._hold_for_shopper("checkout")
        self.assertEqual(short, {self.cart.order_line: 1.0})
        self.assertIn("1", self.cart.shop_warning)

    def test_an_article_sold_without_stock_is_not_held(self):
        self.shirt.allow_out_of_stock_order = True
        self._take_the_rest()
        self.assertFalse(self.cart._hold_for_shopper("payment"))

    def test_a_refused_payment_gives_the_goods_to_everybody(self):
        self.assertFalse(self.cart._hold_for_shopper("payment"))
        self.assertEqual(self._left(), 1)
        payment = self._pay(self.cart)
        payment._set_pending()
        self.assertEqual(self._left(), 1)
        payment._set_canceled()
        self.assertEqual(self._left(), 3)

    def test_a_capture_after_the_hold_claims_again(self):
        self.assertFalse(self.cart._hold_for_shopper("payment"))
        self.env["commerce.hold"]._release([self.cart._get_hold_token()])
        self._pay(self.cart)._set_done()
        self.cart.action_confirm()
        self.assertEqual(self.cart.picking_ids.state, "assigned")
        self.assertEqual(self._left(), 1)

    def test_a_capture_that_comes_too_late_is_put_on_a_list(self):
        self.assertFalse(self.cart._hold_for_shopper("payment"))
        self.env["commerce.hold"]._release([self.cart._get_hold_token()])
        self._take_the_rest()
        self._pay(self.cart)._set_done()
        self.cart.action_confirm()
        self.assertEqual(self.cart.state, "sale")
        problem = self.env["commerce.exception"].search(
            [("kind", "=", "promise"), ("res_id", "=", self.cart.id)]
        )
        self.assertEqual(len(problem), 1)
        self.assertIn(self.cart.name, problem.name)
        self.assertIn("refund", problem.advice)
