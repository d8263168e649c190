# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestControl(UnifiedCommerceCommon):
    def setUp(self):
        super().setUp()
        self.stock_control = self.env.ref(
            "unified_commerce_base.control_reserved_stock"
        )

    def _lines(self, product):
        return self.env["commerce.exception"].search(
            [("kind", "=", "stock"), ("name", "like", product.name)]
        )

    def test_each_control_leaves_a_result(self):
        controls = self.env["commerce.control"].search([])
        runs = controls._run()
        self.assertEqual(runs.control_id, controls)
        self.assertNotIn("error", runs.mapped("state"))
        self.assertEqual(controls.mapped("last_run_id"), runs)

    def test_stock_promised_beyond_what_is_held_is_found_once(self):
        product = self.env["product.product"].create(
            {"name": "Rare vase", "is_storable": True}
        )
        quant = self.env["stock.quant"].create(
            {
                "product_id": product.id,
                "location_id": self.store.lot_stock_id.id,
                "quantity": 1,
            }
        )
        quant.reserved_quantity = 2
        self.stock_control._run()
        run = self.stock_control._run()
        self.assertEqual(run.state, "found")
        self.assertEqual(len(self._lines(product)), 1)

    def test_control_that_cannot_run_says_so_and_stops_no_other(self):
        broken = self.stock_control.copy({"code": "missing", "name": "Broken"})
        with mute_logger("odoo.addons.unified_commerce_base.models.commerce_control"):
            runs = (broken | self.stock_control)._run()
        self.assertEqual(runs[0].state, "error")
        self.assertIn("missing", runs[0].message)
        self.assertNotEqual(runs[1].state, "error")

    def test_two_open_carts_are_found(self):
        # the index forbids them: only a look around it can make the proof fail
        self.env.cr.execute("DROP INDEX sale_order_one_open_cart")
        self._make_cart()
        self._make_cart()
        run = self.env.ref("unified_commerce_base.control_one_cart")._run()
        self.assertEqual((run.state, run.found), ("found", 1))
