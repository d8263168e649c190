# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import re

from odoo.tests import tagged

from odoo.addons.unified_ecommerce.tests.common import UnifiedShopHttpCommon

from ..controllers import cart_code
from .common import PurchasesCommon


@tagged("post_install", "-at_install")
class TestCartCode(PurchasesCommon, UnifiedShopHttpCommon):
    """The cart page shows the code with which a till finds the cart."""

    def _digits(self, answer):
        spoken = re.search(r'class="visually-hidden">([\d ]+)<', answer["html"])
        return spoken.group(1).replace(" ", "")

    def _find(self, code):
        return self.env["sale.order"]._cart_find_by_code(self.company, code, "test")

    def _fill_visitor_cart(self):
        self.authenticate(None, None)
        self._call(
            "/shop/cart/add",
            product_template_id=self.shirt.product_tmpl_id.id,
            product_id=self.shirt.id,
            quantity=2,
        )
        return self.env["sale.order"].search(
            [("cart_state", "=", "guest")], order="id desc", limit=1
        )

    def test_visitor_gets_a_code_that_opens_this_cart(self):
        cart = self._fill_visitor_cart()
        self.assertIn("o_unified_finish_in_store", self.url_open("/shop/cart").text)
        answer = self._call("/shop/cart/code")
        self.assertEqual(self._find(self._digits(answer)), cart)
        self.assertEqual(answer["channel"], cart._cart_get_bus_channel())
        self.assertAlmostEqual(answer["seconds"], 3600, delta=60)

    def test_customer_gets_the_code_of_the_one_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        self.authenticate("camille", "camille")
        answer = self._call("/shop/cart/code")
        self.assertEqual(self._find(self._digits(answer)), cart)
        # an account is told on its own channel
        self.assertIs(answer["channel"], False)

    def test_qr_is_an_image_and_its_token_in_no_address(self):
        self._fill_visitor_cart()
        html = self._call("/shop/cart/code")["html"]
        image = re.search(r'src="data:image/png;base64,([^"]+)"', html).group(1)
        self.assertTrue(base64.b64decode(image).startswith(b"\x89PNG"))
        self.assertNotIn("/cart/store/", html)

    def test_looking_at_the_cart_gives_out_no_code(self):
        cart = self._fill_visitor_cart()
        self.url_open("/shop/cart")
        self.assertFalse(cart.cart_code)

    def test_empty_cart_has_no_code(self):
        self.authenticate(None, None)
        self.assertEqual(self._call("/shop/cart/code"), {})
        self.assertNotIn("o_unified_finish_in_store", self.url_open("/shop/cart").text)
        cart = self._fill_visitor_cart()
        cart.order_line.unlink()
        self.assertEqual(self._call("/shop/cart/code"), {})

    def test_shop_without_tills_offers_no_store(self):
        # tills cannot be archived while they are open
        for config in self.env["pos.config"].search([]):
            self._set_column(config, "active", False)
        self._fill_visitor_cart()
        self.assertNotIn("o_unified_finish_in_store", self.url_open("/shop/cart").text)
        self.assertEqual(self._call("/shop/cart/code"), {})

    def test_code_of_before_signing_in_opens_the_customer_s_cart(self):
        self._fill_visitor_cart()
        code = self._digits(self._call("/shop/cart/code"))
        cart = self._make_web_cart(lines=[(self.mug, 1)])
        visit = self._find(code)
        visit._cart_identify(self.customer)
        self.assertEqual(self._find(code), cart)

    def test_codes_are_not_given_out_without_end(self):
        self._fill_visitor_cart()
        self.patch(cart_code, "CODES_PER_HOUR", 2)
        answers = [self._call("/shop/cart/code") for _try in range(3)]
        self.assertIn("html", answers[1])
        # in words, of the shop's language
        self.assertEqual(list(answers[2]), ["message"])

    def test_phone_that_reads_the_qr_of_somebody_sees_its_own_cart(self):
        cart = self._make_web_cart(self.other_customer, [(self.mug, 1)])
        cart._cart_get_code()
        url = cart._cart_get_url(cart._cart_get_code_until(), "till")
        path = "/cart/store/" + url.split("/cart/store/")[1]
        response = self.url_open(path, allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith("/shop/cart"))
        self.assertNotIn(self.mug.name, self.url_open(path).text)
