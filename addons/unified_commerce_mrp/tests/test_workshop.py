# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import KitCommon


@tagged("post_install", "-at_install")
class TestWorkshop(KitCommon):
    """A workshop takes its material as everybody does, and fills the shelves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jacket = cls.env["product.product"].create(
            {"name": "Jacket", "is_storable": True}
        )
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.jacket.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": cls.shirt.id, "product_qty": 2})
                ],
            }
        )

    def _make_order(self, quantity):
        production = self.env["mrp.production"].create(
            {
                "product_id": self.jacket.id,
                "product_qty": quantity,
                "picking_type_id": self.store.manu_type_id.id,
            }
        )
        production.action_confirm()
        return production

    def test_material_that_is_held_is_not_taken(self):
        self._claim("a", 3)
        production = self._make_order(2)
        production.action_assign()
        self.assertEqual(production.move_raw_ids.quantity, 2)
        self.assertEqual(self._left(), 0)

    def test_material_that_is_reserved_is_promised_to_nobody_else(self):
        production = self._make_order(2)
        production.action_assign()
        self.assertEqual(production.move_raw_ids.quantity, 4)
        self.assertEqual(self._left(), 1)
        self.assertFalse(self._claim("a", 2).complete)
        names = self.Hold._get_promised_to(self.shirt, self.store)
        self.assertEqual(names, [production.name])
        hold = self.Hold.search([("product_ref", "=", self.shirt.id)])
        self.assertEqual(hold.action_open_origin()["res_model"], "mrp.production")

    def test_material_is_free_again_when_the_order_is_cancelled(self):
        production = self._make_order(2)
        production.action_assign()
        production.action_cancel()
        self.assertEqual(self._left(), 5)

    def test_material_that_is_held_is_not_declared_by_hand(self):
        self._claim("a", 4)
        production = self._make_order(1)
        with self.assertRaisesRegex(UserError, "promised to somebody else"):
            production.move_raw_ids.quantity = 2

    def test_material_used_up_although_it_was_held_is_told(self):
        self._claim("a", 4)
        production = self._make_order(1)
        production.action_assign()
        material = production.move_raw_ids
        material.picked = True
        material.quantity = 2
        self.assertTrue(self._exceptions(material, "stock"))
        production.button_mark_done()
        self.assertEqual(production.state, "done")
        self.assertEqual(self._left(), -1)

    def test_what_was_made_can_be_promised(self):
        production = self._make_order(2)
        self.assertEqual(self._left(product=self.jacket), 0)
        production.qty_producing = 2
        production.move_raw_ids.picked = True
        production.button_mark_done()
        self.assertEqual(self._left(product=self.jacket), 2)
        self.assertTrue(self._claim("a", 2, product=self.jacket).complete)

    def test_what_is_being_made_can_be_promised_for_its_day(self):
        self.jacket.promise_policy = "incoming"
        production = self._make_order(2)
        order = self._order(2, product=self.jacket)
        self.assertEqual(order._hold("payment"), {})
        self.assertEqual(
            order.order_line.promised_date, production.date_finished.date()
        )
        self.assertFalse(self._claim("b", 1, product=self.jacket).complete)
