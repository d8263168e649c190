# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestReplayPromotions(LoyaltyTillCommon):
    """Rewards that the till gave, asked again of the server's programmes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.promotion = cls._promotion("Ten off", discount=10)

    def _sell(self, given, program=None, product=None):
        """Sell an article with a promotion that takes ``given`` off."""
        program = program or self.promotion
        reward = program.reward_ids
        line = self._line(
            reward.discount_line_product_id,
            price_unit=-given,
            is_reward_line=True,
            reward_id=reward.id,
            reward_identifier_code="abc",
            price_type="manual",
            tax_ids=[Command.set(self.tax.ids)],
        )
        return self._send(self._ticket([self._line(product or self.shirt, 2), line]))

    def test_points_that_both_engines_agree_on_leave_no_difference(self):
        self._card(20)
        self._points_of(self.shirt, 20)
        self.assertFalse(self._replay().mapped("detail"))

    def test_points_that_the_server_counts_otherwise_are_to_look_at(self):
        self._card(20)
        ticket = self._points_of(self.shirt, 15)
        self.assertRecordValues(
            self._replay(),
            [
                {
                    "pos_order_id": ticket.id,
                    "subject": "points",
                    "till_amount": 15,
                    "server_amount": 20,
                    "is_error": True,
                    "detail": "Points",
                }
            ],
        )

    def test_points_that_the_server_would_not_give_are_to_look_at(self):
        self._card(20)
        self._points_of(self.shirt, 20)
        self.points.rule_ids.minimum_amount = 1000
        gap = self._replay()
        self.assertEqual((gap.subject, gap.server_amount), ("points", 0.0))

    def test_points_of_a_cart_are_not_counted_a_second_time(self):
        self._card()
        self._take()
        entry = self._won_entry(3)
        self._send(self._cart_ticket([self._line(self.pen)], unified_points=[entry]))
        self.assertFalse(self._replay().filtered(lambda gap: gap.subject == "points"))

    def _points_of(self, product, won):
        return self._send(
            self._ticket([self._line(product)], unified_points=[self._won_entry(won)])
        )

    def _replay(self):
        replay = self.env["commerce.replay"].create({"day": "2026-01-01"})
        while replay._replay_batch():
            pass
        return replay.gap_ids

    def test_a_promotion_that_both_engines_agree_on_leaves_no_difference(self):
        self._sell(self.shirt.list_price * 2 * 0.10)
        self.assertFalse(self._replay().mapped("detail"))

    def test_a_promotion_that_the_server_reckons_otherwise_is_to_look_at(self):
        ticket = self._sell(9.0)
        self.assertRecordValues(
            self._replay(),
            [
                {
                    "pos_order_id": ticket.id,
                    "cause": "promotion",
                    "till_amount": -9.0,
                    "server_amount": -self.shirt.list_price * 2 * 0.10,
                    "is_error": True,
                    "detail": "Ten off",
                }
            ],
        )

    def test_a_promotion_that_the_server_would_not_give_says_why(self):
        self.promotion.rule_ids.minimum_amount = 1000
        self._sell(4.0)
        gap = self._replay()
        self.assertEqual((gap.cause, gap.server_amount), ("promotion", 0.0))
        self.assertIn("1000", gap.detail)

    def test_asking_again_leaves_no_order_and_no_point_behind(self):
        card = self._card(300)
        self._sell(4.0)
        orders = self.env["sale.order"].search_count([])
        self._replay()
        self.assertEqual(self.env["sale.order"].search_count([]), orders)
        self.assertEqual(card.points, 300)

    def test_more_given_free_than_the_programme_gives_is_to_look_at(self):
        program = self._create_program(
            "Two and one free",
            rule={
                "reward_point_mode": "unit",
                "product_ids": [Command.set(self.mug.ids)],
            },
            reward={
                "reward_type": "product",
                "reward_product_id": self.mug.id,
                "required_points": 2,
            },
            program_type="buy_x_get_y",
            applies_on="current",
        )
        reward, price = program.reward_ids, self.mug.list_price

        def sell(bought, free):
            line = self._line(
                reward.discount_line_product_id,
                free,
                price_unit=-price,
                is_reward_line=True,
                reward_id=reward.id,
                reward_identifier_code="abc",
                price_type="manual",
                tax_ids=[Command.set(self.tax.ids)],
            )
            return self._send(self._ticket([self._line(self.mug, bought), line]))

        sell(3, 1)
        wrong = sell(3, 2)
        self.assertRecordValues(
            self._replay(),
            [
                {
                    "pos_order_id": wrong.id,
                    "cause": "promotion",
                    "till_amount": -2 * price,
                    "server_amount": 0.0,
                }
            ],
        )
