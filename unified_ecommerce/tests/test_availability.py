# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.unified_ecommerce.controllers.main import STOCK_CALLS_PER_MINUTE

from .common import UnifiedShopCommon, UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestAvailability(UnifiedShopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_stock(cls.shirt, cls.store, 2)
        cls._set_stock(cls.shirt, cls.warehouse, 5)

    def _labels(self, product):
        stock = self.website._get_store_stock(product)
        return [store["label"] for store in stock[product.id]]

    def test_product_page_says_what_each_store_has(self):
        self.assertIn("2 in stock in Lyon", self._labels(self.shirt))
        self.assertIn("Sold out in Lyon", self._labels(self.mug))

    def test_what_is_reserved_is_not_shown(self):
        self.env["stock.quant"]._update_reserved_quantity(
            self.shirt, self.store.lot_stock_id, 2
        )
        self.assertIn("Sold out in Lyon", self._labels(self.shirt))

    def test_stores_are_read_in_one_statement(self):
        products = self.shirt + self.mug
        self.website._get_store_stock(products)
        self.env.invalidate_all()
        # where the stores are is set-up, not stock
        self.website._get_stores().mapped("latitude")
        products.mapped("is_storable")
        self.assertTrue(self.website.show_store_stock)
        # the stores, then the stock of all of them
        with self.assertQueryCount(2):
            self.website._get_store_stock(products)

    def test_stores_of_another_company_are_not_shown(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        place = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        self.env["commerce.channel"]._get_for_place(place)
        self.assertNotIn(place, self.website._get_stores().warehouse_id)

    def _sent(self, store):
        stock = self.website._get_store_stock(self.shirt)[self.shirt.id]
        return next(one for one in stock if one["store"] == store.name)

    def test_the_browser_is_told_where_a_store_is(self):
        self.store.partner_id = self.env["res.partner"].create({"name": "Lyon"})
        self.lyon.write({"latitude": 45.764, "longitude": 4.8357})
        self.assertEqual(
            self.store.partner_id.mapped("partner_latitude"), [self.lyon.latitude]
        )
        sent = self._sent(self.lyon)
        self.assertEqual((sent["latitude"], sent["longitude"]), (45.764, 4.8357))

    def test_a_store_without_coordinates_is_not_put_in_the_ocean(self):
        self.store.partner_id = self.env["res.partner"].create({"name": "Lyon"})
        self.assertFalse({"latitude", "longitude"} & set(self._sent(self.lyon)))
        self.store.partner_id = False
        self.env.invalidate_all()
        self.assertFalse({"latitude", "longitude"} & set(self._sent(self.lyon)))

    def test_a_place_that_is_not_on_earth_is_refused(self):
        self.store.partner_id = self.env["res.partner"].create({"name": "Lyon"})
        for place in ({"latitude": 457.6}, {"longitude": -181}):
            with self.assertRaisesRegex(ValidationError, "Lyon"):
                self.lyon.write(place)

    def test_website_may_hide_the_stores(self):
        self.website.show_store_stock = False
        self.assertEqual(self.website._get_store_stock(self.shirt), {})

    def test_services_have_no_stock(self):
        service = self.env["product.product"].create(
            {"name": "Sewing", "type": "service"}
        )
        self.assertEqual(self.website._get_store_stock(service), {})

    def test_shop_counts_all_its_places(self):
        self.website.warehouse_id = False
        self.assertEqual(self.website._get_product_available_qty(self.shirt), 7)

    def test_shop_with_one_place_counts_that_place(self):
        self.website.warehouse_id = self.store
        self.assertEqual(self.website._get_product_available_qty(self.shirt), 2)
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        self.assertEqual(cart._get_free_qty(self.shirt), 2)

    def test_page_of_products_is_read_at_once(self):
        first, second = self.shirt + self.mug
        with self._browse() as request:
            website = request.website
            website._get_product_available_qty(first.sudo())
            with self.assertQueryCount(0):
                website._get_product_available_qty(second.sudo())

    def test_cart_takes_no_more_than_the_stores_have(self):
        self.website.warehouse_id = self.store
        self.shirt.allow_out_of_stock_order = False
        cart = self._make_web_cart()
        values = cart._cart_add(product_id=self.shirt.id, quantity=5)
        self.assertEqual(values["quantity"], 2)


@tagged("post_install", "-at_install")
class TestAvailabilityRoute(UnifiedShopHttpCommon):
    def test_visitor_reads_the_stock_of_published_products_only(self):
        self._set_stock(self.shirt, self.store, 2)
        self.mug.is_published = False
        stock = self._call(
            "/shop/store_stock", product_ids=[self.shirt.id, self.mug.id]
        )["stock"]
        self.assertEqual(set(stock), {str(self.shirt.id)})
        quantities = {s["store"]: s["quantity"] for s in stock[str(self.shirt.id)]}
        self.assertEqual(quantities["Lyon"], 2)

    def test_nonsense_is_answered_with_nothing(self):
        for value in (None, "1", [None, "x"], {"a": 1}):
            self.assertEqual(
                self._call("/shop/store_stock", product_ids=value), {"stock": {}}
            )

    def test_who_asks_too_often_is_told_to_wait(self):
        for _count in range(STOCK_CALLS_PER_MINUTE + 1):
            answer = self._call("/shop/store_stock", product_ids=[])
        self.assertIn("retry_after", answer)
