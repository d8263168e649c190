# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.unified_commerce_base.models.sale_order_cart import CartHolder

from .common import LoyaltyShopMixin


@tagged("post_install", "-at_install")
class TestCart(LoyaltyShopMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_shop()
        cls.shopper = new_test_user(
            cls.env, "points_shopper", groups="base.group_portal"
        )
        cls.customer = cls.shopper.partner_id
        cls.holder = CartHolder("till", "till:1:1", "Lyon – Caisse 1")

    def _cart(self):
        cart = self.env["sale.order"]._cart_get_or_create(
            self.shopper.partner_id,
            self.company,
            self.web,
            {"website_id": self.website.id},
        )
        cart._cart_add(product_id=self.lamp.id, quantity=2)
        return cart

    def _take(self, cart, quantity):
        cart._cart_acquire(self.holder)
        line = cart._cart_items()
        quantities = {line.id: quantity}
        quantities.update({one.id: 1 for one in cart._get_reward_lines()})
        order, _mapping = cart._cart_take(
            quantities, self.holder, self.store, self.warehouse
        )
        order.action_confirm()
        return order

    def test_web_cart_finished_in_the_store_gives_its_points_once(self):
        card = self._card()
        order = self._take(self._cart(), 2)
        self.assertEqual(order.amount_total, 200)
        self.assertEqual(card.points, 200)
        self.assertEqual(card.movement_ids.channel_id, self.store)

    def test_discount_of_the_web_shop_holds_in_the_store(self):
        self._create_program(
            "Dix pour cent en ligne",
            rule={"reward_point_mode": "order"},
            reward={"discount_mode": "percent", "required_points": 1},
            program_type="promotion",
            applies_on="current",
            sale_ok=False,
        )
        cart = self._cart()
        self.assertEqual(cart.amount_total, 180)
        order = self._take(cart, 1)
        self.assertEqual(order.amount_total, 90)
        self.assertEqual(cart.amount_total, 90)

    def test_movement_has_no_page_when_there_is_no_order(self):
        movement = self._card(5).movement_ids
        self.assertEqual(movement._get_movements()[0]["url"], "")

    def test_purchase_in_a_store_opens_its_receipt_where_there_is_a_page(self):
        [line] = self.env["loyalty.movement"]._record(
            [
                {
                    "card_id": self._card().id,
                    "kind": "earn",
                    "points": 5,
                    "res_model": "pos.order",
                    "res_id": 7,
                }
            ]
        )
        for has_pages, url in ((True, "/my/purchases/store/7"), (False, "")):
            model = self.registry["loyalty.movement"]
            with patch.object(model, "_has_ticket_pages", lambda _line, v=has_pages: v):
                self.assertEqual(line._get_shopper_url(), url)
