# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.fields import Command
from odoo.tests import tagged

from .common import UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestDeliveryChoice(UnifiedShopHttpCommon):
    """A guest gives the address and the way of delivery on one screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.france = cls.env.ref("base.fr")
        cls.company.country_id = cls.france
        cls.env["delivery.carrier"].search([]).is_published = False
        cls.home, cls.express = cls._make_carriers(5.0, 9.0)

    @classmethod
    def _make_carriers(cls, *prices):
        products = cls.env["product.product"].create(
            [
                {"name": "Delivery", "type": "service", "taxes_id": False}
                for _price in prices
            ]
        )
        return cls.env["delivery.carrier"].create(
            [
                {
                    "name": f"Delivery at {price}",
                    "delivery_type": "fixed",
                    "product_id": product.id,
                    "fixed_price": price,
                    "is_published": True,
                    "country_ids": [Command.set(cls.france.ids)],
                }
                for price, product in zip(prices, products, strict=True)
            ]
        )

    def _fill_cart(self):
        self._call(
            "/shop/cart/add",
            product_template_id=self.mug.product_tmpl_id.id,
            product_id=self.mug.id,
            quantity=1,
        )
        return self.env["sale.order"].search(
            [("cart_state", "=", "guest")], order="id desc", limit=1
        )

    def _submit(self, carrier, country=None):
        page = self.url_open("/shop/address").text
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        response = self.url_open(
            "/shop/address/submit",
            data={
                "csrf_token": token,
                "name": "Alix Durand",
                "email": "alix@client.example",
                "phone": "+33 1 99 00 22 33",
                "street": "3 rue Haute",
                "zip": "75011",
                "city": "Paris",
                "country_id": (country or self.france).id,
                "address_type": "billing",
                "use_delivery_as_billing": "true",
                "required_fields": "",
                "delivery_choice": carrier.id if carrier else "",
            },
        )
        return response.json()

    def test_address_page_offers_the_ways_of_delivery(self):
        self._fill_cart()
        page = self.url_open("/shop/address").text
        self.assertIn(self.home.name, page)
        self.assertIn(self.express.name, page)

    def test_guest_goes_from_the_address_to_the_payment(self):
        cart = self._fill_cart()
        answer = self._submit(self.express)
        self.assertEqual(answer["redirectUrl"], "/shop/payment")
        self.assertEqual(cart.carrier_id, self.express)
        self.assertEqual(cart.amount_delivery, 9.0)
        self.assertEqual(cart.cart_state, "guest")
        payment = self.url_open("/shop/payment", allow_redirects=False)
        self.assertEqual(payment.status_code, 200)

    def test_address_out_of_reach_asks_again(self):
        cart = self._fill_cart()
        answer = self._submit(self.home, country=self.env.ref("base.be"))
        self.assertIn("/shop/checkout", answer["redirectUrl"])
        self.assertFalse(cart.carrier_id)

    def test_price_that_changed_meanwhile_is_shown_before_it_is_paid(self):
        cart = self._fill_cart()
        shown = cart._get_delivery_choices()
        self.home.fixed_price = 12.0
        cart.partner_shipping_id = self.customer
        self.assertFalse(cart._choose_delivery(self.home.id, shown))

    def test_choice_that_was_not_offered_is_refused(self):
        cart = self._fill_cart()
        shown = cart._get_delivery_choices()
        self.assertFalse(cart._choose_delivery("999999", shown))
        self.assertFalse(cart._choose_delivery("x", shown))

    def test_without_a_choice_the_next_step_asks(self):
        self._fill_cart()
        answer = self._submit(None)
        self.assertIn("/shop/checkout", answer["redirectUrl"])

    def test_wrong_address_is_said_and_chooses_nothing(self):
        cart = self._fill_cart()
        page = self.url_open("/shop/address").text
        token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        answer = self.url_open(
            "/shop/address/submit",
            data={"csrf_token": token, "delivery_choice": self.home.id},
        ).json()
        self.assertTrue(answer["invalid_fields"])
        self.assertFalse(cart.carrier_id)
