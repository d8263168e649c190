# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
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

    def test_link_to_a_cart_saved_since_shows_the_saved_carts(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        cart._cart_save()
        self.authenticate("camille", "camille")
        response = self._open(cart)
        self.assertTrue(response.headers["Location"].endswith("#saved_carts"))
        self.assertEqual(cart.cart_state, "saved")


@tagged("post_install", "-at_install")
class TestRecoveryMail(UnifiedShopHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website.write(
            {
                "domain": "https://boutique.example",
                "cart_abandoned_delay": 1,
                "send_abandoned_cart_email": True,
            }
        )
        long_ago = fields.Datetime.now() - timedelta(days=3)
        cls.website.send_abandoned_cart_email_activation_time = long_ago

    def _leave(self, hours=5, **kwargs):
        cart = self._make_web_cart(lines=[(self.shirt, 1)], **kwargs)
        moment = fields.Datetime.now() - timedelta(hours=hours)
        cart.write({"date_order": moment, "cart_touched_at": moment})
        return cart

    def _send(self):
        """Return the mails that the scheduler sends."""
        before = self.env["mail.mail"].search([])
        self.env["website"]._send_abandoned_cart_email()
        return self.env["mail.mail"].search([]) - before

    def test_customer_gets_one_mail_with_a_link_to_the_right_website(self):
        cart = self._leave()
        mails = self._send()
        self.assertEqual(len(mails), 1)
        link = f"https://boutique.example/shop/cart?id={cart.id}"
        self.assertIn(link, mails.body_html)
        self.assertTrue(cart.access_token)
        self.assertIn(cart.access_token, mails.body_html)
        cart.order_line.product_uom_qty = 2
        cart.cart_touched_at = cart.date_order
        self.assertFalse(self._send())

    def test_who_is_still_shopping_gets_no_mail(self):
        cart = self._leave()
        cart.order_line.product_uom_qty = 2
        self.assertFalse(cart.is_abandoned_cart)
        self.assertFalse(self._send())
        self.assertFalse(cart.cart_recovery_email_sent)

    def test_saved_list_brings_no_mail(self):
        cart = self._leave()
        cart._cart_save()
        self.assertFalse(cart.is_abandoned_cart)
        self.assertFalse(self._send())

    def test_cart_that_is_being_paid_brings_no_mail(self):
        cart = self._leave()
        cart._cart_order()
        self.assertFalse(self._send())
