# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestBackfill(UnifiedCommerceCommon):
    def setUp(self):
        super().setUp()
        self.mug.invoice_policy = "order"
        self.order = self._make_cart(lines=[(self.mug, 1)])
        self.order.action_confirm()
        self.invoice = self.order._create_invoices()
        self.env.flush_all()
        for table in (
            "sale_order",
            "stock_move",
            "stock_picking",
            "account_move",
            "account_move_line",
        ):
            self.env.cr.execute(f"UPDATE {table} SET channel_id = NULL")
        self.env.invalidate_all()

    def _run(self, code, limit):
        backfill = self.env["commerce.backfill"].search([("code", "=", code)])
        backfill.write({"state": "todo", "last_id": 0, "treated": 0, "batches": 0})
        while backfill._run_batch(limit):
            pass
        return backfill

    def test_earlier_documents_get_their_channel_in_batches(self):
        orders = self._run("order_channel", 2)
        documents = self._run("document_channel", 2)
        total = self.env["sale.order"].search_count([])
        self.assertEqual((orders.state, orders.treated), ("done", total))
        self.assertGreaterEqual(orders.batches, total // 2)
        self.assertEqual(documents.state, "done")
        phone = self.env["commerce.channel"]._get_phone(self.company)
        for records in (
            self.order,
            self.order.picking_ids,
            self.order.picking_ids.move_ids,
            self.invoice,
            self.invoice.line_ids,
        ):
            self.assertEqual(records.channel_id, phone, records._name)

    def test_findings_are_told_to_the_owner_once(self):
        backfill = self.env["commerce.backfill"].search([], limit=1)
        backfill.findings = "3 carts joined"
        backfill._report_end()
        backfill._report_end()
        line = self.env["commerce.exception"].search(
            [("key", "=", f"backfill:{backfill.code}")]
        )
        self.assertEqual(line.advice, "3 carts joined")

    def test_drafts_of_one_customer_become_one_cart(self):
        drafts = self.env["sale.order"]
        for quantity in (1, 2, 3):
            draft = self._make_cart(lines=[(self.mug, quantity)], state=False)
            drafts |= draft
        merged = self.env["sale.order"]._cart_adopt(drafts)
        cart = self.env["sale.order"]._cart_find(self.customer, self.company)
        self.assertEqual(cart, drafts[-1])
        self.assertEqual(merged, drafts[:-1])
        self.assertEqual(self._content(cart), {self.mug: 6})

    def test_stock_below_zero_is_told_and_left_as_it_is(self):
        place = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        product = self.env["product.product"].create(
            {"name": "Vase", "is_storable": True}
        )
        self.env["stock.quant"]._update_available_quantity(product, place, -7)
        backfill = self._run("negative_stock", 1)
        self.assertEqual(backfill.state, "done")
        self.assertIn("Vase", backfill.findings)
        self.assertIn("-7", backfill.findings)
        self.assertEqual(product.qty_available, -7)
