# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestCartMerge(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visitor = cls.env["res.partner"].create({"name": "Visiteur"})

    def _guest_cart(self, *products):
        cart = self.env["sale.order"].create(
            {
                "partner_id": self.visitor.id,
                "channel_id": self.phone.id,
                "is_cart": True,
                "cart_state": "guest",
            }
        )
        self._add(cart, *products)
        cart._update_programs_and_rewards()
        return cart

    def test_code_typed_before_signing_in_is_kept(self):
        promotion = self._promotion("Bienvenue", code="BIENVENUE", discount=10)
        guest = self._guest_cart(self.lamp)
        guest._try_apply_code("BIENVENUE")
        self._claim(guest, promotion.reward_ids)
        mine = self._cart(self.chair)
        cart = guest._cart_identify(self.customer)
        self.assertEqual(cart, mine)
        self.assertEqual(cart.code_enabled_rule_ids, promotion.rule_ids)
        self.assertEqual(cart.amount_total, 144)

    def test_cart_without_reward_is_merged_as_before(self):
        guest = self._guest_cart(self.lamp)
        mine = self._cart(self.chair)
        cart = guest._cart_identify(self.customer)
        self.assertEqual(cart, mine)
        self.assertEqual(cart.amount_total, 160)

    def test_points_of_a_visitor_become_the_customer_s(self):
        guest = self._guest_cart(self.lamp)
        cart = guest._cart_identify(self.customer)
        self._take(cart, cart._cart_items())
        self.assertEqual(self._balance(), 100)
