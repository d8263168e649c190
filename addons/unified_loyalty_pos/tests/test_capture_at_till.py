# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestCaptureAtTill(LoyaltyTillCommon):
    """Points move with the ticket, once, and no browser makes them."""

    def test_points_are_there_as_soon_as_the_ticket_is(self):
        card = self._card(20)
        ticket = self._sell(self.pen, won=3)
        self.assertEqual(self._kinds(card), [("opening", 20.0), ("earn", 3.0)])
        movement = self._moved(ticket)
        self.assertRecordValues(
            movement,
            [
                {
                    "origin": ticket.pos_reference,
                    "channel_id": ticket.channel_id.id,
                    "warehouse_id": self.store.id,
                    "device": self.till_1.name,
                    "operator_model": "hr.employee",
                    "operator_ref": self.amelie.id,
                }
            ],
        )

    def test_same_ticket_five_times_moves_points_once(self):
        card = self._card(200)
        ticket = self._points_ticket(self.shirt, won=20, spent=100)
        for _time in range(5):
            order = self._send(ticket)
            self._confirm(order, -80)
        self.assertEqual(
            self._kinds(card), [("opening", 200.0), ("earn", 20.0), ("burn", -100.0)]
        )
        self.assertEqual(card.points, 120)

    def test_ticket_that_says_its_points_have_moved_moves_them(self):
        card = self._card(20)
        self._sell(self.pen, won=3, points_answer={"coupon_updates": []})
        self.assertEqual(card.points, 23)

    def test_till_hears_the_new_balance_after_the_ticket(self):
        self._card(20)
        order = self._sell(self.pen, won=3)
        answer = self._confirm(order, 3)
        self.assertEqual(answer["coupon_updates"][0]["points"], 23)
        self.assertEqual(self._balance(), 23)

    def test_first_purchase_makes_the_card_of_the_customer(self):
        self._sell(self.pen, won=3, card_id=-7)
        self.assertEqual(len(self._cards()), 1)
        self.assertEqual(self._balance(), 3)

    def test_draft_ticket_moves_nothing(self):
        self._card(20)
        ticket = self._points_ticket(self.pen, won=3, state="draft")
        order = self._send(ticket)
        self._confirm(order, 3)
        self.assertEqual(self._balance(), 20)

    def test_browser_cannot_make_points(self):
        card = self._card(20)
        order = self._sell(self.pen, won=99999)
        self.assertEqual(card.points, 23)
        self.assertIn("99999", self._exceptions(order, "loyalty").name)

    def test_senseless_points_are_none(self):
        card = self._card(20)
        for won in (float("nan"), float("-inf"), "12", None, -5, {}):
            self._sell(self.pen, won=won)
        self.assertEqual(card.points, 20)

    def test_points_go_to_nobody_but_the_customer_of_the_ticket(self):
        card = self._card(20)
        other = self._card_of(self.other_customer, 20)
        order = self._sell(self.pen, won=3, card_id=other.id)
        self.assertEqual((card.points, other.points), (20, 20))
        self.assertTrue(self._exceptions(order, "loyalty"))

    def test_reward_is_paid_whatever_the_browser_says_it_costs(self):
        card = self._card(200)
        ticket = self._points_ticket(self.shirt, unified_points=[])
        self._send(ticket)
        self.assertEqual(card.points, 100)

    def test_programme_that_is_not_of_this_till_gives_no_points(self):
        card = self._card(20)
        self.points.pos_config_ids = self.till_2
        order = self._sell(self.pen, won=3)
        self.assertEqual(card.points, 20)
        self.assertTrue(self._exceptions(order, "loyalty"))

    def test_paid_ticket_takes_what_there_is_and_tells_a_person(self):
        card = self._card(60)
        order = self._sell(self.pen, won=0, spent=100)
        self.assertEqual(card.points, 0)
        self.assertIn("40", self._exceptions(order, "loyalty").name)

    def test_ticket_paid_with_a_card_blocked_meanwhile_stands(self):
        card = self._card(200)
        card.blocked = True
        order = self._sell(self.shirt, won=0, spent=100)
        self.assertEqual(order.state, "paid")
        self.assertEqual(card.points, 200)
        self.assertTrue(self._exceptions(order, "loyalty"))

    def test_offline_tickets_give_the_same_balance_in_any_order(self):
        for order in (1, -1):
            card = self._card_of(self.customer, 100)
            tickets = [
                self._points_ticket(self.shirt, won=20, spent=0, card_id=card.id),
                self._points_ticket(self.pen, won=3, spent=100, card_id=card.id),
            ]
            for ticket in tickets[::order]:
                self._send(ticket)
            self.assertEqual(card.points, 23)
            card.active = False

    def test_promotion_without_card_leaves_the_ledger_alone(self):
        promotion = self._promotion("Ten off", discount=10)
        reward = promotion.reward_ids
        line = self._line(
            reward.discount_line_product_id,
            price_unit=-2.0,
            is_reward_line=True,
            reward_id=reward.id,
            reward_identifier_code="abc",
            points_cost=1,
            tax_ids=[Command.set(self.tax.ids)],
        )
        entry = {
            "coupon_id": -1,
            "program_id": promotion.id,
            "points": 1,
            "line_codes": ["abc"],
        }
        order = self._send(
            self._ticket([self._line(self.shirt), line], unified_points=[entry])
        )
        self.assertFalse(self._moved(order))
        self.assertFalse(self._exceptions(order, "loyalty"))
        self.assertTrue(order.lines.coupon_id)
