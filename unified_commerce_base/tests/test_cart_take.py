# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..exceptions import CartHeldError
from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestCartTake(UnifiedCommerceCommon):
    def setUp(self):
        super().setUp()
        self.cart = self._make_cart(lines=[(self.mug, 3), (self.shirt, 1)])
        self.mug_line, self.shirt_line = self.cart.order_line

    def _take(self, quantities, holder=None):
        self.cart._cart_acquire(self.till)
        return self.cart._cart_take(
            {line.id: quantity for line, quantity in quantities.items()},
            holder or self.till,
            self.lyon,
            self.store,
        )

    def test_whole_cart_is_taken_and_the_cart_stays_empty_and_open(self):
        order, mapping = self._take({self.mug_line: 3, self.shirt_line: 1})
        self.assertEqual(self._content(order), {self.mug: 3, self.shirt: 1})
        self.assertFalse(self.cart.order_line)
        self.assertEqual((self.cart.cart_state, self.cart.state), ("open", "draft"))
        self.assertEqual(order.order_line.ids, list(mapping.values()))

    def test_new_order_belongs_to_the_store(self):
        order, _mapping = self._take({self.shirt_line: 1})
        self.assertRecordValues(
            order,
            [
                {
                    "is_cart": False,
                    "cart_state": False,
                    "channel_id": self.lyon.id,
                    "warehouse_id": self.store.id,
                    "cart_origin_id": self.cart.id,
                    "partner_id": self.customer.id,
                    "state": "draft",
                }
            ],
        )

    def test_place_of_the_new_order_stays_whoever_owns_it(self):
        order, _mapping = self._take({self.shirt_line: 1})
        order.user_id = self.env.ref("base.user_admin")
        order.flush_recordset()
        self.assertEqual(order.warehouse_id, self.store)

    def test_what_is_not_taken_stays_in_the_cart(self):
        order, mapping = self._take({self.mug_line: 1})
        self.assertEqual(self._content(order), {self.mug: 1})
        self.assertEqual(self._content(self.cart), {self.mug: 2, self.shirt: 1})
        self.assertNotEqual(mapping[self.mug_line.id], self.mug_line.id)

    def test_more_than_ordered_can_be_taken(self):
        order, _mapping = self._take({self.shirt_line: 2})
        self.assertEqual(self._content(order), {self.shirt: 2})
        self.assertEqual(self._content(self.cart), {self.mug: 3})

    def test_customer_pays_the_price_seen(self):
        self.mug_line.write({"price_unit": 7.5, "discount": 10})
        order, _mapping = self._take({self.mug_line: 1})
        self.assertRecordValues(
            order.order_line, [{"price_unit": 7.5, "discount": 10.0}]
        )
        self.assertRecordValues(self.mug_line, [{"price_unit": 7.5, "discount": 10.0}])

    def test_ticket_alone_delivers_what_is_taken(self):
        order, _mapping = self._take({self.mug_line: 3})
        order.action_confirm()
        self.assertFalse(order.picking_ids)
        self.cart.action_confirm()
        self.assertEqual(self.cart.picking_ids.move_ids.product_id, self.shirt)

    def test_only_the_holder_takes(self):
        with self.assertRaises(CartHeldError):
            self._take({self.mug_line: 1}, holder=self.other_till)

    def test_line_of_another_cart_is_refused(self):
        other = self._make_cart(self.other_customer, lines=[(self.mug, 1)])
        with self.assertRaises(UserError):
            self._take({other.order_line: 1})
        self.assertEqual(self._content(other), {self.mug: 1})
