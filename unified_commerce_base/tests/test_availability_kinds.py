# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .test_hold import HoldCommon


class KindsCommon(HoldCommon):
    def _reservable(self, product=None, quantity=1000):
        """Return what Odoo reserves for somebody who wants more than there is."""
        product = product or self.shirt
        transfer = self._transfer(product, quantity)
        transfer._action_confirm()
        transfer._action_assign()
        return transfer.quantity

    def _transfer(self, product, quantity, source=None, target=None):
        return self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": (source or self.store.lot_stock_id).id,
                "location_dest_id": (
                    target or self.env.ref("stock.stock_location_customers")
                ).id,
                "picking_type_id": self.store.out_type_id.id,
            }
        )

    @classmethod
    def _put(cls, quantity, location, product=None, **quant):
        cls.env["stock.quant"]._update_available_quantity(
            product or cls.shirt, location, quantity, **quant
        )

    def _make_place(self, name, parent, **values):
        return self.env["stock.location"].create(
            {"name": name, "location_id": parent.id, **values}
        )


@tagged("post_install", "-at_install")
class TestLots(KindsCommon):
    """What bears a number is counted once for each number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.watch, cls.wine = cls.env["product.product"].create(
            [
                {"name": "Watch", "is_storable": True, "tracking": "serial"},
                {"name": "Wine", "is_storable": True, "tracking": "lot"},
            ]
        )
        if "allow_out_of_stock_order" in cls.watch._fields:
            (cls.watch | cls.wine).allow_out_of_stock_order = False
        cls.numbers = cls.env["stock.lot"].create(
            [{"name": f"W{n}", "product_id": cls.watch.id} for n in range(2)]
        )
        for number in cls.numbers:
            cls._put(1, cls.store.lot_stock_id, cls.watch, lot_id=number)

    def test_a_reserved_serial_number_is_not_promised_twice(self):
        orders = [self._order(1, product=self.watch) for _n in range(3)]
        for order in orders[:2]:
            self.assertEqual(order._hold("payment"), {})
            order.action_confirm()
        taken = [order.picking_ids.move_line_ids.lot_id for order in orders[:2]]
        self.assertEqual(taken[0] | taken[1], self.numbers)
        self.assertEqual(self._left(product=self.watch), 0)
        self.assertEqual(orders[2]._hold("payment"), {orders[2].order_line: 0})

    def test_a_delivered_serial_number_is_gone(self):
        order = self._order(1, product=self.watch)
        order.action_confirm()
        order.picking_ids.button_validate()
        self.assertEqual(order.picking_ids.state, "done")
        self.assertEqual(self._left(product=self.watch), 1)

    def test_a_cancelled_order_gives_its_number_back(self):
        order = self._order(2, product=self.watch)
        order.action_confirm()
        self.assertEqual(self._left(product=self.watch), 0)
        order._action_cancel()
        self.assertEqual(self._left(product=self.watch), 2)

    def test_the_lots_of_an_article_count_together(self):
        for name, quantity in (("A", 3), ("B", 2)):
            lot = self.env["stock.lot"].create(
                {"name": name, "product_id": self.wine.id}
            )
            self._put(quantity, self.store.lot_stock_id, self.wine, lot_id=lot)
        self.assertEqual(self._left(product=self.wine), 5)
        order = self._order(4, product=self.wine)
        self.assertEqual(order._hold("payment"), {})
        order.action_confirm()
        self.assertEqual(order.order_line.move_ids.quantity, 4)
        self.assertEqual(self._left(product=self.wine), 1)

    def test_goods_whose_number_is_not_known_yet_count(self):
        self._put(2, self.store.lot_stock_id, self.wine)
        self.assertEqual(self._left(product=self.wine), 2)
        self.assertEqual(self._reservable(self.wine), 2)


@tagged("post_install", "-at_install")
class TestUnits(KindsCommon):
    """Counted in the unit of the article, told in the unit of the line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls._set_stock(cls.shirt, cls.store, 25)  # 30 in all

    def _order_dozens(self, quantity):
        order = self._order(quantity)
        order.order_line.product_uom_id = self.dozen
        return order

    def test_a_dozen_holds_twelve_units(self):
        self.assertEqual(self._order_dozens(2)._hold("payment"), {})
        self.assertEqual(self._left(), 6)

    def test_what_is_left_is_told_in_the_unit_of_the_line(self):
        order = self._order_dozens(3)
        short = order._hold("payment")
        self.assertEqual(short, {order.order_line: 30})
        self.assertIn("only 2.5 left", order._get_short_message(short))

    def test_a_part_of_a_dozen_is_told_as_a_part(self):
        self._claim("a", 24)
        order = self._order_dozens(1)
        short = order._hold("payment")
        self.assertEqual(short, {order.order_line: 6})
        self.assertIn("only 0.5 left", order._get_short_message(short))

    def test_a_confirmed_dozen_counts_once(self):
        order = self._order_dozens(2)
        order._hold("payment")
        order.action_confirm()
        self.assertEqual(self._left(), 6)
        self.env["commerce.hold"]._release([order._get_hold_token()])
        self.assertEqual(self._left(), 6)
        self.assertFalse(self._exceptions(order, "promise"))

    def test_lines_in_several_units_share_the_stock(self):
        order = self._order_dozens(2)
        order.order_line = [
            Command.create({"product_id": self.shirt.id, "product_uom_qty": 7})
        ]
        self.assertEqual(order._hold("payment"), {order.order_line[1]: 6})

    def test_the_gate_counts_a_transfer_in_dozens_in_units(self):
        self._claim("a", 12)
        transfer = self._transfer(self.shirt, 2)
        transfer.product_uom = self.dozen
        transfer._action_confirm()
        transfer._action_assign()
        self.assertEqual(self._left(), 18 - transfer.quantity * 12)
        self.assertLessEqual(transfer.quantity, 1.5)

    def test_articles_by_weight_keep_their_fractions(self):
        cheese = self.env["product.product"].create(
            {
                "name": "Cheese",
                "is_storable": True,
                "uom_id": self.env.ref("uom.product_uom_kgm").id,
            }
        )
        if "allow_out_of_stock_order" in cheese._fields:
            cheese.allow_out_of_stock_order = False
        self._set_stock(cheese, self.store, 1.5)
        order = self._order(700, product=cheese)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_gram")
        self.assertEqual(order._hold("payment"), {})
        self.assertAlmostEqual(self._left(product=cheese), 0.8, places=6)


