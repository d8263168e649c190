# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestShelfPrice(LabelCommon):
    def _price(self, product, pricelist=None):
        pricelist = pricelist or self.env["product.pricelist"]
        return product._get_shelf_prices(pricelist, self.company).get(product.id)

    def _create_pricelist(self, **rule):
        return self.env["product.pricelist"].create(
            {
                "name": "Store",
                "currency_id": self.currency.id,
                "item_ids": [Command.create({"applied_on": "3_global", **rule})],
            }
        )

    def test_price_includes_tax_whether_entered_with_it_or_not(self):
        self.assertEqual(self._price(self.mug).price, 9.99)
        excluded = self._create_tax(
            "VAT 20 excl.", 20.0, price_include_override="tax_excluded"
        )
        product = self._create_product(
            "Bag", 10.0, taxes_id=[Command.set(excluded.ids)]
        )
        self.assertEqual(self._price(product).price, 12.0)

    def test_a_product_without_tax_keeps_its_price(self):
        product = self._create_product("Card", 50.0, taxes_id=[Command.clear()])
        self.assertEqual(self._price(product).price, 50.0)

    def test_a_product_without_price_has_no_label(self):
        self.assertIsNone(self._price(self._create_product("Free", 0.0)))

    def test_taxes_of_another_company_are_left_out(self):
        other = self.env["res.company"].create({"name": "Other", "country_id": False})
        product = self._create_product("Both", 12.0)
        prices = product._get_shelf_prices(self.env["product.pricelist"], other)
        self.assertEqual(prices[product.id].mentions, [])
        self.assertEqual(prices[product.id].price, 12.0)

    def test_eco_contribution_is_shown_with_its_vat(self):
        """Golden case W1: 120.00 of which 0.50 (0.42 + VAT 0.08)."""
        eco = self._create_tax(
            "Eco", 0.42, amount_type="fixed", include_base_amount=True, sequence=1
        )
        self.vat_20.sequence = 2
        speaker = self._create_product(
            "Speaker", 120.0, taxes_id=[Command.set((eco + self.vat_20).ids)]
        )
        price = self._price(speaker)
        self.assertEqual(price.price, 120.0)
        self.assertEqual(price.mentions, [("of which eco-contribution", 0.5)])

    def test_mention_of_a_fixed_tax_can_be_worded(self):
        tax = self._create_tax(
            "Copy", 1.0, amount_type="fixed", label_mention="of which private copy"
        )
        product = self._create_product("Key", 9.0, taxes_id=[Command.set(tax.ids)])
        self.assertEqual(
            self._price(product).mentions, [("of which private copy", 1.0)]
        )

    def test_discount_of_a_pricelist_is_announced_rounded_down(self):
        pricelist = self._create_pricelist(
            compute_price="percentage", percent_price=12.5
        )
        product = self._create_product("Lamp", 80.0)
        price = self._price(product, pricelist)
        self.assertEqual((price.price, price.former_price), (70.0, 80.0))
        self.assertEqual(price.discount, 12)

    def test_a_whole_percentage_is_not_rounded_below_itself(self):
        pricelist = self._create_pricelist(compute_price="percentage", percent_price=20)
        product = self._create_product("Tee", 24.97)  # 19.98: 19.98 %
        self.assertEqual(self._price(product, pricelist).discount, 19)
        product = self._create_product("Tee", 25.0)
        self.assertEqual(self._price(product, pricelist).discount, 20)

    def test_a_fixed_price_announces_no_reduction(self):
        pricelist = self._create_pricelist(compute_price="fixed", fixed_price=8.0)
        price = self._price(self.mug, pricelist)
        self.assertEqual((price.price, price.former_price), (8.0, 0.0))

    def test_a_dearer_list_announces_no_reduction(self):
        pricelist = self._create_pricelist(
            compute_price="percentage", percent_price=-10
        )
        self.assertEqual(self._price(self.mug, pricelist).former_price, 0.0)

    def test_goods_sold_by_weight_are_priced_by_the_kilogram(self):
        kilogram = self.env.ref("uom.product_uom_kgm")
        apples = self._create_product("Apples", 2.49, uom_id=kilogram.id)
        price = self._price(apples)
        self.assertEqual((price.sold_by, price.unit), (kilogram.name, ""))

    def test_goods_sold_by_the_gram_show_the_price_of_a_kilogram(self):
        saffron = self._create_product(
            "Saffron", 30.0, uom_id=self.env.ref("uom.product_uom_gram").id
        )
        price = self._price(saffron)
        self.assertAlmostEqual(price.unit_price, 30000.0)
        self.assertEqual(price.unit, self.env.ref("uom.product_uom_kgm").name)

    def test_goods_sold_by_the_piece_show_no_unit_price(self):
        self.assertEqual(self._price(self.mug).unit_price, 0.0)

    def test_unit_price_comes_from_the_base_unit_of_the_product(self):
        """Arrêté of 16 November 1999: 250 g at 4.75 is 19.00 a kilogram."""
        if "base_unit_id" not in self.env["product.product"]._fields:
            self.skipTest("the base unit comes with the web shop")
        unit = self.env["website.base.unit"].create({"name": "kg"})
        coffee = self._create_product(
            "Coffee", 4.75, base_unit_count=0.25, base_unit_id=unit.id
        )
        price = self._price(coffee)
        self.assertEqual((price.unit_price, price.unit), (19.0, "kg"))

    def test_many_products_cost_no_more_queries_than_few(self):
        counts = []
        for size in (2, 40):
            products = self.env["product.product"].concat(
                *(self._create_product(f"P{rank}", 10.0) for rank in range(size))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            products._get_shelf_prices(self.env["product.pricelist"], self.company)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 5)

    def test_comparison_price_of_the_shop_is_crossed_out_when_switched_on(self):
        if "compare_list_price" not in self.env["product.product"]._fields:
            self.skipTest("the comparison price comes with the web shop")
        self.mug.compare_list_price = 12.0
        feature = self.env.ref("website_sale.group_product_price_comparison")
        feature.user_ids = [Command.clear()]
        self.env.ref("base.group_user").implied_ids -= feature
        self.assertEqual(self._price(self.mug).former_price, 0.0)
        self.env.ref("base.group_user").implied_ids += feature
        self.assertEqual(self._price(self.mug).former_price, 12.0)
