# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .test_hold import HoldCommon


@tagged("post_install", "-at_install")
class TestHoldDelivery(HoldCommon):
    def test_a_delivery_in_two_parts_keeps_nothing_twice(self):
        order = self._order(4)
        self.assertFalse(order._hold("payment"))
        order.action_confirm()
        self.assertEqual(self._left(), 1)
        first = order.picking_ids
        first.move_ids.write({"quantity": 1, "picked": True})
        first.with_context(skip_backorder=True).button_validate()
        rest = order.picking_ids - first
        self.assertEqual((first.state, rest.state), ("done", "assigned"))
        self.assertEqual(self._left(), 1)
        self.assertTrue(self._claim("other", 1).complete)
        rest.button_validate()
        self.assertEqual(self._left(), 0)
