# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestHistoryChannel(LoyaltyCase):
    def _order(self, channel):
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "channel_id": channel.id}
        )
        self._add(order, self.lamp)
        order.action_confirm()
        return order

    def test_movement_has_the_channel_of_its_sale(self):
        card = self._card(0)
        for channel in (self.store, self.phone):
            order = self._order(channel)
            line = card.history_ids.filtered(lambda one, o=order: one.order_id == o.id)
            self.assertRecordValues(
                line,
                [
                    {
                        "channel_id": channel.id,
                        "balance": 100,
                        "program_id": self.points.id,
                        "partner_id": self.customer.id,
                    }
                ],
            )

    def test_movement_by_hand_has_no_channel(self):
        card = self._card(10)
        self.env["loyalty.card.update.balance"].create(
            {"card_id": card.id, "new_balance": 30, "description": "Geste"}
        ).action_update_card_point()
        self.assertEqual(card.points, 30)
        self.assertFalse(card.history_ids.channel_id)
        self.assertEqual(card.history_ids.balance, 20)

    def test_earlier_movements_get_the_channel_of_their_sale(self):
        card = self._card(0)
        self._order(self.store)
        self.env["loyalty.history"].flush_model()
        self.env.cr.execute("UPDATE loyalty_history SET channel_id = NULL")
        card.history_ids.invalidate_recordset()
        backfill = self.env["commerce.backfill"].search(
            [("code", "=", "loyalty_channel")]
        )
        backfill.last_id = 0
        while backfill._run_batch():
            continue
        self.assertEqual(card.history_ids.channel_id, self.store)
        self.assertEqual(backfill.state, "done")

    def test_movement_says_which_document(self):
        card = self._card(0)
        order = self._order(self.store)
        movement = card.history_ids._get_movements()[0]
        self.assertEqual(movement["document"], order.name)
        self.assertEqual(movement["channel"], self.store.name)
        self.assertEqual(movement["channel_type"], "store")
        self.assertEqual(movement["points_display"], "+100 Points")

    def test_movement_of_a_deleted_document_keeps_its_text(self):
        line = self.env["loyalty.history"].create(
            {
                "card_id": self._card(0).id,
                "description": "Ancienne commande",
                "used": 5,
                "order_model": "sale.order",
                "order_id": 0x7FFFFFFF,
            }
        )
        movement = line._get_movements()[0]
        self.assertEqual(movement["document"], "Ancienne commande")
        self.assertEqual(movement["points_display"], "−5 Points")
        line.write({"order_model": "model.gone", "description": "Module retiré"})
        self.assertEqual(line._get_movements()[0]["document"], "Module retiré")

    def test_a_card_below_zero_is_told_and_left_as_it_is(self):
        card = self._card(-100)
        backfill = self.env["commerce.backfill"].search([("code", "=", "card_in_debt")])
        backfill.write({"state": "todo", "last_id": 0, "findings": False})
        while backfill._run_batch(1):
            pass
        self.assertIn("Camille Martin", backfill.findings)
        self.assertIn("-100", backfill.findings)
        self.assertEqual(card.points, -100)
