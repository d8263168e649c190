# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestCombination(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a limit each: of two discounts on the whole order, Odoo keeps one anyway
        lamp = {"discount_applicability": "specific"}
        lamp["discount_product_ids"] = cls.lamp.ids
        cls.ten = cls._promotion("Dix", discount=10, **lamp)
        cls.twenty = cls._promotion("Vingt", discount=20, **lamp)

    def _order(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self._add(order, self.lamp)
        order._update_programs_and_rewards()
        return order

    def _apply(self, order, program):
        for coupon, rewards in order._get_claimable_rewards().items():
            if program.reward_ids in rewards:
                return order._apply_program_reward(program.reward_ids, coupon)
        return self.fail("The reward cannot be claimed")

    def test_promotions_combine_unless_one_says_otherwise(self):
        order = self._order()
        self._apply(order, self.ten)
        self.assertFalse(self._apply(order, self.twenty))
        self.assertEqual(len(order._get_reward_lines()), 2)

    def test_the_better_one_takes_the_place_of_the_other(self):
        self.ten.incompatible_program_ids = self.twenty
        order = self._order()
        self._apply(order, self.ten)
        self.assertFalse(self._apply(order, self.twenty))
        self.assertEqual(order._get_reward_lines().reward_id.program_id, self.twenty)
        self.assertEqual(order.amount_total, 80)

    def test_the_lesser_one_is_refused_with_the_reason(self):
        self.ten.incompatible_program_ids = self.twenty
        order = self._order()
        self._apply(order, self.twenty)
        self.assertIn("does not combine", self._apply(order, self.ten)["error"])
        self.assertEqual(order._get_reward_lines().reward_id.program_id, self.twenty)
        self.assertEqual(order.amount_total, 80)
