# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestCartRewards(LoyaltyTillCommon):
    """The till asks what the rewards of a cart are for the articles taken now."""

    def _quote(self, quantities, user=None):
        till = self._till(user=user)
        quote = till.unified_cart_rewards(
            self.cart.id, {str(line.id): qty for line, qty in quantities.items()}
        )
        return {line: quote[line] and quote[line]["price_unit"] for line in quote}

    def test_whole_cart_keeps_its_rewards(self):
        line = self._claim(self._promotion("Remise", discount=10).reward_ids)
        self._take()
        self.assertEqual(line.price_unit, -5)
        quote = self._quote({self.shirt_line: 2, self.mug_line: 1})
        self.assertEqual(quote, {line.id: -5})

    def test_part_of_the_cart_has_part_of_a_percentage(self):
        line = self._claim(self._promotion("Remise", discount=10).reward_ids)
        self._take()
        self.assertEqual(self._quote({self.shirt_line: 1}), {line.id: -2})
        self.assertEqual(self._quote({self.shirt_line: 2}), {line.id: -4})

    def test_asking_changes_nothing(self):
        line = self._claim(self._promotion("Remise", discount=10).reward_ids)
        self._take()
        version = self.cart.cart_version
        before = self.cart.copy().name
        self._quote({self.shirt_line: 1})
        self.assertEqual(self.cart.cart_version, version)
        self.assertEqual(self.cart.order_line, self.shirt_line | self.mug_line | line)
        self.assertEqual(line.price_unit, -5)
        after = self.cart.copy().name
        self.assertEqual(int(after.lstrip("S")) - int(before.lstrip("S")), 1)
        self.assertFalse(
            self.env["sale.order"].search([("cart_origin_id", "=", self.cart.id)])
        )

    def test_reward_in_points_that_is_not_due_any_more_is_dropped(self):
        card = self._card(120)
        line = self._claim(self.reward)
        self._take()
        self.assertEqual(self._quote({self.mug_line: 1}), {line.id: -5})
        card.points = 10
        self.assertEqual(self._quote({self.mug_line: 1}), {line.id: False})

    def test_ticket_of_a_part_is_settled_at_the_price_asked(self):
        line = self._claim(self._promotion("Remise", discount=10).reward_ids)
        self._take()
        price = self._quote({self.shirt_line: 1})[line.id]
        order = self._send(
            self._ticket(
                [
                    self._line(self.shirt, 1, self.shirt_line),
                    self._reward_line(line, price_unit=price),
                ]
            )
        )
        sale = order.lines.sale_order_origin_id
        self.assertEqual(order.amount_total, 18)
        self.assertRecordValues(
            sale, [{"amount_total": 18, "invoice_status": "invoiced"}]
        )
        self.assertEqual(self.cart.amount_total, 27)
        self.assertEqual(sale.amount_total + self.cart.amount_total, 45)

    def test_till_that_lost_the_cart_gets_no_answer(self):
        self._claim(self._promotion("Remise", discount=10).reward_ids)
        self.assertEqual(self._quote({self.shirt_line: 1}), {})
        self._take()
        self._open_till(self.till_2, self.other_cashier)
        self._take(self.till_2, self.other_cashier, take_over=True, reason="Test")
        self.assertEqual(self._quote({self.shirt_line: 1}), {})

    def test_rewards_are_quoted_to_till_staff_only(self):
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self._quote({}, user=stranger)

    def test_till_knows_which_lines_are_rewards(self):
        line = self._claim(self._promotion("Remise", discount=10).reward_ids)
        records = self._take()["records"]["sale.order.line"]
        rewards = {one["id"] for one in records if one["is_reward_line"]}
        self.assertEqual(rewards, set(line.ids))
        products = self._take()["records"]["product.product"]
        self.assertIn(line.product_id.id, [one["id"] for one in products])
