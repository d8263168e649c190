# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestControl(UnifiedCommerceCommon):
    def setUp(self):
        super().setUp()
        self.company.partner_id.lang = "en_US"
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

    def _overbook(self, products, place=None):
        for product in products:
            self._set_stock(product, place or self.store, 1)
            self.env["stock.quant"]._update_reserved_quantity(
                product, (place or self.store).lot_stock_id, 3
            )

    def test_a_place_has_one_line_that_says_what_is_true_now(self):
        self._overbook(self.shirt)
        self.stock_control._run()
        line = self._lines(self.shirt)
        self.assertEqual(line.warehouse_id, self.store)
        self._overbook(self.mug)
        run = self.stock_control._run()
        self.assertEqual(run.found, 2)
        self.assertEqual(self._lines(self.mug), line)
        self.assertIn("(2)", line.name)

    def test_what_was_settled_and_is_found_again_is_to_settle(self):
        self._overbook(self.shirt)
        self.stock_control._run()
        line = self._lines(self.shirt)
        line.state = "done"
        self.stock_control._run()
        self.assertEqual(line.state, "open")

    def test_what_needs_nothing_rests_until_something_else_is_found(self):
        self._overbook(self.shirt)
        self.stock_control._run()
        line = self._lines(self.shirt)
        line.state = "ignored"
        self.stock_control._run()
        self.assertEqual(line.state, "ignored")
        self._overbook(self.mug)
        self.stock_control._run()
        self.assertEqual(line.state, "open")

    def test_each_company_reads_what_was_found_of_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        theirs = self.env["product.product"].create(
            {"name": "Their bowl", "is_storable": True, "company_id": other.id}
        )
        self._overbook(theirs, place)
        self._overbook(self.shirt)
        manager = new_test_user(
            self.env, "chief", "unified_commerce_base.group_commerce_manager"
        )
        run = self.stock_control.with_user(manager)._run()
        self.assertEqual((run.state, run.found), ("found", 2))
        self.assertNotIn("bowl", run.message or "")
        lines = self.env["commerce.exception"].with_user(manager)
        names = lines.search([("key", "like", "control:reserved_stock")]).mapped("name")
        self.assertEqual(len(names), 1)
        self.assertIn("T-shirt", names[0])
        self.assertEqual(self._lines(theirs).company_id, other)

    def test_stock_that_disagrees_with_transfers_is_found_by_lot(self):
        self._overbook(self.shirt)
        run = self.env.ref("unified_commerce_base.control_stock_ledger")._run()
        self.assertEqual(run.found, 1)
        self.assertIn("3 in stock, 0 in transfers", self._lines(self.shirt).name)

    def _held_cart(self, quantity):
        cart = self._make_cart(lines=[(self.shirt, quantity)])
        claim = self.env["commerce.hold"]._claim(
            "somebody",
            {(self.shirt, self.store): quantity},
            reason="payment",
            minutes=15,
            origin=cart,
        )
        self.assertTrue(claim.complete)
        return cart

    def test_a_hold_on_goods_that_are_gone_is_found_with_who_waits(self):
        self._set_stock(self.shirt, self.store, 2)
        cart = self._held_cart(2)
        control = self.env.ref("unified_commerce_base.control_stock_ledger")
        self.assertEqual(control._run().state, "ok")
        self._set_stock(self.shirt, self.store, -1)
        self.assertEqual(control._run().found, 1)
        self.assertIn(
            f"1 missing (promised to {cart.name})", self._lines(self.shirt).name
        )

    def test_safety_stock_that_was_raised_is_no_broken_promise(self):
        self._set_stock(self.shirt, self.store, 2)
        self._held_cart(2)
        self.env["commerce.stock.rule"].create({"kind": "safety", "quantity": 5})
        control = self.env.ref("unified_commerce_base.control_stock_ledger")
        self.assertEqual(control._run().state, "ok")
