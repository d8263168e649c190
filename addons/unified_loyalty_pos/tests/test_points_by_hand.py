# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.unified_loyalty.tools import WRITER_KEY

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestPointsByHand(LoyaltyTillCommon):
    """What a cashier may do to points over RPC: nothing but selling."""

    def setUp(self):
        super().setUp()
        self.points_card = self._card(50)
        self.history = self.env["loyalty.history"].create(
            {"card_id": self.points_card.id, "description": "Achat", "issued": 50}
        )

    def test_cashier_cannot_write_points(self):
        card = self.points_card.with_user(self.cashier)
        with self.assertRaisesRegex(AccessError, "manager"):
            card.write({"points": 99999})
        for forged in (True, "WRITER", {}):
            with self.assertRaises(AccessError):
                card.with_context(**{WRITER_KEY: forged}).write({"points": 99999})
        self.assertEqual(self.points_card.points, 50)

    def test_cashier_cannot_take_the_card_of_somebody_else(self):
        card = self.points_card.with_user(self.cashier)
        with self.assertRaises(AccessError):
            card.write({"partner_id": self.cashier.partner_id.id})
        self.assertEqual(self.points_card.partner_id, self.customer)

    def test_cashier_cannot_make_a_card(self):
        with self.assertRaises(AccessError):
            self.env["loyalty.card"].with_user(self.cashier).create(
                {"program_id": self.points.id, "points": 99999}
            )

    def test_cashier_cannot_touch_the_history(self):
        history = self.history.with_user(self.cashier)
        with self.assertRaises(AccessError):
            history.write({"issued": 99999})
        with self.assertRaises(AccessError):
            history.unlink()
        with self.assertRaises(AccessError):
            history.create(
                {"card_id": self.points_card.id, "description": "X", "issued": 9}
            )

    def test_cashier_cannot_write_history_through_a_ticket(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        with self.assertRaises(AccessError):
            order.with_user(self.cashier).add_loyalty_history_lines(
                [{"card_id": self.points_card.id, "won": 99999, "spent": 0}],
                [{"id": self.points_card.id, "old_id": self.points_card.id}],
            )

    def test_cashier_cannot_use_the_correction_screen(self):
        with self.assertRaises(AccessError):
            self.env["loyalty.card.update.balance"].with_user(self.cashier).create(
                {
                    "card_id": self.points_card.id,
                    "new_balance": 99999,
                    "description": "X",
                }
            ).action_update_card_point()
        self.assertEqual(self.points_card.points, 50)

    def test_manager_and_seller_keep_the_rights_of_odoo(self):
        for user, balance in ((self.manager, 60), (self.seller, 70)):
            self.env["loyalty.card.update.balance"].with_user(user).create(
                {
                    "card_id": self.points_card.id,
                    "new_balance": balance,
                    "description": "X",
                }
            ).action_update_card_point()
            self.assertEqual(self.points_card.points, balance)

    def test_cashier_still_reads_the_card_of_a_customer(self):
        card = self.points_card.with_user(self.cashier)
        fields = card._load_pos_data_fields(self.till_1)
        self.assertEqual(card.read(fields)[0]["points"], 50)

    def test_cashier_neither_reads_nor_writes_the_ledger_and_what_is_kept(self):
        movement = self.points_card.movement_ids[:1]
        self.env["loyalty.hold"]._authorize("web", {self.points_card: 10}, minutes=5)
        hold = self.env["loyalty.hold"].search([("token", "=", "web")])
        for record in (movement, hold):
            mine = record.with_user(self.cashier)
            for attempt in (
                lambda mine=mine: mine.read(["points"]),
                lambda mine=mine: mine.write({"points": 99999}),
                mine.unlink,
            ):
                with self.assertRaises(UserError):
                    attempt()
        with self.assertRaises(AccessError):
            movement.with_user(self.cashier).create(
                {"card_id": self.points_card.id, "kind": "earn", "points": 99999}
            )
        with self.assertRaises(AccessError):
            hold.with_user(self.cashier).create(
                {
                    "token": "x",
                    "card_ref": self.points_card.id,
                    "points": 1,
                    "created_at": "2026-01-01",
                    "expires_at": "2026-01-02",
                }
            )
        with self.assertRaises(AccessError):
            hold.with_user(self.cashier).action_release()

    def test_cashier_cannot_generate_cards(self):
        wizard = self.env["loyalty.generate.wizard"].with_user(self.cashier)
        with self.assertRaises(AccessError):
            wizard.create(
                {
                    "program_id": self.points.id,
                    "mode": "anonymous",
                    "coupon_qty": 1,
                    "points_granted": 99999,
                }
            ).generate_coupons()

    def test_cashier_cannot_say_that_points_have_moved(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        with self.assertRaises(AccessError):
            order.with_user(self.cashier).write({"points_answer": {"x": 1}})
