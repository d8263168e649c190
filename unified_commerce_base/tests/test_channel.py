# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import UniqueViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestChannel(UnifiedCommerceCommon):
    def test_store_has_one_channel(self):
        channel = self.env["commerce.channel"]._get_for_place(self.store)
        self.assertEqual(channel, self.lyon)
        self.assertEqual((channel.name, channel.channel_type), ("Lyon", "store"))
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.lyon.copy({"code": "LYO2"})

    def test_code_of_a_channel_is_never_taken_twice(self):
        self.web.code = "PAR"
        paris = self.env["stock.warehouse"].create({"name": "Paris", "code": "PAR"})
        channel = self.env["commerce.channel"]._get_for_place(paris)
        self.assertEqual(channel.code, "PAR2")

    def test_order_of_the_back_office_comes_from_the_telephone(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertEqual(order.channel_id.channel_type, "phone")
        self.assertEqual(order.channel_id.company_id, order.company_id)

    def test_delivery_and_invoice_know_the_channel(self):
        self.mug.invoice_policy = "order"
        cart = self._make_cart(lines=[(self.mug, 1)])
        cart.action_confirm()
        invoice = cart._create_invoices()
        self.assertEqual(cart.picking_ids.channel_id, self.web)
        self.assertEqual(cart.picking_ids.move_ids.channel_id, self.web)
        self.assertEqual(invoice.channel_id, self.web)
        self.assertEqual(invoice.line_ids.channel_id, self.web)

    def test_channel_follows_the_goods_through_every_step(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        cart = self._make_cart(lines=[(self.mug, 1)])
        cart.warehouse_id = self.warehouse
        cart.action_confirm()
        moves = cart.order_line.move_ids
        self.assertTrue(moves)
        self.assertEqual(moves.channel_id, self.web)
        self.assertTrue(all(move.channel_id for move in moves))

    def test_sales_report_tells_channels_apart(self):
        self._make_cart(lines=[(self.mug, 2)]).action_confirm()
        self._make_cart(lines=[(self.mug, 1)]).channel_id = self.lyon
        self.env.flush_all()
        sold = dict(
            self.env["sale.report"]._read_group(
                [("product_id", "=", self.mug.id)],
                ["channel_id"],
                ["product_uom_qty:sum"],
            )
        )
        self.assertEqual(sold, {self.web: 2, self.lyon: 1})
