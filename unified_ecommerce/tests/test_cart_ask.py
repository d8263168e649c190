# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .common import UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestCartAsk(UnifiedShopHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cart = cls._make_web_cart(lines=[(cls.shirt, 1)])

    def setUp(self):
        super().setUp()
        self.cart._cart_acquire(self.till)
        self.env.flush_all()

    def _ask(self):
        answer = self._call("/shop/cart/ask")
        self.env.invalidate_all()
        return answer

    def test_shopper_asks_who_has_the_cart(self):
        self.authenticate("camille", "camille")
        self.assertIn("o_unified_cart_ask", self.url_open("/shop/cart").text)
        answer = self._ask()
        self.assertEqual(answer["status"], "asked")
        self.assertEqual(self.cart.cart_asker_name, self.customer.name)
        banner = answer["unified_ecommerce.cart_banner"]
        self.assertIn("o_unified_cart_asked", banner)
        self.assertNotIn("o_unified_cart_ask ", banner)
        self.assertTrue(answer["held_until"])

    def test_shopper_has_the_cart_again_once_it_is_handed_over(self):
        self.authenticate("camille", "camille")
        self._ask()
        self.cart._cart_answer(self.till, give=True)
        self.env.flush_all()
        live = self._call("/shop/cart/live", version=0, lines=True)
        self.assertFalse(live["held_until"])
        self.assertIn(self.shirt.name, live["website_sale.cart_lines"])

    def test_shopper_who_was_refused_may_ask_again(self):
        self.authenticate("camille", "camille")
        self._ask()
        self.cart._cart_answer(self.till, give=False)
        self.env.flush_all()
        banner = self._call("/shop/cart/live")["unified_ecommerce.cart_banner"]
        self.assertIn("o_unified_cart_ask ", banner)

    def test_free_cart_is_not_asked_for(self):
        self.authenticate("camille", "camille")
        self.cart._cart_release(self.till)
        self.env.flush_all()
        self.assertEqual(self._ask()["status"], "free")
        self.assertFalse(self.cart.cart_asker_name)

    def test_shopper_asks_for_the_own_cart_only(self):
        self.authenticate("dominique", "dominique")
        self.assertEqual(self._ask()["status"], "free")
        self.assertFalse(self.cart.cart_asker_name)

    @mute_logger("odoo.http")
    def test_visitor_asks_for_nothing(self):
        with self.assertRaises(JsonRpcException):
            self._ask()
        self.assertFalse(self.cart.cart_asker_name)
