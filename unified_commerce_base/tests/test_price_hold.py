# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestPriceHold(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("product.group_product_pricelist")
        cls.pricelist = cls.env["product.pricelist"].create({"name": "Of the shop"})
        cls.customer.property_product_pricelist = cls.pricelist

    def setUp(self):
        super().setUp()
        self.cart = self._make_cart(lines=[(self.mug, 3), (self.shirt, 1)])
        self.mug_line, self.shirt_line = self.cart.order_line

    def _later(self, hours):
        return freeze_time(fields.Datetime.now() + timedelta(hours=hours))

    def _prices(self, cart=None):
        return (cart or self.cart).order_line.mapped("price_unit")

    def test_price_of_the_cart_does_not_rise_before_its_time(self):
        self.mug.list_price = 12.0
        with self._later(23):
            self.cart._recompute_prices()
            self.assertEqual(self._prices(), [10.0, 20.0])
            self.assertFalse(self.cart._refresh_prices())

    def test_price_after_its_time_is_that_of_the_day_and_what_changed_is_told(self):
        self.mug.list_price = 12.0
        with self._later(25):
            changes = self.cart._refresh_prices()
            self.assertEqual(changes, {self.mug_line: 10.0})
            self.assertEqual(self._prices(), [12.0, 20.0])
            self.mug.list_price = 13.0
            self.assertFalse(self.cart._refresh_prices(), "seen again: it holds again")

    def test_lower_price_wins_at_once_and_then_holds(self):
        self.mug.list_price = 8.0
        self.cart._recompute_prices()
        self.mug.list_price = 9.0
        self.cart._recompute_prices()
        self.assertEqual(self._prices(), [8.0, 20.0])

    def test_channel_says_how_long_prices_hold(self):
        self.web.price_hold_hours = 2
        cart = self._make_cart(self.other_customer, lines=[(self.mug, 1)])
        self.mug.list_price = 12.0
        with self._later(1):
            cart._recompute_prices()
            self.assertEqual(self._prices(cart), [10.0])
        with self._later(3):
            cart._recompute_prices()
            self.assertEqual(self._prices(cart), [12.0])

    def test_discount_seen_holds_like_the_price(self):
        self.mug_line.discount = 20
        self.cart._recompute_prices()
        self.assertRecordValues(self.mug_line, [{"price_unit": 10.0, "discount": 20.0}])

    def test_one_more_costs_what_was_seen(self):
        self.mug.list_price = 12.0
        self.mug_line.product_uom_qty = 4
        self.assertEqual(self.mug_line.price_unit, 10.0)
        self.mug_line.product_uom_qty = 2
        self.assertEqual(self.mug_line.price_unit, 10.0)

    def test_price_of_ten_is_not_kept_for_one(self):
        self.pricelist.item_ids = [
            Command.create(
                {
                    "applied_on": "1_product",
                    "product_tmpl_id": self.mug.product_tmpl_id.id,
                    "compute_price": "fixed",
                    "fixed_price": 5.0,
                    "min_quantity": 10,
                }
            )
        ]
        self.cart.pricelist_id = self.pricelist
        self.mug_line.product_uom_qty = 10
        self.assertEqual(self.mug_line.price_unit, 5.0)
        self.mug_line.product_uom_qty = 1
        self.assertEqual(self.mug_line.price_unit, 10.0)

    def test_price_in_another_currency_is_not_compared(self):
        other = self.env["res.currency"].create(
            {
                "name": "XTS",
                "symbol": "X",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 3.0})],
            }
        )
        self.cart.pricelist_id = self.env["product.pricelist"].create(
            {"name": "Elsewhere", "currency_id": other.id}
        )
        self.cart._recompute_prices()
        rate = self.company.currency_id._get_conversion_rate(
            self.company.currency_id, other, self.company, fields.Date.today()
        )
        self.assertNotEqual(rate, 1.0)
        self.assertAlmostEqual(self.mug_line.price_unit, 10.0 * rate, 2)

    def test_price_without_tax_is_no_price_with_tax(self):
        tax = self.env["account.tax"].create(
            {"name": "T", "amount": 20.0, "price_include_override": "tax_included"}
        )
        export = self.env["account.fiscal.position"].create({"name": "Export"})
        none = self.env["account.tax"].create(
            {
                "name": "None",
                "amount": 0.0,
                "fiscal_position_ids": [Command.set(export.ids)],
                "original_tax_ids": [Command.set(tax.ids)],
            }
        )
        self.mug.taxes_id = tax
        cart = self._make_cart(self.other_customer, lines=[(self.mug, 1)])
        cart.fiscal_position_id = export
        cart._recompute_taxes()
        cart._recompute_prices()
        self.assertEqual(cart.order_line.tax_ids, none)
        self.assertAlmostEqual(cart.order_line.price_unit, 8.33, 2)
        cart.fiscal_position_id = False
        cart._recompute_taxes()
        cart._recompute_prices()
        self.assertAlmostEqual(cart.order_line.price_unit, 10.0, 2)

    def test_joined_carts_keep_the_lower_price(self):
        visitor = self._make_cart(
            self.other_customer, lines=[(self.mug, 2)], state="guest"
        )
        self.mug.list_price = 15.0
        later = self._make_cart(
            self.env["res.partner"].create({"name": "New"}), lines=[(self.mug, 1)]
        )
        visitor._cart_merge_into(later)
        self.assertRecordValues(
            later.order_line, [{"product_uom_qty": 3.0, "price_unit": 10.0}]
        )

    def test_agreed_price_is_for_the_units_it_was_given_for(self):
        visitor = self._make_cart(
            self.other_customer, lines=[(self.mug, 1)], state="guest"
        )
        visitor.order_line.write({"price_unit": 4.0, "price_is_agreed": True})
        visitor._cart_merge_into(self.cart)
        self.assertEqual(
            sorted(
                (line.product_uom_qty, line.price_unit)
                for line in self.cart.order_line
                if line.product_id == self.mug
            ),
            [(1.0, 4.0), (3.0, 10.0)],
        )

    def test_till_takes_at_the_price_seen_then_at_that_of_the_day(self):
        self.mug.list_price = 12.0
        with self._later(23):
            self.cart._cart_acquire(self.till)
            order, mapping = self.cart._cart_take(
                {self.mug_line.id: 1}, self.till, self.lyon, self.store
            )
            self.assertEqual(order.order_line.price_unit, 10.0)
        with self._later(25):
            order, mapping = self.cart._cart_take(
                {self.mug_line.id: 1}, self.till, self.lyon, self.store
            )
            self.assertEqual(order.order_line.price_unit, 12.0)

    def test_cart_that_a_till_has_is_not_repriced_under_its_hands(self):
        self.mug.list_price = 12.0
        with self._later(25):
            self.cart._cart_acquire(self.till)
            self.assertFalse(self.cart._refresh_prices())
            self.assertEqual(self._prices(), [10.0, 20.0])

    def test_number_of_queries_does_not_grow_with_the_lines(self):
        products = self.env["product.product"].create(
            [{"name": f"Article {n}", "list_price": 10.0} for n in range(20)]
        )
        counts = []
        for size in (2, 20):
            cart = self._make_cart(
                self.env["res.partner"].create({"name": str(size)}),
                lines=[(product, 1) for product in products[:size]],
            )
            products.list_price = 20.0
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            seen = cart.order_line._get_seen_prices()
            cart.order_line._keep_seen_prices(seen)
            counts.append(self.env.cr.sql_log_count - before)
            products.list_price = 10.0
        self.assertEqual(*counts)
