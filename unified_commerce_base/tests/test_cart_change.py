# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestCartChange(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "20 %",
                "amount": 20.0,
                "price_include_override": "tax_included",
                "company_id": cls.company.id,
            }
        )
        (cls.shirt | cls.mug).taxes_id = [Command.set(cls.tax.ids)]
        cls.pricelist = cls.env["product.pricelist"].create({"name": "Shop"})
        cls.cart = cls._make_cart(lines=[(cls.shirt, 2), (cls.mug, 1)])
        cls.cart.pricelist_id = cls.pricelist
        cls.shirt_line, cls.mug_line = cls.cart.order_line

    def _prices(self, line):
        return self.cart._cart_prices()[line.id]

    def _rule(self, **values):
        return self.env["product.pricelist.item"].create(
            {"pricelist_id": self.pricelist.id, **values}
        )

    def test_nothing_changed(self):
        for line, price in ((self.shirt_line, 20.0), (self.mug_line, 10.0)):
            self.assertEqual(
                self._prices(line), {"price_seen": price, "price_now": price}
            )

    def test_dearer_since_then(self):
        self.shirt.list_price = 24.9
        self.assertEqual(
            self._prices(self.shirt_line), {"price_seen": 20.0, "price_now": 24.9}
        )

    def test_a_rule_of_the_price_list_counts_from_its_quantity_on(self):
        self._rule(
            applied_on="3_global",
            compute_price="percentage",
            percent_price=10,
            min_quantity=2,
        )
        self.assertEqual(self._prices(self.shirt_line)["price_now"], 18.0)
        self.assertEqual(self._prices(self.mug_line)["price_now"], 10.0)

    def test_discount_the_customer_saw_is_part_of_the_price(self):
        self.mug_line.discount = 20
        self.assertEqual(
            self._prices(self.mug_line), {"price_seen": 8.0, "price_now": 10.0}
        )

    def test_price_is_that_of_the_unit_of_the_line(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.mug_line.product_uom_id = dozen
        self.assertEqual(self.mug_line.price_unit, 120.0)
        self.mug.list_price = 9.0
        prices = self._prices(self.mug_line)
        self.assertEqual(prices, {"price_seen": 120.0, "price_now": 108.0})

    def test_prices_are_shown_with_the_taxes_of_the_cart(self):
        self.tax.price_include_override = "tax_excluded"
        self.cart.order_line._compute_amount()
        self.mug.list_price = 11.0
        self.assertEqual(
            self._prices(self.mug_line), {"price_seen": 12.0, "price_now": 13.2}
        )

    def test_article_that_was_free_has_a_price_now(self):
        self.mug_line.price_unit = 0.0
        self.assertEqual(
            self._prices(self.mug_line), {"price_seen": 0.0, "price_now": 10.0}
        )

    def test_asking_changes_nothing(self):
        self.shirt.list_price = 24.9
        version = self.cart.cart_version
        self.cart._cart_prices()
        self.assertEqual(self.shirt_line.price_unit, 20.0)
        self.assertEqual(self.cart.cart_version, version)

    def test_queries_do_not_grow_with_the_lines(self):
        products = self.env["product.product"].create(
            [{"name": f"Article {n}", "list_price": n} for n in range(20)]
        )
        parent = self.env["product.pricelist"].create({"name": "Parent"})
        self._rule(
            applied_on="3_global",
            compute_price="formula",
            base="pricelist",
            base_pricelist_id=parent.id,
            price_discount=5,
        )
        counts = []
        for size in (2, 20):
            lines = [(product, 3) for product in products[:size]]
            cart = self._make_cart(self.other_customer, lines)
            cart.pricelist_id = self.pricelist
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cart._cart_prices()
            counts.append(self.env.cr.sql_log_count - before)
            cart.action_cancel()
        self.assertEqual(counts[0], counts[1])
