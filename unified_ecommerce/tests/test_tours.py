# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestTours(UnifiedShopHttpCommon):
    browser_size = "360x740"
    touch_enabled = True

    def test_shopper_is_told_that_a_till_has_the_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        cart._cart_acquire(self.till)
        self.start_tour("/shop/cart", "unified_ecommerce_cart_held", login="camille")
        self.assertEqual(self._content(cart), {self.shirt: 1})

    def test_change_from_an_outdated_page_is_refused_then_accepted(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        self.start_tour(
            "/shop/cart", "unified_ecommerce_cart_outdated", login="camille"
        )
        self.assertEqual(self._content(cart), {self.shirt: 2})
