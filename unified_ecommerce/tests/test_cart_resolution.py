# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import closing
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .common import UnifiedShopCommon


@tagged("post_install", "-at_install")
class TestCartResolution(UnifiedShopCommon):
    def test_browser_signed_in_before_the_cart_shows_it(self):
        self.assertFalse(self._resolve(self.shopper)[0])
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        found, session = self._resolve(self.shopper, sale_order_id=False)
        self.assertEqual(found, cart)
        self.assertEqual(session["sale_order_id"], cart.id)

    def test_browser_that_remembers_an_older_order_shows_the_open_cart(self):
        old = self._make_draft(self.customer, [(self.mug, 1)])
        old.action_cancel()
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        self.assertEqual(self._resolve(self.shopper, sale_order_id=old.id)[0], cart)

    def test_page_without_change_writes_nothing_and_asks_once(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        version = cart.cart_version
        with self._browse(self.shopper, sale_order_id=cart.id) as request:
            website = request.website
            website._get_and_cache_current_cart()
            self.env.flush_all()
            self.env.invalidate_all()
            website._get_cart_customer()
            with self.assertQueryCount(1):
                website._get_and_cache_current_cart()
        self.assertEqual(cart.cart_version, version)

    def test_readonly_route_shows_the_cart_and_writes_nothing(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        guest = self._make_guest_cart([(self.mug, 1)])
        with patch.object(type(self.env.cr), "readonly", True):
            found, _session = self._resolve(self.shopper, sale_order_id=guest.id)
        self.assertEqual(found, cart)
        self.assertEqual(guest.cart_state, "guest")

    def test_sign_in_merges_the_visitor_cart_without_loss(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        guest = self._make_guest_cart([(self.shirt, 2), (self.mug, 1)])
        found, _session = self._resolve(self.shopper, sale_order_id=guest.id)
        self.assertEqual(found, cart)
        self.assertEqual(self._content(cart), {self.shirt: 3, self.mug: 1})
        self.assertEqual(guest.cart_state, "merged")

    def test_sign_in_gives_the_visitor_cart_to_a_customer_without_one(self):
        guest = self._make_guest_cart([(self.mug, 2)])
        found, _session = self._resolve(self.shopper, sale_order_id=guest.id)
        self.assertEqual(found, guest)
        self.assertRecordValues(
            guest, [{"partner_id": self.customer.id, "cart_state": "open"}]
        )

    def test_basket_is_brought_again_when_the_request_could_not_be_committed(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        guest = self._make_guest_cart([(self.mug, 2)])
        self.env.flush_all()
        with self._browse(self.shopper, sale_order_id=guest.id) as request:
            with closing(self.env.cr.savepoint(flush=False)):
                request.website._get_and_cache_current_cart()
                self.env.flush_all()
            # rolled back, and the session is saved nevertheless
            self.env.invalidate_all(flush=False)
            session = dict(request.session)
        self.assertEqual(guest.cart_state, "guest")
        for _request in range(2):
            _found, session = self._resolve(self.shopper, **session)
            self.assertEqual(self._content(cart), {self.shirt: 1, self.mug: 2})
        self.assertNotIn("unified_visitor_cart", session)

    def test_sign_in_gives_the_customer_prices(self):
        everybody, members = self.env["product.pricelist"].create(
            [
                {"name": "Everybody"},
                {
                    "name": "Members",
                    "item_ids": [
                        Command.create(
                            {"compute_price": "percentage", "percent_price": 50}
                        )
                    ],
                },
            ]
        )
        self.env.ref("base.group_user").implied_ids += self.env.ref(
            "product.group_product_pricelist"
        )
        self.customer.specific_property_product_pricelist = members
        guest = self._make_guest_cart([(self.mug, 2)])
        guest.pricelist_id = everybody
        guest._recompute_prices()
        self.assertEqual(guest.order_line.price_unit, 10.0)
        self._resolve(self.shopper, sale_order_id=guest.id)
        self.assertEqual(guest.pricelist_id, members)
        self.assertEqual(
            guest.order_line.price_unit * (1 - guest.order_line.discount / 100), 5.0
        )

    def test_sign_in_does_not_wait_for_a_till_that_has_the_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        cart._cart_acquire(self.till)
        guest = self._make_guest_cart([(self.mug, 1)])
        found, _session = self._resolve(self.shopper, sale_order_id=guest.id)
        self.assertEqual(found, cart)
        self.assertEqual(self._content(cart), {self.shirt: 1, self.mug: 1})
        self.assertEqual(cart._cart_current_holder(), self.till)

    def test_visitor_never_gets_a_customer_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        found, session = self._resolve(sale_order_id=cart.id)
        self.assertFalse(found)
        self.assertNotIn("sale_order_id", session)

    def test_visitor_keeps_the_cart_of_the_session(self):
        guest = self._make_guest_cart([(self.mug, 1)])
        self.assertEqual(self._resolve(sale_order_id=guest.id)[0], guest)

    def test_other_customer_cart_left_in_the_session_is_not_taken(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        draft = self._make_draft(self.customer, [(self.mug, 1)])
        for order in cart + draft:
            found, _session = self._resolve(self.other_shopper, sale_order_id=order.id)
            self.assertFalse(found)
            self.assertEqual(order.partner_id, self.customer)

    def test_two_devices_create_one_cart(self):
        with self._browse(self.shopper) as request:
            first = request.website._create_cart()
        with self._browse(self.shopper) as request:
            second = request.website._create_cart()
        self.assertEqual(first.id, second.id)

    def test_websites_of_a_company_share_the_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        other_site = self.env["website"].create({"name": "Second shop"})
        found, _session = self._resolve(self.shopper, website=other_site)
        self.assertEqual(found, cart)
        cart._cart_move_to_website(other_site)
        self.assertEqual(self._resolve(self.shopper)[0], cart)
        self.assertEqual(self._content(cart), {self.shirt: 1})

    def test_websites_of_other_companies_do_not_share_the_cart(self):
        self._make_web_cart(lines=[(self.shirt, 1)])
        company = self.env["res.company"].create({"name": "Elsewhere"})
        site = self.env["website"].create(
            {"name": "Other shop", "company_id": company.id}
        )
        self.assertFalse(self._resolve(self.shopper, website=site)[0])

    def test_cart_that_became_an_order_is_gone(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        cart.action_confirm()
        found, session = self._resolve(self.shopper, sale_order_id=cart.id)
        self.assertFalse(found)
        self.assertNotIn("sale_order_id", session)

    def test_delivery_is_no_article_of_the_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        delivery = self.env["product.product"].create(
            {"name": "Delivery", "type": "service"}
        )
        carrier = self.env["delivery.carrier"].create(
            {"name": "Home", "product_id": delivery.id, "fixed_price": 5.0}
        )
        cart.set_delivery_line(carrier, 5.0)
        self.assertEqual(cart._cart_items().product_id, self.shirt)
