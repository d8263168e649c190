# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from psycopg2.errors import RaiseException

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..exceptions import PointsRefusedError
from ..tools import SOURCE_KEY
from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestLedger(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holds = cls.env["loyalty.hold"]

    def _kinds(self, card):
        return [
            (one.kind, one.points)
            for one in self.env["loyalty.movement"].search(
                [("card_id", "=", card.id)], order="id"
            )
        ]

    def _sum(self, card):
        return sum(points for _kind, points in self._kinds(card))

    def _order(self, *products, reward=None):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    Command.create({"product_id": one.id, "product_uom_qty": 1})
                    for one in products
                ],
            }
        )
        order._update_programs_and_rewards()
        if reward:
            self._claim(order, reward)
        return order

    # One way in

    def test_a_card_begins_its_ledger_with_what_is_on_it(self):
        self.assertEqual(self._kinds(self._card(50)), [("opening", 50.0)])

    def test_points_by_hand_are_a_movement_with_its_operator(self):
        card = self._card(50)
        card.points = 60
        movement = card.movement_ids.sorted("id")[-1]
        self.assertEqual((movement.kind, movement.points), ("adjust", 10.0))
        self.assertEqual(movement.operator_ref, self.env.uid)
        card.invalidate_recordset()
        self.assertEqual(card.points, 60)

    def test_correction_below_zero_is_refused_and_writes_nothing(self):
        card = self._card(50)
        with self.assertRaisesRegex(PointsRefusedError, "50"):
            card.points = -1
        self.assertEqual(card.points, 50)
        self.assertEqual(self._sum(card), 50)

    def test_order_names_itself_on_what_it_wins_and_spends(self):
        card = self._card(200)
        order = self._order(self.lamp, reward=self.reward)
        order.action_confirm()
        self.assertEqual(
            self._kinds(card), [("opening", 200.0), ("earn", 100.0), ("burn", -200.0)]
        )
        self.assertEqual(card.points, 100)
        for movement in card.movement_ids.sorted("id")[1:]:
            self.assertEqual(movement.res_model, "sale.order")
            self.assertEqual(movement.res_id, order.id)
            self.assertEqual(movement.origin, order.name)
            self.assertEqual(movement.channel_id, order.channel_id)
            self.assertEqual(movement.warehouse_id, order.warehouse_id)

    def test_cancelled_order_returns_the_card_to_where_it_was(self):
        card = self._card(200)
        order = self._order(self.lamp, reward=self.reward)
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(card.points, 200)
        self.assertEqual(self._sum(card), 200)
        self.assertEqual(len(card.movement_ids), 5)
        reversed_ones = card.movement_ids.filtered(lambda one: one.kind == "reverse")
        self.assertEqual(len(reversed_ones.reversed_id), 2)

    def test_order_confirmed_again_after_a_cancellation_wins_again_once(self):
        card = self._card(200)
        order = self._order(self.lamp)
        order.action_confirm()
        order._action_cancel()
        order.action_draft()
        order._update_programs_and_rewards()
        order.action_confirm()
        self.assertEqual(card.points, 300)
        order._action_cancel()
        self.assertEqual(card.points, 200)

    def test_reward_taken_off_a_confirmed_order_gives_its_points_back_once(self):
        card = self._card(200)
        order = self._order(self.lamp, reward=self.reward)
        order.action_confirm()
        order._get_reward_lines().points_cost = 0
        self.assertEqual(card.points, 300)
        order._action_cancel()
        self.assertEqual(card.points, 200)
        self.assertEqual(self._sum(card), 200)

    def test_context_sent_from_outside_cannot_name_a_source(self):
        card = self._card(50)
        forged = card.with_context(**{SOURCE_KEY: {"kind": "reverse"}})
        with self.assertRaises(PointsRefusedError):
            forged.points = -10

    # Append-only

    def test_movements_are_neither_changed_nor_deleted(self):
        movement = self._card(50).movement_ids
        with self.assertRaisesRegex(UserError, "never changed"):
            movement.sudo().points = 1
        with self.assertRaisesRegex(UserError, "never changed"):
            movement.sudo().unlink()

    @mute_logger("odoo.sql_db")
    def test_database_itself_refuses_a_change(self):
        card = self._card(50)
        for statement in (
            "UPDATE loyalty_movement SET points = 1 WHERE card_id = %s",
            "DELETE FROM loyalty_movement WHERE card_id = %s",
        ):
            with self.assertRaises(RaiseException), self.env.cr.savepoint():
                self.env.cr.execute(statement, [card.id])

    def test_deleted_card_with_movements_is_put_away(self):
        card = self._card(50)
        card.unlink()
        self.assertTrue(card.exists())
        self.assertFalse(card.active)

    def test_card_that_never_moved_is_deleted(self):
        card = self._card(0)
        card.unlink()
        self.assertFalse(card.exists())

    def test_control_finds_a_card_that_shows_something_else(self):
        card = self._card(50)
        controls = self.env["commerce.control"]
        found = [record for record, *_rest in controls._control_loyalty_ledger()]
        self.assertNotIn(card, found)
        self.env.cr.execute(
            "UPDATE loyalty_card SET points = 70 WHERE id = %s", [card.id]
        )
        card.invalidate_recordset()
        found = [record for record, *_rest in controls._control_loyalty_ledger()]
        self.assertIn(card, found)

    def test_control_finds_a_ledger_whose_guard_was_removed(self):
        controls = self.env["commerce.control"]
        self.assertFalse(controls._find_unguarded_ledger())
        self.env.cr.execute("ALTER TABLE loyalty_movement DISABLE TRIGGER append_only")
        self.assertTrue(controls._find_unguarded_ledger())

    # Authorise, then capture

    def test_authorised_points_are_not_left_for_another(self):
        card = self._card(100)
        self.holds._authorize("one", {card: 70}, minutes=5)
        with self.assertRaises(PointsRefusedError) as refusal:
            self.holds._authorize("two", {card: 50}, minutes=5)
        self.assertEqual(refusal.exception.left, {card.id: 30.0})

    def test_asked_again_under_one_key_they_are_kept_once(self):
        card = self._card(100)
        for _time in range(3):
            self.holds._authorize("one", {card: 70}, minutes=5)
        self.assertEqual(self.holds._read_held(card), {card.id: 70.0})
        self.holds._authorize("one", {card: 0}, minutes=5)
        self.assertEqual(self.holds._read_held(card), {card.id: 0.0})

    def test_part_is_granted_where_part_is_asked(self):
        card = self._card(20)
        grant = self.holds._authorize("one", {card: 30}, minutes=5, partial=True)
        self.assertEqual(grant.granted, {card.id: 20.0})

    def test_order_uses_up_what_it_authorised(self):
        card = self._card(200)
        order = self._order(self.lamp, reward=self.reward)
        order._authorize_points(15)
        self.assertEqual(self.holds._read_held(card), {card.id: 100.0})
        order.action_confirm()
        self.assertEqual(self.holds._read_held(card), {card.id: 0.0})
        self.assertEqual(card.points, 100)

    def test_order_is_refused_when_its_points_are_kept_for_another(self):
        card = self._card(200)
        order = self._order(self.lamp, reward=self.reward)
        self.holds._authorize("another till", {card: 150}, minutes=5)
        with self.assertRaises(PointsRefusedError):
            order.action_confirm()
        self.assertEqual(self._sum(card), 200)

    def test_cancelled_order_releases_what_it_authorised(self):
        card = self._card(200)
        order = self._order(self.lamp, reward=self.reward)
        order._authorize_points(15)
        order._action_cancel()
        self.assertEqual(self.holds._read_held(card), {card.id: 0.0})

    def test_senseless_amounts_are_refused(self):
        card = self._card(100)
        for points in (-1, float("nan"), float("inf"), "10"):
            with self.assertRaisesRegex(UserError, "above zero"):
                self.holds._authorize("one", {card: points}, minutes=5)
        with self.assertRaisesRegex(UserError, "minute"):
            self.holds._authorize("one", {card: 1}, minutes=0)
        with self.assertRaisesRegex(UserError, "key"):
            self.holds._authorize("", {card: 1}, minutes=5)

    def test_card_that_is_not_in_use_pays_nothing(self):
        card = self._card(100)
        for values, words in (
            ({"blocked": True}, "blocked"),
            ({"blocked": False, "expiration_date": "2020-01-01"}, "expired"),
            ({"expiration_date": False, "active": False}, "not in use"),
        ):
            card.write(values)
            with self.assertRaisesRegex(PointsRefusedError, words):
                self.holds._authorize("one", {card: 1}, minutes=5)
        with self.assertRaisesRegex(PointsRefusedError, "does not exist"):
            self.holds._authorize("one", {card.browse(2**30): 1}, minutes=5)

    def test_card_below_zero_pays_nothing(self):
        card = self._card(-100)
        self.assertEqual(card.points, -100)
        with self.assertRaises(PointsRefusedError):
            self.holds._authorize("one", {card: 1}, minutes=5)

    # Valid later

    def test_points_are_won_at_once_and_valid_after_the_withdrawal_period(self):
        self.points.points_valid_after = 14
        card = self._card(0)
        self._order(self.lamp).action_confirm()
        self.assertEqual(card.points, 0)
        self.assertEqual(card.points_pending, 100)
        with self.assertRaises(PointsRefusedError):
            self.holds._authorize("one", {card: 1}, minutes=5)

    def test_points_that_are_valid_later_do_not_pay_for_the_same_order(self):
        card = self._card(200)
        order = self._order(self.lamp, reward=self.reward)
        self.points.points_valid_after = 14
        self.assertEqual(order._get_loyalty_spending(), {card: 200})
        self.holds._authorize("another till", {card: 50}, minutes=5)
        with self.assertRaises(PointsRefusedError):
            order.action_confirm()
        self.holds._release(["another till"])
        order.action_confirm()
        self.assertEqual((card.points, card.points_pending), (0, 100))

    def test_order_cancelled_meanwhile_leaves_nothing_to_come(self):
        self.points.points_valid_after = 14
        card = self._card(0)
        order = self._order(self.lamp)
        order.action_confirm()
        order._action_cancel()
        self.assertEqual((card.points, card.points_pending), (0, 0))

    # Giving back

    def test_credit_note_takes_back_and_gives_back_in_proportion(self):
        card = self._card(200)
        order = self._order(self.lamp, self.chair, reward=self.reward)
        order.action_confirm()
        self.assertEqual(card.points, 160)
        invoice = order._create_invoices()
        invoice.action_post()
        # one chair of 60 out of 160: 3/8 of 160 won and of 200 spent
        refund = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        refund.invoice_line_ids.filtered(
            lambda line: line.product_id != self.chair
        ).unlink()
        refund.action_post()
        self.assertEqual(card.points, 160 - 60 + 75)
        refund.button_draft()
        self.assertEqual(card.points, 160)
        refund.action_post()
        self.assertEqual(card.points, 175)
        order._reverse_refunded_points()
        self.assertEqual(card.points, 175)
        order._action_cancel()
        self.assertEqual(card.points, 200)

    def test_points_that_became_valid_are_found_to_be_shown(self):
        card = self._card(10)
        self.env["loyalty.movement"].create(
            {
                "card_id": card.id,
                "kind": "earn",
                "points": 5,
                "date": "2026-01-01 10:00:00",
                "valid_from": fields.Datetime.now() - timedelta(hours=1),
            }
        )
        found = self.env["loyalty.movement"]._get_cards_to_sweep()
        self.assertIn(card.id, [one for batch in found for one in batch])
        self.env["loyalty.movement"]._update_cards({card.id})
        found = self.env["loyalty.movement"]._get_cards_to_sweep()
        self.assertNotIn(card.id, [one for batch in found for one in batch])
