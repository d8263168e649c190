# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestAvailability(UnifiedCommerceCommon):
    def _read(self):
        return self.env["commerce.availability"]._read(
            self.mug | self.shirt, self.store | self.warehouse
        )

    def test_each_place_says_what_it_holds(self):
        self._set_stock(self.mug, self.store, 3)
        self._set_stock(self.mug, self.warehouse, 5)
        self.assertEqual(
            self._read(),
            {
                (self.mug.id, self.store.id): 3,
                (self.mug.id, self.warehouse.id): 5,
                (self.shirt.id, self.store.id): 0,
                (self.shirt.id, self.warehouse.id): 0,
            },
        )

    def test_what_is_promised_is_not_available(self):
        self._set_stock(self.mug, self.store, 3)
        order = self._make_cart(lines=[(self.mug, 2)])
        order.warehouse_id = self.store
        order.action_confirm()
        self.assertEqual(self._read()[self.mug.id, self.store.id], 1)

    def test_every_shelf_of_a_place_counts_and_transit_does_not(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.store.lot_stock_id.id}
        )
        self.env["stock.quant"]._update_available_quantity(self.mug, shelf, 4)
        supplier = self.env.ref("stock.stock_location_suppliers")
        self.env["stock.quant"]._update_available_quantity(self.mug, supplier, 9)
        self.assertEqual(self._read()[self.mug.id, self.store.id], 4)

    def test_negative_stock_is_said_as_it_is(self):
        self._set_stock(self.mug, self.store, -2)
        self.assertEqual(self._read()[self.mug.id, self.store.id], -2)

    def test_one_statement_whatever_the_size(self):
        products = self.env["product.product"].create(
            [{"name": f"Article {n}", "is_storable": True} for n in range(24)]
        )
        places = self.env["stock.warehouse"].search([])
        # rules, how operations reserve and what is promised later are read once
        self.env["commerce.stock.rule"]._get_withheld(products, places)
        self.env["stock.picking.type"]._get_deferring_ids()
        self.env["product.template"]._get_promised_later_ids()
        self.env.flush_all()
        with self.assertQueryCount(1):
            result = self.env["commerce.availability"]._read(products, places)
        self.assertEqual(len(result), len(products) * len(places))

    def test_agrees_with_what_odoo_counts(self):
        self._set_stock(self.mug, self.store, 3)
        free = self.mug.with_context(warehouse_id=self.store.id).free_qty
        self.assertEqual(self._read()[self.mug.id, self.store.id], free)

    def test_nothing_asked_nothing_answered(self):
        empty = self.env["product.product"]
        self.assertEqual(self.env["commerce.availability"]._read(empty, self.store), {})
