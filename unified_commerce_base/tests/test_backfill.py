# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestBackfill(UnifiedCommerceCommon):
    def setUp(self):
        super().setUp()
        self.company.partner_id.lang = "en_US"
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
        backfill.write(
            {
                "state": "todo",
                "last_id": 0,
                "treated": 0,
                "batches": 0,
                "findings": False,
            }
        )
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

    def test_newest_draft_of_a_customer_is_the_cart_and_the_others_are_saved(self):
        drafts = self.env["sale.order"]
        for quantity in (1, 2, 3):
            draft = self._make_cart(lines=[(self.mug, quantity)], state=False)
            drafts |= draft
        kept = self.env["sale.order"]._cart_adopt(drafts)
        cart = self.env["sale.order"]._cart_find(self.customer, self.company)
        self.assertEqual(cart, drafts[-1])
        self.assertEqual(kept, dict.fromkeys(drafts[1::-1], cart))
        self.assertEqual(drafts.mapped("cart_state"), ["saved", "saved", "open"])
        self.assertEqual(self._content(cart), {self.mug: 3})
        self.assertEqual(drafts[0].cart_saved_at, drafts[0].date_order)

    def test_newest_draft_found_in_a_later_batch_is_the_cart(self):
        first, second = (
            self._make_cart(lines=[(self.mug, number)], state=False)
            for number in (1, 2)
        )
        self.env["sale.order"]._cart_adopt(first)
        self.env["sale.order"]._cart_adopt(second)
        self.assertEqual((first.cart_state, second.cart_state), ("saved", "open"))

    def test_cart_in_use_since_stays_the_cart(self):
        draft = self._make_cart(lines=[(self.mug, 1)], state=False)
        cart = self._make_cart(lines=[(self.shirt, 1)])
        newer = self._make_cart(lines=[(self.mug, 2)], state=False)
        self.env["sale.order"]._cart_adopt(draft + newer)
        self.assertEqual(
            (draft + cart + newer).mapped("cart_state"), ["saved", "open", "saved"]
        )

    def test_empty_drafts_leave_no_list(self):
        drafts = self.env["sale.order"]
        for lines in ([(self.mug, 1)], [], []):
            drafts |= self._make_cart(lines=lines, state=False)
        self.env["sale.order"]._cart_adopt(drafts)
        self.assertEqual(drafts.mapped("cart_state"), ["open", "merged", "merged"])

    def _vases(self, count):
        return self.env["product.product"].create(
            [{"name": f"Vase {n}", "is_storable": True} for n in range(count)]
        )

    def _told(self, code):
        return self.env["commerce.exception"].search(
            [("key", "like", f"backfill:{code}")], order="id"
        )

    def test_stock_below_zero_is_told_in_one_line_for_each_place(self):
        vases = self._vases(7)
        for number, vase in enumerate(vases):
            self._set_stock(vase, self.store, -7 - number)
        self._set_stock(vases[0], self.warehouse, -1)
        other = self.env["res.company"].create({"name": "Other"})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self._set_stock(vases[1], place, -2)
        backfill = self._run("negative_stock", 1)
        self.assertEqual((backfill.state, backfill.treated), ("done", 9))
        told = self._told("negative_stock").grouped("warehouse_id")
        self.assertEqual(len(told), 3)
        here = told[self.store]
        self.assertEqual(len(here), 1)
        self.assertIn("(7)", here.name)
        # the worst ones are named, the others are counted
        self.assertIn("Vase 6", here.name)
        self.assertIn("-13", here.name)
        self.assertNotIn("Vase 1", here.name)
        self.assertEqual(told[place].company_id, other)
        self.assertEqual(
            vases[0].with_context(warehouse_id=self.store.id).qty_available, -7
        )

    def test_stock_below_zero_outside_any_place_is_told_to_its_company(self):
        [vase] = self._vases(1)
        shed = self.env["stock.location"].create(
            {"name": "Shed", "usage": "internal", "company_id": self.company.id}
        )
        self.assertFalse(shed.warehouse_id)
        self.env["stock.quant"]._update_available_quantity(vase, shed, -4)
        self._run("negative_stock", 1)
        told = self._told("negative_stock")
        self.assertIn("Shed", told.name)
        self.assertEqual(told.company_id, self.company)

    def test_stock_on_two_lines_is_joined_and_only_counted(self):
        vases = self._vases(3)
        quants = self.env["stock.quant"]
        for vase in vases:
            self._set_stock(vase, self.store, 5)
            quant = {"product_id": vase.id, "location_id": self.store.lot_stock_id.id}
            self.env["stock.quant"].create({**quant, "reserved_quantity": 2})
            quants |= self.env["stock.quant"].create({**quant, "quantity": 1})
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(*) FROM stock_quant WHERE quantity IS NULL"
            " AND product_id = ANY(%s)",
            [vases.ids],
        )
        self.assertEqual(self.env.cr.fetchone(), (3,), "no line for a reservation")
        backfill = self._run("double_stock", 2)
        self.assertEqual((backfill.state, backfill.treated), ("done", 6))
        for vase in vases:
            left = self.env["stock.quant"].search(
                [("product_id", "=", vase.id), ("location_id.usage", "=", "internal")]
            )
            self.assertEqual((left.quantity, left.reserved_quantity), (6, 2))
        told = self._told("double_stock")
        self.assertEqual(len(told), 1)
        self.assertIn("6", told.advice)
        again = self._run("double_stock", 2)
        self.assertEqual(again.treated, 0)

    def test_what_stock_noted_wrong_is_put_right_and_only_counted(self):
        [vase] = self._vases(1)
        self._set_stock(vase, self.store, 5)
        self.env["stock.quant"]._update_reserved_quantity(
            vase, self.store.lot_stock_id, 3
        )
        backfill = self._run("reservation", 1)
        self.assertEqual(backfill.state, "done")
        self.assertIn(": 1.", backfill.findings)
        self.assertEqual(
            self.env["stock.quant"]._get_available_quantity(
                vase, self.store.lot_stock_id
            ),
            5,
        )
        self.assertEqual(self._told("reservation").kind, "data")

    def test_a_reservation_beyond_what_is_there_is_told_and_left(self):
        [vase] = self._vases(1)
        self._set_stock(vase, self.store, 5)
        order = self._make_cart(lines=[(vase, 4)], state=False)
        order.warehouse_id = self.store
        order.action_confirm()
        quant = self.env["stock.quant"].search(
            [("product_id", "=", vase.id), ("location_id.usage", "=", "internal")]
        )
        quant.quantity = 1
        self._run("reservation", 1)
        told = self._told("reservation")
        self.assertEqual(told.warehouse_id, self.store)
        self.assertIn("4 reserved, 1 there", told.name)
        self.assertEqual(order.picking_ids.move_ids.quantity, 4)

    def test_findings_speak_the_language_of_their_company(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.company.partner_id.lang = "fr_FR"
        [vase] = self._vases(1)
        self._set_stock(vase, self.store, -4)
        self._run("negative_stock", 1)
        self.assertIn("stock sous zéro", self._told("negative_stock").name)
