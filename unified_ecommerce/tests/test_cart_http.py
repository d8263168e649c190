# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.website_sale.models.website import CART_SESSION_CACHE_KEY

from .common import UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestCartHttp(UnifiedShopHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cart = cls._make_web_cart(lines=[(cls.shirt, 1)])
        cls.line = cls.cart.order_line

    def setUp(self):
        super().setUp()
        self.authenticate("camille", "camille")

    def _add(self, product, quantity=1):
        return self._call(
            "/shop/cart/add",
            product_template_id=product.product_tmpl_id.id,
            product_id=product.id,
            quantity=quantity,
        )

    def _update(self, quantity, **params):
        return self._call(
            "/shop/cart/update", line_id=self.line.id, quantity=quantity, **params
        )

    def test_every_page_shows_the_cart_of_the_customer(self):
        page = self.url_open("/shop/cart")
        self.assertIn(self.shirt.name, page.text)
        self.line.product_uom_qty = 4
        self.env.flush_all()
        self.assertEqual(self._call("/shop/cart/quantity"), 4)
        self.assertRegex(self.url_open("/shop").text, r"my_cart_quantity[^>]*>4<")

    def test_signed_out_browser_shows_nothing(self):
        self.url_open("/shop/cart")
        self.url_open("/web/session/logout?redirect=/shop/cart")
        page = self.url_open("/shop/cart")
        self.assertNotIn(self.shirt.name, page.text)
        self.assertEqual(self._call("/shop/cart/live")["cart_quantity"], 0)

    def test_held_cart_refuses_in_place(self):
        self.cart._cart_acquire(self.till)
        self.env.flush_all()
        answer = self._add(self.mug)
        self.assertIn("Lyon", answer["notification_info"]["warning"])
        self.assertEqual(answer["quantity"], 0)
        answer = self._update(7)
        self.assertIn("Lyon", answer["warning"])
        self.assertIn(self.shirt.name, answer["website_sale.cart_lines"])
        self.assertTrue(answer["held_until"])
        self.assertEqual(self._content(self.cart), {self.shirt: 1})

    def test_what_a_visitor_had_in_the_basket_survives_a_refusal(self):
        basket = self._make_guest_cart(lines=[(self.mug, 2)])
        self.cart._cart_acquire(self.till)
        self.env.flush_all()
        # signed in a moment ago: this is the first request that may write
        self.authenticate(
            "camille", "camille", session_extra={CART_SESSION_CACHE_KEY: basket.id}
        )
        answer = self._add(self.shirt)
        self.assertIn("Lyon", answer["notification_info"]["warning"])
        self.assertEqual(self._content(self.cart), {self.shirt: 1, self.mug: 2})

    def test_held_cart_is_shown_with_who_has_it(self):
        self.cart._cart_acquire(self.till)
        self.env.flush_all()
        page = self.url_open("/shop/cart").text
        self.assertIn("data-held-until", page)
        self.assertIn("o_unified_time", page)
        self.assertIn(self.shirt.name, page)

    def test_held_cart_goes_no_further(self):
        self.cart._cart_acquire(self.till)
        self.env.flush_all()
        for page in ("/shop/checkout", "/shop/address", "/shop/payment"):
            response = self.url_open(page, allow_redirects=False)
            self.assertEqual(response.headers["Location"], "/shop/cart", page)

    @mute_logger("odoo.http")
    def test_held_cart_is_not_paid(self):
        self.cart._cart_acquire(self.till)
        token = self.cart._portal_ensure_token()
        self.env.flush_all()
        with self.assertRaisesRegex(JsonRpcException, "CartHeldError"):
            self._call(
                f"/shop/payment/transaction/{self.cart.id}",
                access_token=token,
                provider_id=None,
                payment_method_id=None,
                token_id=None,
                amount=None,
                flow="direct",
                tokenization_requested=False,
                landing_route="/shop/payment/validate",
            )

    def test_outdated_page_is_refreshed_and_writes_nothing(self):
        answer = self._update(7, cart_version=self.cart.cart_version - 1)
        self.assertTrue(answer["warning"])
        self.assertEqual(answer["cart_version"], self.cart.cart_version)
        self.assertEqual(self._content(self.cart), {self.shirt: 1})

    def test_answer_carries_the_version_to_send_next(self):
        answer = self._update(2, cart_version=self.cart.cart_version)
        answer = self._update(3, cart_version=answer["cart_version"])
        self.assertFalse(answer["warning"])
        self.assertEqual(self._content(self.cart), {self.shirt: 3})

    def test_page_shows_the_version_it_shows(self):
        page = self.url_open("/shop/cart").text
        self.env.invalidate_all()
        self.assertIn(f'data-cart-version="{self.cart.cart_version}"', page)

    def test_live_answers_shortly_when_nothing_changed(self):
        version = self.cart.cart_version
        answer = self._call("/shop/cart/live", version=version, lines=True)
        self.assertNotIn("website_sale.cart_lines", answer)
        answer = self._call("/shop/cart/live", version=version - 1, lines=True)
        self.assertIn(self.shirt.name, answer["website_sale.cart_lines"])

    @mute_logger("odoo.http")
    def test_other_customer_reaches_nothing_of_the_cart(self):
        token = self.cart._portal_ensure_token()
        self.authenticate("dominique", "dominique")
        self.assertNotIn(self.shirt.name, self.url_open("/shop/cart").text)
        self.assertEqual(self._call("/shop/cart/live")["cart_quantity"], 0)
        self._update(9)
        self.assertEqual(self._content(self.cart), {self.shirt: 1})
        response = self.url_open(f"/my/orders/{self.cart.id}", allow_redirects=False)
        self.assertNotEqual(response.status_code, 200)
        with self.assertRaises(JsonRpcException):
            self._call(
                f"/shop/payment/transaction/{self.cart.id}",
                access_token=token[::-1],
            )

    def test_visitor_cannot_read_the_cart(self):
        self.authenticate(None, None)
        response = self.url_open(f"/my/orders/{self.cart.id}", allow_redirects=False)
        self.assertNotEqual(response.status_code, 200)
        self.assertEqual(self._call("/shop/cart/live")["cart_quantity"], 0)

    def test_cart_begun_on_another_website_goes_on_here(self):
        site = self.env["website"].create({"name": "Second shop"})
        self.cart.website_id = site
        self.env.flush_all()
        self.assertIn(self.shirt.name, self.url_open("/shop/cart").text)
        self.assertEqual(self.cart.website_id, self.website)

    def test_other_browser_waits_while_one_pays(self):
        with self._browse(self.shopper) as request:
            self.cart._cart_acquire(request.website._get_browser_holder())
        self.env.flush_all()
        # another browser is told, and waits
        self.assertIn("data-held-until", self.url_open("/shop/cart").text)
        self.assertTrue(self.cart._cart_current_holder())

    def test_quick_add_to_a_held_cart_is_refused_and_shows_the_cart(self):
        self.cart._cart_acquire(self.till)
        self.env.flush_all()
        answer = self._call(
            "/shop/cart/quick_add",
            product_template_id=self.mug.product_tmpl_id.id,
            product_id=self.mug.id,
        )
        self.assertIn("Lyon", answer["notification_info"]["warning"])
        self.assertIn(self.shirt.name, answer["website_sale.cart_lines"])
        self.assertFalse(answer["cart_ready"])
        self.assertEqual(self._content(self.cart), {self.shirt: 1})

    def test_quick_add_answers_the_version_to_send_next(self):
        answer = self._call(
            "/shop/cart/quick_add",
            product_template_id=self.mug.product_tmpl_id.id,
            product_id=self.mug.id,
        )
        self.assertFalse(
            self._update(3, cart_version=answer["cart_version"])["warning"]
        )
        self.assertEqual(self._content(self.cart), {self.shirt: 3, self.mug: 1})

    def test_page_that_knows_no_version_writes(self):
        self.assertFalse(self._update(4)["warning"])
        self.assertEqual(self._content(self.cart), {self.shirt: 4})

    def _assert_page_tells_who_has_the_cart(self):
        self.env.invalidate_all()
        said = self.cart.shop_warning
        self.assertIn("Lyon – Caisse 1", said)
        self.assertIn(said, self.url_open("/shop/cart").text)

    def test_ordering_again_leads_to_the_cart_page_that_says_who_has_the_cart(self):
        order = self._make_web_cart(self.customer, [(self.mug, 2)], state="guest")
        order.action_confirm()
        self.cart._cart_acquire(self.till)
        self.env.flush_all()
        answer = self._call("/my/orders/reorder", order_id=order.id)
        # Odoo's page goes to the cart page with this answer
        self.assertEqual((answer["cart_quantity"], answer["tracking_info"]), (1, []))
        self.assertEqual(self._content(self.cart), {self.shirt: 1})
        self._assert_page_tells_who_has_the_cart()

    def test_ordering_again_adds_to_the_one_cart(self):
        order = self._make_web_cart(self.customer, [(self.mug, 2)], state="guest")
        order.action_confirm()
        self.env.flush_all()
        self._call("/my/orders/reorder", order_id=order.id)
        self.assertEqual(self._content(self.cart), {self.shirt: 1, self.mug: 2})

    def test_delivery_of_a_held_cart_leads_to_the_cart_page(self):
        delivery = self.env["product.product"].create(
            {"name": "Delivery", "type": "service"}
        )
        carrier = self.env["delivery.carrier"].create(
            {"name": "Home", "product_id": delivery.id, "is_published": True}
        )
        self.cart._cart_acquire(self.till)
        self.env.flush_all()
        answer = self._call("/shop/set_delivery_method", dm_id=carrier.id)
        self.assertTrue(answer["refused"])
        self.assertIn("amount_total", answer)
        self.assertEqual(self.cart.order_line, self.line)
        self._assert_page_tells_who_has_the_cart()

    def test_address_of_a_held_cart_is_not_changed(self):
        token = self.url_open("/my/account").text
        token = token.split('name="csrf_token" value="')[1].split('"')[0]
        name = self.customer.name
        self.cart._cart_acquire(self.till)
        self.env.flush_all()
        answer = self.url_open(
            "/shop/address/submit",
            data={"csrf_token": token, "partner_id": self.customer.id, "name": "Other"},
        )
        self.assertEqual(answer.json()["redirectUrl"], "/shop/cart")
        self.assertEqual(self.customer.name, name)

    def test_other_browser_sees_who_pays_since_when_and_changes_nothing(self):
        with self._browse(self.shopper) as request:
            self.cart._cart_acquire(request.website._get_browser_holder())
        self.cart.cart_holder_since = "2026-10-05 12:32:00"
        self.env.flush_all()
        page = self.url_open("/shop/cart").text
        self.assertRegex(page, "paid on another|paiement sur un autre")
        self.assertIn("2026-10-05T12:32:00Z", page)
        answer = self._update(7)
        self.assertTrue(answer["refused"])
        self.assertTrue(self._add(self.mug)["notification_info"]["warning"])
        self.assertEqual(self._content(self.cart), {self.shirt: 1})
