# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestShipLater(TillCommon):
    """What a till sells from elsewhere is promised before it is paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.depot = cls.env["stock.warehouse"].create({"name": "Dépôt", "code": "DEP"})
        cls.till_1.write({"ship_later": True, "warehouse_id": cls.depot.id})
        if "allow_out_of_stock_order" in cls.pen._fields:
            cls.pen.allow_out_of_stock_order = False
        cls._set_stock(cls.pen, cls.depot, 2)

    def _left(self):
        read = self.env["commerce.availability"]._read(self.pen, self.depot)
        return read[self.pen.id, self.depot.id]

    def _ask(self, ticket, units):
        self.env.flush_all()
        return self._till().unified_promise_later(
            ticket["uuid"], [[self.pen.id, units]]
        )

    def _sell(self, units):
        return self._ticket([self._line(self.pen, units)], shipping_date="2026-12-24")

    def test_goods_are_held_before_the_payment_and_reserved_after_it(self):
        ticket = self._sell(2)
        self.assertEqual(self._ask(ticket, 2)["status"], "held")
        self.assertEqual(self._left(), 0)
        order = self._send(ticket)
        self.assertEqual(order.picking_ids.move_ids.quantity, 2)
        self.assertEqual(order.picking_ids.location_id.warehouse_id, self.depot)
        self.assertEqual(self._left(), 0)
        self.assertFalse(self._exceptions(order, "promise"))

    def test_more_than_is_left_is_refused_before_the_payment(self):
        answer = self._ask(self._sell(3), 3)
        self.assertEqual(answer["status"], "short")
        self.assertIn("2 left in Dépôt", answer["message"])
        self.assertEqual(self._left(), 2)

    def test_a_ticket_that_sends_nothing_any_more_keeps_nothing(self):
        ticket = self._sell(2)
        self._ask(ticket, 2)
        self._till().unified_promise_later(ticket["uuid"], [])
        self.assertEqual(self._left(), 2)

    def test_a_ticket_paid_without_network_is_told_when_the_goods_are_gone(self):
        other = self._sell(2)
        self._ask(other, 2)
        order = self._send(self._sell(1))
        self.assertFalse(order.picking_ids.move_ids.quantity)
        problem = self._exceptions(order, "promise")
        self.assertIn(self.pen.name, problem.name)

    def test_nonsense_holds_nothing(self):
        for line in (["x", 1], [-1, 2], [self.pen.id, "many"], [self.pen.id, -2]):
            with self.subTest(line):
                answer = self._till().unified_promise_later("some-uuid", [line])
                self.assertEqual(answer["status"], "held")
                self.assertEqual(self._left(), 2)

    def test_only_the_staff_of_tills_promises(self):
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.till_1.with_user(stranger).unified_promise_later("uuid", [])
