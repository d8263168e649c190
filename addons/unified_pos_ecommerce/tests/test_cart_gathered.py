# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import PurchasesCommon


@tagged("post_install", "-at_install")
class TestCartGathered(PurchasesCommon):
    """A customer of two websites of a company comes to one of its stores."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pos_session.set_opening_control(0, "")
        cls.outlet = cls.env["website"].create({"name": "Outlet"})
        (cls.shirt | cls.mug).available_in_pos = True
        cls.mug.website_id = cls.website
        cls.cart = cls._make_web_cart(lines=[(cls.shirt, 1), (cls.mug, 2)])
        # the customer goes on, on a website that does not sell the mug
        cls.cart._cart_move_to_website(cls.outlet)

    def _aside(self):
        kept = self.env["sale.order"]._cart_find_kept(self.customer, self.company)
        return kept._cart_of_state("aside")

    def _summary(self):
        return self.config.unified_customer_summary(self.customer.id)

    def test_till_sees_what_was_chosen_on_every_website(self):
        self.assertEqual(self._content(self.cart), {self.shirt: 1})
        self.assertEqual(self._summary()["cart"]["count"], 3)
        self.assertEqual(self._content(self.cart), {self.shirt: 1, self.mug: 2})
        self.assertFalse(self._aside())

    def test_looked_at_again_nothing_is_added(self):
        for _look in range(2):
            self._summary()
        self.assertEqual(self._content(self.cart), {self.shirt: 1, self.mug: 2})

    def test_website_puts_aside_again_what_the_store_did_not_sell(self):
        self._summary()
        self.cart._cart_move_to_website(self.outlet)
        self.assertEqual(self._content(self.cart), {self.shirt: 1})
        self.assertEqual(self._content(self._aside()), {self.mug: 2})
        self.assertFalse(self.cart.cart_gathered)

    def test_article_that_no_till_sells_stays_aside(self):
        self.mug.available_in_pos = False
        self.assertEqual(self._summary()["cart"]["count"], 1)
        self.assertEqual(self._content(self._aside()), {self.mug: 2})

    def test_cart_that_somebody_edits_is_left_alone(self):
        self.cart._cart_acquire(self.till)
        self.assertEqual(self._summary()["cart"]["count"], 1)
        self.assertEqual(self._content(self._aside()), {self.mug: 2})

    def test_customer_with_nothing_else_finds_it_at_the_till(self):
        self.cart.action_confirm()
        summary = self._summary()
        self.assertEqual(summary["cart"]["count"], 2)
        self.assertNotEqual(summary["cart"]["id"], self.cart.id)
        self.assertFalse(self._aside())

    def test_shared_by_code_the_cart_is_whole(self):
        taken = self.config._get_keyed_cart(self._key())
        self.assertEqual(taken, self.cart)
        self.assertEqual(self._content(self.cart), {self.shirt: 1, self.mug: 2})

    def _key(self):
        return self.cart._cart_get_token(self.cart._cart_get_code_until(), "till")
