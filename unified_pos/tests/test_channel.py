# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestChannel(TillCommon):
    """What is sold at a till says which store it was sold in."""

    def test_tills_of_one_place_share_its_channel(self):
        self.assertEqual(self.till_1.channel_id, self.lyon)
        self.assertEqual(self.till_2.channel_id, self.lyon)

    def test_till_moved_to_another_place_takes_its_channel(self):
        paris = self.env["stock.warehouse"].create({"name": "Paris", "code": "PRT"})
        self.till_2.picking_type_id = paris.pos_type_id
        self.assertEqual(self.till_2.channel_id.warehouse_id, paris)

    def test_ticket_and_its_goods_carry_the_channel(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        self.assertEqual(order.channel_id, self.lyon)
        self.assertEqual(order.picking_ids.channel_id, self.lyon)
        self.assertEqual(order.picking_ids.move_ids.channel_id, self.lyon)

    def test_ticket_keeps_its_channel_when_the_till_moves(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        self.till_1.channel_id = self.env["commerce.channel"].create(
            {"name": "Pop-up", "code": "POP"}
        )
        self.assertEqual(order.channel_id, self.lyon)

    def test_entry_of_the_session_carries_the_channel(self):
        self._send(self._ticket([self._line(self.pen)]))
        self.session_1.with_user(self.manager).action_pos_session_closing_control()
        entry = self.session_1.move_id
        self.assertEqual(entry.state, "posted")
        self.assertEqual(entry.channel_id, self.lyon)
        self.assertEqual(entry.line_ids.channel_id, self.lyon)
        self.assertEqual(self.session_1.bank_payment_ids.move_id.channel_id, self.lyon)

    def test_invoice_of_a_ticket_carries_the_channel(self):
        order = self._send(self._ticket([self._line(self.pen)], to_invoice=True))
        self.assertEqual(order.account_move.channel_id, self.lyon)
        payment_entries = order.payment_ids.account_move_id
        self.assertEqual(payment_entries.channel_id, self.lyon)

    def test_goods_shipped_later_carry_the_channel(self):
        self.till_1.write({"ship_later": True, "warehouse_id": self.store.id})
        self.customer.write({"street": "1 rue", "city": "Lyon", "zip": "69001"})
        ticket = self._ticket([self._line(self.pen)], shipping_date="2026-12-01")
        order = self._send(ticket)
        self.assertEqual(order.picking_ids.move_ids.channel_id, self.lyon)

    def test_tickets_are_listed_by_channel(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        groups = self.env["pos.order"]._read_group(
            [("id", "=", order.id)], ["channel_id"], ["amount_total:sum"]
        )
        self.assertEqual(groups, [(self.lyon, 3.0)])

    def test_earlier_tickets_get_the_channel_of_their_till(self):
        order = self._send(self._ticket([self._line(self.pen)], to_invoice=True))
        moves = order.picking_ids.move_ids
        self.env.flush_all()
        for table, ids in (
            ("pos_order", order.ids),
            ("stock_picking", order.picking_ids.ids),
            ("stock_move", moves.ids),
            ("account_move", order.account_move.ids),
            ("account_move_line", order.account_move.line_ids.ids),
        ):
            self.env.cr.execute(
                f"UPDATE {table} SET channel_id = NULL WHERE id = ANY(%s)", [ids]
            )
        self.env.invalidate_all()
        last_id, treated, findings = self.env[
            "commerce.backfill"
        ]._backfill_ticket_channel(order.id - 1, 100)
        self.assertEqual((last_id, findings), (order.id, []))
        self.assertGreaterEqual(treated, 1)
        self.assertEqual(order.channel_id, self.lyon)
        self.assertEqual(order.picking_ids.channel_id, self.lyon)
        self.assertEqual(moves.channel_id, self.lyon)
        self.assertEqual(order.account_move.channel_id, self.lyon)
        self.assertEqual(order.account_move.line_ids.channel_id, self.lyon)

    def test_sales_report_tells_the_store_of_a_ticket(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        self.env.flush_all()
        reported = self.env["sale.report"].search(
            [("order_reference", "=", f"pos.order,{order.id}")]
        )
        self.assertEqual(reported.channel_id, self.lyon)
