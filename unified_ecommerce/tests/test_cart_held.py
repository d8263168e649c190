# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.unified_commerce_base.exceptions import (
    CartHeldError,
    CartVersionError,
)

from .common import UnifiedShopCommon


@tagged("post_install", "-at_install")
class TestCartHeld(UnifiedShopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cart = cls._make_web_cart(lines=[(cls.shirt, 1)])
        cls.line = cls.cart.order_line

    def _web_cart(self):
        return self._resolve(self.shopper)[0]

    def test_held_cart_refuses_each_change_and_loses_nothing(self):
        self.cart._cart_acquire(self.till)
        cart = self._web_cart()
        with self.assertRaises(CartHeldError):
            cart._cart_add(product_id=self.mug.id)
        with self.assertRaises(CartHeldError):
            cart._cart_update_line_quantity(line_id=self.line.id, quantity=5)
        with self.assertRaises(CartHeldError):
            cart._cart_update_line_quantity(line_id=self.line.id, quantity=0)
        self.assertEqual(self._content(self.cart), {self.shirt: 1})

    def test_held_cart_is_not_paid(self):
        self.cart._cart_acquire(self.till)
        self.assertFalse(self._web_cart()._is_cart_ready())
        with self.assertRaises(CartHeldError):
            self._web_cart()._check_cart_is_ready_to_be_paid()

    def test_refusal_says_where_and_since_when(self):
        self.cart._cart_acquire(self.till)
        with self.assertRaisesRegex(CartHeldError, "Lyon – Caisse 1"):
            self._web_cart()._cart_add(product_id=self.mug.id)
        self.assertEqual(self.cart._get_cart_holder_place(), "Lyon")

    def test_time_is_written_as_the_shopper_writes_it(self):
        self.cart._cart_acquire(self.till)
        self.cart.cart_holder_since = "2026-10-05 12:32:00"
        self.env.user.tz = "Europe/Paris"
        self.assertEqual(self.cart._get_cart_held_since(), "14:32")
        self.assertEqual(
            self.cart.with_context(lang="fr_FR")._get_cart_held_since(),
            "14\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}32",
        )

    def test_given_back_cart_can_be_changed(self):
        self.cart._cart_acquire(self.till)
        self.cart._cart_release(self.till)
        self._web_cart()._cart_update_line_quantity(line_id=self.line.id, quantity=2)
        self.assertEqual(self._content(self.cart), {self.shirt: 2})

    def test_browser_that_pays_may_change_its_cart(self):
        with self._browse(self.shopper) as request:
            holder = request.website._get_browser_holder()
            self.cart._cart_acquire(holder)
            cart = request.website._get_and_cache_current_cart()
            self.assertFalse(cart._is_held_elsewhere())
            cart._cart_update_line_quantity(line_id=self.line.id, quantity=2)
        self.assertTrue(self._web_cart()._is_held_elsewhere())

    def test_outdated_page_writes_nothing(self):
        version = self.cart.cart_version
        self.line.product_uom_qty = 3
        with self.assertRaises(CartVersionError):
            self._web_cart()._cart_update_line_quantity(
                line_id=self.line.id, quantity=2, cart_version=version
            )
        self.assertEqual(self._content(self.cart), {self.shirt: 3})

    def test_current_page_writes(self):
        self._web_cart()._cart_update_line_quantity(
            line_id=self.line.id, quantity=2, cart_version=self.cart.cart_version
        )
        self.assertEqual(self._content(self.cart), {self.shirt: 2})