@tagged("post_install", "-at_install")
class TestPlaces(KindsCommon):
    """What can be promised is what Odoo can reserve, wherever in the place it is."""

    def _assert_agrees(self, quantity):
        self.assertEqual(self._left(), quantity)
        self.assertEqual(self._reservable(), quantity)
        self.assertEqual(self._left(), 0)

    def test_goods_on_consignment_can_be_sold(self):
        supplier = self.env["res.partner"].create({"name": "Depositor"})
        self._put(3, self.store.lot_stock_id, owner_id=supplier)
        self._assert_agrees(8)

    def test_goods_in_a_package_can_be_sold(self):
        package = self.env["stock.package"].create({"name": "PACK-KINDS"})
        self._put(3, self.store.lot_stock_id, package_id=package)
        self._assert_agrees(8)

    def test_goods_on_any_shelf_can_be_sold(self):
        shelf = self._make_place("Shelf", self.store.lot_stock_id)
        drawer = self._make_place("Drawer", shelf)
        self._put(3, shelf)
        self._put(1, drawer)
        self._assert_agrees(9)

    def test_goods_on_an_archived_shelf_are_still_there(self):
        """Odoo archives no shelf with goods on it: what is found there is a fact."""
        shelf = self._make_place("Old shelf", self.store.lot_stock_id)
        self._put(3, shelf)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_location SET active = false WHERE id = %s", [shelf.id]
        )
        shelf.invalidate_recordset()
        free = self.shirt.with_context(warehouse_id=self.store.id).free_qty
        self.assertEqual(self._left(), free)

    def test_scrapped_goods_are_gone(self):
        self.env["stock.scrap"].create(
            {
                "product_id": self.shirt.id,
                "scrap_qty": 2,
                "location_id": self.store.lot_stock_id.id,
            }
        ).action_validate()
        self._assert_agrees(3)

    def test_goods_on_the_road_belong_to_no_place(self):
        road = self.company.internal_transit_location_id
        self._transfer(self.shirt, 2, target=road)._action_confirm()
        move = self.env["stock.move"].search(
            [("product_id", "=", self.shirt.id), ("location_dest_id", "=", road.id)]
        )
        move._action_assign()
        move.picked = True
        move._action_done()
        self._assert_agrees(3)

    def test_goods_at_a_customer_or_a_supplier_are_not_ours_to_promise(self):
        self._put(4, self.env.ref("stock.stock_location_customers"))
        self._put(4, self.env.ref("stock.stock_location_suppliers"))
        self._assert_agrees(5)

    def test_goods_at_the_door_are_promised_when_they_are_on_the_shelf(self):
        """What was received in several steps is reserved by the next step."""
        self.store.reception_steps = "three_steps"
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.store.wh_input_stock_loc_id.id,
            "picking_type_id": self.store.in_type_id.id,
        }
        receipt = self.env["stock.picking"].create(
            {
                **places,
                "move_ids": [
                    Command.create(
                        {**places, "product_id": self.shirt.id, "product_uom_qty": 4}
                    )
                ],
            }
        )
        receipt.action_confirm()
        step = receipt
        for _count in range(3):
            self.assertEqual(self._left(), 5)
            free = self.shirt.with_context(warehouse_id=self.store.id).free_qty
            self.assertEqual(self._left(), free)
            step.button_validate()
            self.assertEqual(step.state, "done")
            step = step.move_ids.move_dest_ids.picking_id
        self._assert_agrees(9)

    def test_an_order_that_leaves_in_steps_is_counted_once(self):
        self.store.delivery_steps = "pick_ship"
        order = self._order(2)
        order._hold("payment")
        order.action_confirm()
        self.assertEqual(self._left(), 3)
        pick = order.picking_ids.filtered(lambda one: one.state == "assigned")
        pick.button_validate()
        self.assertEqual(self._left(), 3)
        (order.picking_ids - pick).button_validate()
        self.assertEqual(set(order.picking_ids.mapped("state")), {"done"})
        self.assertEqual(self._left(), 3)
