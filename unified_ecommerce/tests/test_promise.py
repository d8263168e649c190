# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import format_date

from .common import UnifiedShopCommon, UnifiedShopHttpCommon


class PromiseCommon(UnifiedShopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.website.warehouse_id or cls.warehouse
        cls.website.warehouse_id = cls.place
        available = cls.env["commerce.availability"]._read(cls.shirt, cls.place)
        cls._set_stock(cls.shirt, cls.place, 2 - available[cls.shirt.id, cls.place.id])
        cls.day = fields.Date.today() + timedelta(days=60)

    def _sell_in_advance(self, limit=3):
        self.shirt.product_tmpl_id.write(
            {
                "promise_policy": "preorder",
                "preorder_date": self.day,
                "preorder_limit": limit,
            }
        )


@tagged("post_install", "-at_install")
class TestShopPromise(PromiseCommon):
    """The shop says when goods that are not there yet are available."""

    def _promise(self, quantity):
        return self.website._get_promise(self.shirt, quantity)

    def test_what_is_in_stock_needs_no_promise(self):
        self._sell_in_advance()
        self.assertEqual(self._promise(2), "")

    def test_a_pre_order_says_its_day(self):
        self._sell_in_advance()
        self.assertIn(format_date(self.env, self.day), self._promise(3))

    def test_an_article_without_limit_says_when_more_is_expected(self):
        self.assertTrue(self.shirt.allow_out_of_stock_order)
        self.assertEqual(self._promise(3), "")
        move = self.env["stock.move"].create(
            {
                "product_id": self.shirt.id,
                "product_uom_qty": 5,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.place.lot_stock_id.id,
                "picking_type_id": self.place.in_type_id.id,
                "date": fields.Datetime.now() + timedelta(days=60),
            }
        )
        move._action_confirm()
        self.assertIn(format_date(self.env, self.day), self._promise(3))

    def test_pre_orders_have_a_limit_although_the_article_had_none(self):
        self._sell_in_advance()
        self.assertFalse(self.shirt.allow_out_of_stock_order)
        self.assertTrue(self.shirt._is_promise_limited())

    def test_the_shop_sells_what_is_there_and_the_pre_orders(self):
        self._sell_in_advance(limit=3)
        self.assertEqual(self.website._get_product_available_qty(self.shirt), 5)
        self.assertFalse(self.shirt._is_sold_out())

    def test_the_cart_says_it_for_its_line(self):
        self._sell_in_advance()
        cart = self._make_web_cart(lines=[(self.shirt, 4), (self.mug, 1)])
        cart.warehouse_id = self.place
        shirt, mug = cart.order_line
        self.assertIn(format_date(self.env, self.day), shirt._get_shop_promise())
        self.assertEqual(mug._get_shop_promise(), "")
        cart._hold("checkout")
        self.assertEqual(shirt.promised_date, self.day)
        # what the cart holds itself is still not there
        self.assertIn(format_date(self.env, self.day), shirt._get_shop_promise())


@tagged("post_install", "-at_install")
class TestShopPromiseHttp(PromiseCommon, UnifiedShopHttpCommon):
    def _info(self, quantity):
        return self._call(
            "/website_sale/get_combination_info",
            product_template_id=self.shirt.product_tmpl_id.id,
            product_id=self.shirt.id,
            combination=[],
            add_qty=quantity,
        )

    def test_a_visitor_reads_the_day_on_the_product_page(self):
        self._sell_in_advance()
        self.shirt.show_availability = True
        info = self._info(3)
        self.assertIn(format_date(self.env, self.day), info["promise"])
        self.assertFalse(info["show_availability"])
        info = self._info(1)
        self.assertEqual(info["promise"], "")
        self.assertTrue(info["show_availability"])
