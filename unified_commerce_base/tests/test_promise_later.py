# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_hold import HoldCommon


@tagged("post_install", "-at_install")
class TestPromiseLater(HoldCommon):
    """What is not there yet is promised for a day, up to a limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.spring = cls.today + timedelta(days=90)

    def _sell_in_advance(self, limit=3):
        self.shirt.write(
            {
                "promise_policy": "preorder",
                "preorder_date": self.spring,
                "preorder_limit": limit,
            }
        )

    def _expect(self, quantity, days):
        """A supplier sends goods to the store."""
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.store.lot_stock_id.id,
            "picking_type_id": self.store.in_type_id.id,
        }
        receipt = self.env["stock.picking"].create(
            {
                **places,
                "move_ids": [
                    Command.create(
                        {
                            **places,
                            "product_id": self.shirt.id,
                            "product_uom_qty": quantity,
                        }
                    )
                ],
            }
        )
        receipt.scheduled_date = fields.Datetime.now() + timedelta(days=days)
        receipt.action_confirm()
        return receipt

    def _left_in_all(self):
        read = self.env["commerce.availability"]._read(
            self.shirt, self.store, beyond=True
        )
        return read[self.shirt.id, self.store.id]

    def test_goods_on_their_way_are_not_looked_for_when_all_is_there(self):
        self._expect(3, days=10)
        dates = self.env["commerce.availability"]._get_promised_dates
        dates({(self.shirt, self.store): 5})  # what processes remember is remembered
        self.env.flush_all()
        with self.assertQueryCount(1):
            days = dates({(self.shirt, self.store): 5})
        self.assertEqual(days, {(self.shirt.id, self.store.id): False})
        days = dates({(self.shirt, self.store): 6})
        expected = self.today + timedelta(days=10)
        self.assertEqual(days, {(self.shirt.id, self.store.id): expected})

    # Pre-orders -----------------------------------------------------------------

    def test_pre_orders_are_taken_up_to_their_limit(self):
        self._sell_in_advance(limit=3)
        self.assertTrue(self._claim("a", 7).complete)
        refused = self._claim("b", 2)
        self.assertFalse(refused.complete)
        self.assertEqual(refused.left, {(self.shirt.id, self.store.id): 1})

    def test_a_pre_order_that_is_confirmed_counts_once_against_the_limit(self):
        self._sell_in_advance(limit=3)
        order = self._order(7)
        self.assertEqual(order._hold("payment"), {})
        self.assertEqual(self._left_in_all(), 1)
        order.action_confirm()
        self.assertEqual(order.order_line.move_ids.quantity, 5)
        self.assertEqual(self._left_in_all(), 1)
        self.env["commerce.hold"]._release([order._get_hold_token()])
        self.assertEqual(self._left_in_all(), 1)
        self.assertFalse(self._claim("b", 2).complete)
        self.assertTrue(self._claim("b", 1).complete)

    def test_a_pre_order_is_told_its_day_and_keeps_it(self):
        self._sell_in_advance()
        order = self._order(6)
        order._hold("payment")
        self.assertEqual(order.order_line.promised_date, self.spring)
        order.action_confirm()
        self.shirt.preorder_date = self.spring + timedelta(days=30)
        # a sign of life of the cart that became the order claims again
        order._hold("payment")
        self.assertEqual(order.order_line.promised_date, self.spring)
        self.assertFalse(self._exceptions(order, "promise"))

    def test_what_is_in_stock_has_no_later_day(self):
        self._sell_in_advance()
        order = self._order(5)
        order._hold("payment")
        self.assertFalse(order.order_line.promised_date)

    def test_nothing_is_sold_in_advance_for_a_day_that_is_over(self):
        self._sell_in_advance()
        self.shirt.preorder_date = self.today - timedelta(days=1)
        self.assertFalse(self._claim("a", 6).complete)

    def test_goods_that_arrive_go_to_who_ordered_in_advance(self):
        self._sell_in_advance(limit=3)
        order = self._order(7)
        order._hold("payment")
        order.action_confirm()
        self._expect(4, days=0).button_validate()
        self.assertEqual(order.order_line.move_ids.quantity, 7)
        # two units are left, and three more may be sold in advance
        self.assertEqual(self._left(), 2)
        self.assertEqual(self._left_in_all(), 5)

    def test_goods_that_are_held_are_not_reserved_because_more_may_be_ordered(self):
        self._sell_in_advance(limit=3)
        self.assertTrue(self._claim("somebody", 5).complete)
        order = self._order(2)
        order.action_confirm()
        self.assertEqual(order.order_line.move_ids.quantity, 0)
        with self.assertRaises(UserError):
            order.order_line.move_ids.quantity = 2

    def test_a_cancelled_pre_order_gives_its_place_back(self):
        self._sell_in_advance(limit=3)
        order = self._order(8)
        order._hold("payment")
        order.action_confirm()
        self.assertEqual(self._left_in_all(), 0)
        order._action_cancel()
        self.assertEqual(self._left_in_all(), 8)

    def test_an_order_beyond_the_limit_is_told_to_a_person(self):
        self._sell_in_advance(limit=3)
        order = self._order(9)
        order.action_confirm()
        self.assertTrue(self._exceptions(order, "promise"))

    def test_without_a_day_nothing_is_sold_in_advance(self):
        self._sell_in_advance()
        self.shirt.preorder_date = False
        self.assertFalse(self._claim("a", 6).complete)

    def test_a_customer_who_waits_too_long_is_told_to_a_person(self):
        self._sell_in_advance()
        order = self._order(6)
        order._hold("payment")
        order.action_confirm()
        control = self.env["commerce.control"]
        self.assertEqual(control._control_late_promise(), [])
        with freeze_time(self.spring + timedelta(days=1)):
            found = control._control_late_promise()
        self.assertEqual([record for record, _summary, _advice in found], [order])

    # On its way -----------------------------------------------------------------

    def test_goods_on_their_way_are_promised_for_the_day_they_are_expected(self):
        self.shirt.promise_policy = "incoming"
        self.assertFalse(self._claim("a", 6).complete)
        self._expect(2, days=10)
        self._expect(2, days=3)
        order = self._order(8)
        self.assertEqual(order._hold("payment"), {})
        self.assertEqual(
            order.order_line.promised_date, self.today + timedelta(days=10)
        )
        self.assertFalse(self._claim("b", 2).complete)
        self.assertTrue(self._claim("b", 1).complete)

    def test_the_day_follows_what_others_already_wait_for(self):
        self.shirt.promise_policy = "incoming"
        self._expect(2, days=3)
        self._expect(2, days=10)
        first = self._order(7)
        first._hold("payment")
        first.action_confirm()
        second = self._order(1)
        second._hold("payment")
        self.assertEqual(first.order_line.promised_date, self.today + timedelta(days=3))
        self.assertEqual(
            second.order_line.promised_date, self.today + timedelta(days=10)
        )

    def test_a_late_supplier_is_not_promised_for_yesterday(self):
        self.shirt.promise_policy = "incoming"
        self._expect(2, days=-5)
        order = self._order(6)
        order._hold("payment")
        self.assertEqual(order.order_line.promised_date, self.today)

    def test_goods_that_move_within_the_place_are_not_on_their_way(self):
        self.shirt.promise_policy = "incoming"
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.store.lot_stock_id.id}
        )
        self.env["stock.move"].create(
            {
                "product_id": self.shirt.id,
                "product_uom_qty": 2,
                "location_id": self.store.lot_stock_id.id,
                "location_dest_id": shelf.id,
                "picking_type_id": self.store.int_type_id.id,
            }
        )._action_confirm()
        self.assertEqual(self._left_in_all(), self._left())

    # Reserved later -------------------------------------------------------------

    def test_an_order_that_reserves_later_keeps_its_units(self):
        self.store.out_type_id.reservation_method = "manual"
        order = self._order(4)
        order._hold("payment")
        order.action_confirm()
        self.assertEqual(order.order_line.move_ids.quantity, 0)
        self.env["commerce.hold"]._release([order._get_hold_token()])
        self.assertEqual(self._left(), 1)
        self.assertFalse(self._claim("b", 2).complete)
        transfer = self.env["stock.move"].create(
            {
                "product_id": self.shirt.id,
                "product_uom_qty": 3,
                "location_id": self.store.lot_stock_id.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "picking_type_id": self.store.int_type_id.id,
            }
        )
        transfer._action_confirm()
        transfer._action_assign()
        self.assertEqual(transfer.quantity, 1)
        order.picking_ids.action_assign()
        self.assertEqual(order.order_line.move_ids.quantity, 4)
        self.assertEqual(self._left(), 0)
