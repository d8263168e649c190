# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.unified_commerce_base.models.sale_order_cart import CartHolder

from .common import PurchasesCommon


@tagged("post_install", "-at_install")
class TestCartPlace(PurchasesCommon):
    def test_shopper_reads_the_name_of_the_store(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        key = self.config._get_cart_key(self.pos_session)
        cart._cart_acquire(CartHolder("till", key, "Caisse 1"))
        self.assertEqual(cart._get_cart_holder_place(), "Lyon")

    def test_basket_that_a_till_sent_is_from_its_store(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        cart.sent_config_id = self.config
        self.assertEqual(cart._get_sending_place(), "Lyon")

    def test_till_that_is_gone_is_named_as_it_was(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        cart._cart_acquire(CartHolder("till", "till:999999999:1", "Paris – Caisse 1"))
        self.assertEqual(cart._get_cart_holder_place(), "Paris")
