# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestPromise(TillCommon):
    """Goods handed over always pass; what they break is told to a person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.till_1._get_place()
        cls.pen.is_storable = True
        if "allow_out_of_stock_order" in cls.pen._fields:
            cls.pen.allow_out_of_stock_order = False
        cls._set_stock(cls.pen, cls.place, 1 - cls._left())

    @classmethod
    def _left(cls):
        read = cls.env["commerce.availability"]._read(cls.pen, cls.place)
        return read[cls.pen.id, cls.place.id]

    def _order(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.place.id,
                "order_line": [
                    Command.create({"product_id": self.pen.id, "product_uom_qty": 1})
                ],
            }
        )
        order.action_confirm()
        self.assertEqual(order.picking_ids.state, "assigned")
        return order

    def _sell(self):
        ticket = self._send(self._ticket([self._line(self.pen)]))
        self.assertEqual(ticket.picking_ids.state, "done")
        pair = self.pen.id, self.place.id
        # what is looked at after the commit of the ticket
        self.env["commerce.hold"]._report_breaches([pair], ticket)
        return ticket

    def test_the_unit_on_the_counter_is_sold_and_the_breach_told(self):
        order = self._order()
        self._sell()
        problem = self.env["commerce.exception"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        )
        self.assertEqual(problem.mapped("kind"), ["promise"])
        self.assertIn(order.name, problem.name)
        self.assertIn(self.pen.name, problem.name)

    def test_a_held_unit_is_sold_and_its_holder_named(self):
        self.env["commerce.hold"]._claim(
            "a",
            {(self.pen, self.place): 1},
            reason="checkout",
            minutes=5,
            origin=self.cart,
        )
        ticket = self._sell()
        self.assertIn(self.cart.name, self._exceptions(ticket, "promise").name)

    def test_a_unit_promised_to_nobody_breaks_nothing(self):
        self.assertFalse(self._exceptions(self._sell(), "promise"))

    def test_more_than_was_counted_breaks_no_promise(self):
        self._set_stock(self.pen, self.place, -1)
        self.assertFalse(self._exceptions(self._sell(), "promise"))

    def test_goods_that_could_not_be_moved_are_told(self):
        ticket = self._send(self._ticket([self._line(self.pen)]))
        picking = ticket.picking_ids
        picking.sudo().state = "assigned"
        ticket._report_goods_not_moved()
        self.assertEqual(
            self.env["commerce.exception"]
            .search([("res_model", "=", "stock.picking"), ("res_id", "=", picking.id)])
            .kind,
            "stock",
        )
