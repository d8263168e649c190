# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestGesture(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,sales_team.group_sale_"
        cls.seller = new_test_user(cls.env, "vendeur", groups=groups + "salesman")
        cls.manager = new_test_user(cls.env, "chef", groups=groups + "manager")
        cls.reason = cls.env.ref("unified_loyalty.gesture_reason_goodwill")
        cls.points.write({"gesture_limit_seller": 50, "gesture_limit_manager": 200})

    def _gesture(self, user, card, points, **values):
        wizard = (
            self.env["loyalty.card.update.balance"]
            .with_user(user)
            .create(
                {
                    "card_id": card.id,
                    "direction": "add" if points > 0 else "take",
                    "points": abs(points),
                    "reason_id": self.reason.id,
                    **values,
                }
            )
        )
        wizard.action_update_card_point()

    def test_gesture_is_a_movement_with_its_reason_and_operator(self):
        card = self._card(100)
        self._gesture(self.seller, card, 30)
        self.assertEqual(card.points, 130)
        movement = card.movement_ids.sorted("id")[-1]
        self.assertRecordValues(
            movement,
            [
                {
                    "kind": "adjust",
                    "points": 30,
                    "reason": self.reason.name,
                    "operator_ref": self.seller.id,
                }
            ],
        )
        self._gesture(self.seller, card, -20, description="twice")
        self.assertEqual(card.points, 110)
        self.assertIn("twice", card.movement_ids.sorted("id")[-1].reason)

    def test_beyond_the_limit_it_is_said_who_may(self):
        card = self._card(100)
        with self.assertRaisesRegex(AccessError, "manager may go up to 200"):
            self._gesture(self.seller, card, 51)
        self._gesture(self.manager, card, 200)
        with self.assertRaisesRegex(AccessError, "setting of the programme"):
            self._gesture(self.manager, card, 1)
        self.assertEqual(card.points, 300)

    def test_limit_is_for_the_day_whatever_the_direction(self):
        card = self._card(100)
        self._gesture(self.seller, card, 30)
        with self.assertRaisesRegex(AccessError, "20 Points"):
            self._gesture(self.seller, card, -30)
        self._gesture(self.seller, card, -20)

    def test_points_written_over_rpc_are_within_the_limit_too(self):
        card = self._card(100)
        with self.assertRaises(AccessError):
            card.with_user(self.seller).points = 151
        with self.assertRaises(AccessError):
            self.env["loyalty.card"].with_user(self.manager).create(
                {"program_id": self.points.id, "points": 201}
            )
        self.assertEqual(card.points, 100)

    def test_no_limit_for_a_seller_means_none_may(self):
        self.points.gesture_limit_seller = 0
        with self.assertRaises(AccessError):
            self._gesture(self.seller, self._card(100), 1)

    def test_no_more_is_taken_than_there_is(self):
        card = self._card(10)
        with self.assertRaisesRegex(UserError, "10 Points are left"):
            self._gesture(self.seller, card, -11)

    def test_a_reason_and_a_number_are_asked_for(self):
        card = self._card(10)
        with self.assertRaisesRegex(UserError, "Say why"):
            self._gesture(self.seller, card, 1, reason_id=False)
        with self.assertRaisesRegex(UserError, "number of points"):
            self._gesture(self.seller, card, 0)

    def test_screen_says_what_the_user_may_still_do(self):
        card = self._card(100)
        self._gesture(self.seller, card, 30)
        model = (
            self.env["loyalty.card.update.balance"]
            .with_user(self.seller)
            .with_context(default_card_id=card.id)
        )
        with Form(model) as screen:
            self.assertTrue(screen.is_gesture)
            self.assertEqual(screen.limit_display, "20 Points")
            screen.points = 5
            screen.reason_id = self.reason
        screen.record.action_update_card_point()
        self.assertEqual(card.points, 135)
