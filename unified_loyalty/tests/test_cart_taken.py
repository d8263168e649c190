# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestCartTaken(LoyaltyCase):
    def test_points_of_a_cart_settled_in_the_store_come_once(self):
        self._card(0)
        cart = self._cart(self.lamp, self.chair)
        order = self._take(cart, cart._cart_items())
        self.assertEqual(self._balance(), 160)
        self.assertFalse(cart.coupon_point_ids)
        self.assertEqual(order.coupon_point_ids.points, 160)

    def test_first_purchase_in_the_store_makes_the_card(self):
        cart = self._cart(self.lamp)
        self._take(cart, cart._cart_items())
        self.assertEqual(self._balance(), 100)
        self.assertEqual(
            self.env["loyalty.card"].search_count(
                [("partner_id", "=", self.customer.id)]
            ),
            1,
        )

    def test_part_taken_then_the_rest_gives_the_points_of_the_whole(self):
        self._card(0)
        cart = self._cart(self.lamp, self.chair)
        self._take(cart, cart.order_line[0])
        self.assertEqual(self._balance(), 100)
        self._take(cart, cart._cart_items())
        self.assertEqual(self._balance(), 160)

    def test_part_of_a_quantity_gives_its_part_of_the_points(self):
        self._card(0)
        cart = self._cart(self.lamp)
        cart.order_line.product_uom_qty = 3
        cart._cart_acquire(self.holder)
        order, _mapping = cart._cart_take(
            {cart.order_line.id: 1}, self.holder, self.store, self.warehouse
        )
        order.action_confirm()
        self.assertEqual(self._balance(), 100)
        self.assertEqual(cart._cart_items().product_uom_qty, 2)

    def test_reward_paid_in_points_moves_with_the_whole_cart(self):
        self._card(500)
        cart = self._cart(self.lamp, self.chair)
        self._claim(cart, self.reward)
        self.assertEqual(cart.amount_total, 150)
        order = self._take(cart, cart._cart_items())
        self.assertEqual(order.amount_total, 150)
        self.assertEqual(order._get_reward_lines().points_cost, 200)
        self.assertFalse(cart._get_reward_lines())
        self.assertEqual(self._balance(), 500 - 200 + 160)

    def test_reward_not_taken_stays_with_the_rest(self):
        self._card(500)
        cart = self._cart(self.lamp, self.chair)
        self._claim(cart, self.reward)
        order = self._take(cart, cart.order_line[0])
        self.assertFalse(order._get_reward_lines())
        self.assertEqual(cart._get_reward_lines().points_cost, 200)
        self.assertEqual(self._balance(), 600)
        self._take(cart, cart._cart_items())
        self.assertEqual(self._balance(), 600 - 200 + 60)

    def test_reward_taken_with_a_part_is_spent_once(self):
        self._card(500)
        cart = self._cart(self.lamp, self.chair)
        reward_line = self._claim(cart, self.reward)
        order = self._take(cart, cart.order_line[0] | reward_line)
        self.assertEqual(order.amount_total, 90)
        self.assertFalse(cart._get_reward_lines())
        self.assertEqual(cart.amount_total, 60)
        self.assertEqual(self._balance(), 500 - 200 + 100)

    def test_automatic_discount_moves_with_the_whole_cart(self):
        promotion = self._promotion("Dix pour cent", discount=10)
        cart = self._cart(self.lamp, self.chair)
        self._claim(cart, promotion.reward_ids)
        self.assertEqual(cart.amount_total, 144)
        order = self._take(cart, cart._cart_items())
        self.assertEqual(order.amount_total, 144)
        self.assertFalse(cart.order_line)
        self.assertEqual(order.coupon_point_ids.coupon_id.order_id, order)

    def test_percentage_taken_with_a_part_stays_due_on_the_rest(self):
        promotion = self._promotion("Dix pour cent", discount=10)
        cart = self._cart(self.lamp, self.chair)
        line = self._claim(cart, promotion.reward_ids)
        order = self._take(cart, cart.order_line[0] | line)
        self.assertEqual(order.amount_total, 90)
        self.assertEqual(cart.amount_total, 54)

    def test_percentage_of_a_code_stays_due_on_the_rest(self):
        promotion = self._promotion("Bienvenue", code="BIENVENUE", discount=10)
        cart = self._cart(self.lamp, self.chair)
        cart._try_apply_code("BIENVENUE")
        line = self._claim(cart, promotion.reward_ids)
        order = self._take(cart, cart.order_line[0] | line)
        self.assertEqual(order.amount_total, 90)
        self.assertEqual(order.code_enabled_rule_ids, promotion.rule_ids)
        self.assertEqual(cart.amount_total, 54)

    def test_fixed_amount_of_a_code_is_given_once(self):
        promotion = self._promotion(
            "Dix euros", code="DIX", discount=10, discount_mode="per_order"
        )
        cart = self._cart(self.lamp, self.chair)
        cart._try_apply_code("DIX")
        line = self._claim(cart, promotion.reward_ids)
        order = self._take(cart, cart.order_line[0] | line)
        self.assertEqual(order.amount_total, 90)
        self.assertEqual(cart.amount_total, 60)
        self.assertFalse(cart.code_enabled_rule_ids)

    def test_coupon_of_one_use_follows_what_it_discounted(self):
        program, coupon = self._coupon()
        cart = self._cart(self.lamp, self.chair)
        cart._try_apply_code(coupon.code)
        line = self._claim(cart, program.reward_ids)
        order = self._take(cart, cart.order_line[0] | line)
        self.assertEqual(order.amount_total, 80)
        self.assertEqual(coupon.points, 0)
        self.assertEqual(cart.amount_total, 60)
        self.assertNotIn(coupon, cart.applied_coupon_ids)

    def test_coupon_follows_the_whole_cart(self):
        program, coupon = self._coupon()
        cart = self._cart(self.lamp)
        cart._try_apply_code(coupon.code)
        self._claim(cart, program.reward_ids)
        order = self._take(cart, cart._cart_items())
        self.assertEqual(order.amount_total, 80)
        self.assertEqual(order.applied_coupon_ids, coupon)
        self.assertEqual(coupon.points, 0)
        self.assertFalse(cart.applied_coupon_ids)

    def test_reward_no_longer_due_leaves_the_rest(self):
        promotion = self._create_program(
            "Dix pour cent dès 150",
            rule={"reward_point_mode": "order", "minimum_amount": 150},
            reward={"discount_mode": "percent", "required_points": 1},
            program_type="promotion",
            applies_on="current",
        )
        cart = self._cart(self.lamp, self.chair)
        self._claim(cart, promotion.reward_ids)
        self._take(cart, cart.order_line[0])
        self.assertFalse(cart._get_reward_lines())
        self.assertEqual(cart.amount_total, 60)

    def test_cart_lines_say_which_are_rewards(self):
        self._card(500)
        cart = self._cart(self.lamp)
        self._claim(cart, self.reward)
        lines = cart._cart_snapshot(self.warehouse)["lines"]
        self.assertEqual([line["is_reward"] for line in lines], [False, True])
        self.assertEqual(len(cart._cart_items()), 1)
        self.assertEqual(sum(line["price_total"] for line in lines), 90)

    def _coupon(self):
        program = self._create_program(
            "Bon de 20",
            rule={"reward_point_mode": "order"},
            reward={"discount": 20, "required_points": 1},
            program_type="coupons",
            applies_on="current",
            trigger="with_code",
        )
        coupon = self.env["loyalty.card"].create(
            {"program_id": program.id, "points": 1, "code": "BON-20"}
        )
        return program, coupon
