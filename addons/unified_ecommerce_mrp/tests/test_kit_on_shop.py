# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.unified_commerce_mrp.tests.common import KitCommon
from odoo.addons.unified_ecommerce.tests.common import (
    UnifiedShopCommon,
    UnifiedShopHttpCommon,
)


class KitShopCommon(UnifiedShopCommon, KitCommon):
    """The shop sells the gift box from the store: the parts of two are there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website.warehouse_id = cls.store
        cls.box.is_published = True
        (cls.shirt | cls.mug).allow_out_of_stock_order = False
        # as a new article is
        cls.box.allow_out_of_stock_order = True


@tagged("post_install", "-at_install")
class TestKitOnShop(KitShopCommon):
    """The shop and the cart offer as many kits as their parts make."""

    def test_the_kit_nobody_counts_is_limited_by_its_parts(self):
        self.assertFalse(self.box.is_storable)
        self.assertTrue(self.box._is_promise_limited())
        self.assertEqual(self.website._get_product_available_qty(self.box.sudo()), 2)

    def test_the_kit_is_sold_out_when_a_part_is(self):
        template = self.box.product_tmpl_id
        with self._browse():
            self.assertFalse(self.box._is_sold_out())
            self.assertFalse(template._is_sold_out())
        self._set_stock(self.mug, self.store, -5)
        with self._browse():
            self.assertTrue(self.box._is_sold_out())
            self.assertTrue(template._is_sold_out())

    def test_parts_sold_without_limit_make_kits_without_limit(self):
        self.shirt.allow_out_of_stock_order = True
        self.assertTrue(self.box._is_promise_limited())
        self.mug.allow_out_of_stock_order = True
        self.assertFalse(self.box._is_promise_limited())
        self._set_stock(self.mug, self.store, -5)
        with self._browse():
            self.assertFalse(self.box._is_sold_out())

    def test_a_kit_that_is_counted_and_limited_itself_is_limited(self):
        (self.shirt | self.mug).allow_out_of_stock_order = True
        self.box.write({"is_storable": True, "allow_out_of_stock_order": False})
        self.assertTrue(self.box._is_promise_limited())

    def test_a_counted_kit_that_may_be_oversold_follows_its_parts(self):
        self.box.is_storable = True
        self.assertTrue(self.box._is_promise_limited())
        cart = self._make_web_cart()
        values = cart._cart_add(product_id=self.box.id, quantity=5)
        self.assertEqual(values["quantity"], 2)

    def test_the_cart_takes_no_more_kits_than_can_be_made(self):
        cart = self._make_web_cart()
        values = cart._cart_add(product_id=self.box.id, quantity=5)
        self.assertEqual(values["quantity"], 2)
        self.assertIn("only 2 left", values["warning"])
        line = cart.order_line
        values = cart._cart_update_line_quantity(line.id, 3)
        self.assertEqual(values["quantity"], 2)
        self.assertEqual(line._get_max_line_qty(), 2)
        self.assertTrue(line._check_availability())

    def test_a_kit_that_is_sold_out_does_not_get_into_the_cart(self):
        self._set_stock(self.shirt, self.store, -4)
        cart = self._make_web_cart()
        values = cart._cart_add(product_id=self.box.id, quantity=1)
        self.assertFalse(cart.order_line)
        self.assertIn("sold out", values["warning"])

    def test_kits_by_the_dozen_are_counted_in_dozens(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.box.product_tmpl_id.uom_ids = [Command.link(dozen.id)]
        self._set_stock(self.shirt, self.store, 45)
        self._set_stock(self.mug, self.store, 45)
        cart = self._make_web_cart()
        values = cart._cart_add(product_id=self.box.id, quantity=5, uom_id=dozen.id)
        self.assertEqual(values["quantity"], 2)

    def test_the_last_kit_is_paid_once(self):
        cart = self._make_web_cart(lines=[(self.box, 2)])
        cart.warehouse_id = self.store
        other = self._make_web_cart(self.other_customer, [(self.box, 1)])
        other.warehouse_id = self.store
        self.assertFalse(cart._hold_for_shopper("checkout"))
        self.assertTrue(cart.order_line._check_availability())
        self.assertFalse(other.order_line._check_availability())
        with self.assertRaises(ValidationError):
            other._check_cart_is_ready_to_be_paid()

    def test_the_stores_say_how_many_kits_they_have(self):
        stock = self.website._get_store_stock(self.box)[self.box.id]
        self.assertIn("2 in stock in Lyon", [store["label"] for store in stock])

    def test_a_combination_is_limited_by_the_kit_in_it(self):
        with self._browse() as request:
            quantity = self.box._get_max_quantity(request.website, request.cart)
        self.assertEqual(quantity, 2)

    def test_an_article_that_is_no_kit_is_untouched(self):
        with self._browse() as request:
            self.assertIsNone(
                self.paper._get_max_quantity(request.website, request.cart)
            )
            self.assertFalse(self.paper._is_sold_out())


@tagged("post_install", "-at_install")
class TestKitPage(KitShopCommon, UnifiedShopHttpCommon):
    def _info(self):
        return self._call(
            "/website_sale/get_combination_info",
            product_template_id=self.box.product_tmpl_id.id,
            product_id=self.box.id,
            combination=[],
            add_qty=1,
        )

    def test_the_page_tells_a_visitor_how_many_kits_are_left(self):
        info = self._info()
        self.assertTrue(info["is_storable"])
        self.assertFalse(info["allow_out_of_stock_order"])
        self.assertEqual(info["free_qty"], 2)

    def test_the_page_of_a_kit_shows_the_stores(self):
        page = self.url_open(self.box.website_url).text
        self.assertRegex(page, r'class="o_unified_stock_in"[^>]*>2 .*Lyon')
