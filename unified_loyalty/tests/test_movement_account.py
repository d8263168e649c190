# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command, Datetime
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.unified_loyalty.hooks import open_ledger

from .common import LoyaltyCase

READERS = (
    "sales_team.group_sale_salesman",
    "unified_commerce_base.group_commerce_user",
)


@tagged("post_install", "-at_install")
class TestMovementAccount(LoyaltyCase):
    def _order(self, channel):
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "channel_id": channel.id}
        )
        self._add(order, self.lamp)
        order.action_confirm()
        return order

    def _record(self, card, kind, points, **values):
        return self.env["loyalty.movement"]._record(
            [{"card_id": card.id, "kind": kind, "points": points, **values}]
        )

    def test_movement_says_what_where_and_which_document(self):
        card = self._card(0)
        order = self._order(self.store)
        movement = card.movement_ids._get_movements()[0]
        self.assertEqual(movement["words"], "Points won")
        self.assertEqual(movement["document"], order.name)
        self.assertEqual(movement["channel"], self.store.name)
        self.assertEqual(movement["channel_type"], "store")
        self.assertEqual(movement["points_display"], "+100 Points")

    def test_each_kind_is_told_in_words(self):
        card = self._card(0)
        kinds = dict(card.movement_ids._fields["kind"].selection)
        for kind in kinds:
            movement = self._record(card, kind, 5)._get_movements()[0]
            self.assertTrue(movement["words"], kind)
        taken = self._record(card, "reverse", -5)._get_movements()[0]
        self.assertEqual(taken["words"], "Points taken back")
        self.assertEqual(taken["points_display"], "−5 Points")

    def test_correction_says_its_reason(self):
        card = self._card(0)
        movement = self._record(card, "adjust", 5, reason="Geste")
        self.assertEqual(movement._get_movements()[0]["document"], "Geste")

    def test_code_of_another_card_is_not_told(self):
        movement = self._record(self._card(0), "transfer", 5, origin="044-other")
        self.assertNotIn("044-other", str(movement._get_movements()))

    def test_points_that_wait_say_from_when_they_are_valid(self):
        card = self._card(0)
        later = Datetime.now() + timedelta(days=14)
        waiting = self._record(card, "earn", 5, valid_from=later)
        past = self._record(card, "earn", 5, valid_from="2020-01-01 10:00:00")
        [shown] = waiting._get_movements()
        self.assertEqual(shown["valid_from"], Datetime.to_string(later))
        self.assertEqual(past._get_movements()[0]["valid_from"], "")

    def test_earlier_balance_is_the_opening_of_the_account(self):
        """A card of before the ledger shows what it had, and is open at once."""
        card = self._card(0)
        self.env.cr.execute(
            "UPDATE loyalty_card SET points = 42 WHERE id = %s", [card.id]
        )
        card.invalidate_recordset()
        open_ledger(self.env)
        card.invalidate_recordset()
        [shown] = self.customer._get_loyalty_account(self.company)["movements"]
        self.assertEqual((shown["words"], shown["points"]), ("Opening balance", 42))
        self.assertTrue(shown["date"])

    def test_a_card_below_zero_is_told_and_left_as_it_is(self):
        card = self._card(-100)
        backfill = self.env["commerce.backfill"].search([("code", "=", "card_in_debt")])
        backfill.write({"state": "todo", "last_id": 0, "findings": False})
        while backfill._run_batch(1):
            pass
        self.assertIn("Camille Martin", backfill.findings)
        self.assertIn("-100", backfill.findings)
        self.assertEqual(card.points, -100)

    def test_card_form_shows_movements_and_what_is_kept(self):
        card = self._card(100)
        self.env["loyalty.hold"]._authorize("paying", {card: 30}, minutes=5)
        self.addCleanup(self.env["loyalty.hold"]._release, ["paying"])
        for group in READERS:
            user = new_test_user(self.env, f"form_{group[-8:]}", groups=group)
            with Form(card.with_user(user)) as form:
                self.assertEqual(form.points_held, 30)
                self.assertEqual(len(form.movement_ids), 1)

    def test_only_who_may_read_the_ledger_reads_it(self):
        card = self._card(100)
        nobody = new_test_user(self.env, "nobody", groups="base.group_user")
        for group in READERS:
            user = new_test_user(self.env, f"ledger_{group[-8:]}", groups=group)
            movement = card.movement_ids.with_user(user)
            self.assertEqual(movement.points, 100)
            with self.assertRaises(AccessError):
                movement.create({"card_id": card.id, "kind": "earn", "points": 1})
        with self.assertRaises(AccessError):
            card.movement_ids.with_user(nobody).read(["points"])

    def test_menu_of_movements_is_for_the_staff_of_unified_commerce(self):
        menu = self.env.ref("unified_loyalty.menu_loyalty_movement")
        manager = new_test_user(self.env, "manager_menu", groups=READERS[1])
        nobody = new_test_user(self.env, "nobody_menu", groups="base.group_user")
        visible = self.env["ir.ui.menu"].with_user(manager)._visible_menu_ids()
        self.assertIn(menu.id, visible)
        visible = self.env["ir.ui.menu"].with_user(nobody)._visible_menu_ids()
        self.assertNotIn(menu.id, visible)

    def test_customer_form_shows_cards_and_points_by_channel(self):
        card = self._card(0)
        order = self._order(self.store)
        self._record(card, "burn", -30, channel_id=self.phone.id)
        self._record(card, "adjust", 5)
        rows = {
            channel.name: (won, spent, other)
            for channel, won, spent, other, _last in (
                self.customer._read_points_by_channel(self.customer)
            )
        }
        self.assertEqual(rows[self.store.name], (100, 0, 0))
        self.assertEqual(rows[self.phone.name], (0, -30, 0))
        self.assertEqual(rows[False], (0, 0, 5))
        self.assertEqual(self.customer.loyalty_card_ids, card)
        order._action_cancel()
        self.customer.invalidate_recordset()
        won, spent = self.customer._read_points_by_channel(self.customer)[0][1:3]
        self.assertEqual((won, spent), (0, 0))

    def test_movements_of_a_card_are_read_at_once(self):
        card = self._card(0)
        for number in range(20):
            self._record(card, "earn", 1, reason=str(number), channel_id=self.store.id)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            card.movement_ids._get_movements()

    def test_gift_cards_are_on_the_customer_form_and_not_among_points(self):
        gift = self.env["loyalty.program"].create(
            {
                "name": "Carte cadeau",
                "program_type": "gift_card",
                "applies_on": "future",
                "rule_ids": [Command.clear()],
            }
        )
        card = self.env["loyalty.card"].create(
            {"program_id": gift.id, "partner_id": self.customer.id, "points": 30}
        )
        self.assertEqual(self.customer.loyalty_card_ids, card)
        self.assertFalse(self.customer.loyalty_by_channel)
