# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.unified_commerce_base.tests.test_hold import HoldCommon


@tagged("post_install", "-at_install")
class TestExpiry(HoldCommon):
    """What must leave the shelf is promised to nobody, by nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cheese = cls.env["product.product"].create(
            {
                "name": "Cheese",
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
            }
        )
        if "allow_out_of_stock_order" in cls.cheese._fields:
            cls.cheese.allow_out_of_stock_order = False
        cls.old = cls._receive("OLD", 3, days=-1)
        cls.fresh = cls._receive("FRESH", 2, days=10)

    @classmethod
    def _receive(cls, name, quantity, days):
        lot = cls.env["stock.lot"].create(
            {"name": name, "product_id": cls.cheese.id, "expiration_date": False}
        )
        lot.removal_date = fields.Datetime.now() + timedelta(days=days)
        cls.env["stock.quant"]._update_available_quantity(
            cls.cheese, cls.store.lot_stock_id, quantity, lot_id=lot
        )
        return lot

    def _cheese_left(self):
        return self._left(product=self.cheese)

    def _expire(self, lot):
        lot.removal_date = fields.Datetime.now() - timedelta(hours=1)

    def test_only_fresh_goods_can_be_promised(self):
        self.assertEqual(self._cheese_left(), 2)
        self.assertFalse(self._claim("a", 3, product=self.cheese).complete)
        self.assertTrue(self._claim("a", 2, product=self.cheese).complete)

    def test_goods_without_a_date_can_be_promised(self):
        self._receive("DATELESS", 4, days=0).removal_date = False
        self.assertEqual(self._cheese_left(), 6)

    def test_goods_of_the_last_minute_can_be_promised(self):
        self.old.removal_date = fields.Datetime.now() + timedelta(minutes=5)
        self.assertEqual(self._cheese_left(), 5)
        self._expire(self.old)
        self.assertEqual(self._cheese_left(), 2)

    def test_an_order_reserves_what_was_promised(self):
        order = self._order(3, product=self.cheese)
        self.assertEqual(order._hold("payment"), {order.order_line: 2})
        order.order_line.product_uom_qty = 2
        self.assertEqual(order._hold("payment"), {})
        order.action_confirm()
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertEqual(order.picking_ids.move_line_ids.lot_id, self.fresh)
        self.assertEqual(self._cheese_left(), 0)
        self.assertFalse(self._exceptions(order, "promise"))

    def test_the_gate_grants_what_odoo_can_reserve_and_no_more(self):
        order = self._order(5, product=self.cheese)
        order.action_confirm()
        self.assertEqual(order.order_line.move_ids.quantity, 2)
        self.assertTrue(self._exceptions(order, "promise"))
        self.assertEqual(self._cheese_left(), 0)

    def test_what_is_held_and_expires_is_told_by_the_nightly_control(self):
        self._claim("a", 2, product=self.cheese)
        control = self.env["commerce.control"]
        self.assertFalse(control._control_stock_ledger())
        self._expire(self.fresh)
        self.assertEqual(self._cheese_left(), -2)
        found = control._control_stock_ledger()
        self.assertEqual([finding.record for finding in found], [self.cheese])
        self.assertFalse(self._claim("b", 1, product=self.cheese).complete)

    def test_what_is_reserved_and_expires_stays_with_who_has_it(self):
        order = self._order(2, product=self.cheese)
        order._hold("payment")
        order.action_confirm()
        self._expire(self.fresh)
        # the reserved lot counts for nobody else, and is missing to nobody
        self.assertEqual(self._cheese_left(), 0)
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertFalse(self.env["commerce.control"]._control_stock_ledger())

    def test_an_expired_lot_is_not_reserved_again(self):
        order = self._order(2, product=self.cheese)
        order._hold("payment")
        order.action_confirm()
        self._expire(self.fresh)
        order.picking_ids.do_unreserve()
        self.assertEqual(self._cheese_left(), 0)
        order.picking_ids.action_assign()
        self.assertEqual(order.order_line.move_ids.quantity, 0)

    def test_an_article_without_dates_is_untouched(self):
        self.assertEqual(self._left(), 5)

    def test_what_arrives_is_fresh_for_its_own_transaction(self):
        """Goods received and sold at once, before anything is committed."""
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
                            "product_id": self.cheese.id,
                            "product_uom_qty": 4,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.move_line_ids.write({"lot_name": "NEW", "quantity": 4})
        receipt.move_line_ids.expiration_date = fields.Datetime.now() + timedelta(30)
        receipt.button_validate()
        self.assertEqual(self._cheese_left(), 6)
        self.assertTrue(self._claim("a", 6, product=self.cheese).complete)
