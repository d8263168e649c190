# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestRecovery(UnifiedShopHttpCommon):
    """The link of a "you left something in your cart" mail."""

    def _open(self, order, method="", token=None):
        token = token or order._portal_ensure_token()
        self.env.flush_all()
        return self.url_open(
            f"/shop/cart?id={order.id}&access_token={token}&revive_method={method}",
            allow_redirects=False,
        )

    def test_owner_finds_their_one_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        self.authenticate("camille", "camille")
        for method in ("", "squash", "merge"):
            response = self._open(cart, method)
            self.assertEqual(response.headers["Location"].split("?")[0], "/shop/cart")
        self.assertEqual(self._content(cart), {self.shirt: 1})
        self.assertEqual(cart.cart_state, "open")

    def test_owner_gets_an_earlier_basket_added_to_the_open_cart(self):
        earlier = self._make_draft(self.customer, [(self.mug, 2)])
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        self.authenticate("camille", "camille")
        self._open(earlier, "squash")
        self.assertEqual(self._content(cart), {self.shirt: 1, self.mug: 2})
        self.assertEqual(earlier.cart_state, "merged")

    def test_other_customer_gets_nothing(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        self.authenticate("dominique", "dominique")
        self.assertEqual(self._open(cart, "squash").status_code, 404)
        self.assertEqual(cart.partner_id, self.customer)

    def test_visitor_is_asked_to_sign_in_for_a_customer_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        response = self._open(cart, "squash")
        self.assertIn("/web/login", response.headers["Location"])

    def test_visitor_finds_a_visitor_cart(self):
        cart = self._make_guest_cart([(self.mug, 1)])
        self._open(cart, "squash")
        page = self.url_open("/shop/cart")
        self.assertIn(self.mug.name, page.text)

    def test_wrong_token_opens_nothing(self):
        cart = self._make_guest_cart([(self.mug, 1)])
        self.assertEqual(self._open(cart, token="guess").status_code, 404)
        self.assertEqual(
            self.url_open("/shop/cart?id=x&access_token=y").status_code, 404
        )

    def test_quotation_of_the_staff_opens_in_the_account(self):
        quotation = self._make_draft(self.customer, [(self.mug, 1)], website_id=False)
        self.authenticate("camille", "camille")
        response = self._open(quotation)
        self.assertIn(f"/my/orders/{quotation.id}", response.headers["Location"])
        self.assertFalse(quotation.is_cart)
