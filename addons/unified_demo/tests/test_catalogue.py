# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged
from odoo.tools.barcode import check_barcode_encoding

from ..builders import catalogue
from ..builders.places import PLACES
from ..builders.stock import opening_quantity
from .common import DemoCase

GOLDEN = {
    # product: (price with tax, VAT rate, without tax, VAT), as in the receipts of
    # the golden figures
    "product_golden_casque": (49.90, 20.0, 41.58, 8.32),
    "product_golden_livre": (18.00, 5.5, 17.06, 0.94),
    "product_golden_magazine": (3.50, 2.1, 3.43, 0.07),
    "product_golden_cafe": (4.75, 5.5, 4.50, 0.25),
    "product_golden_tshirt": (19.99, 20.0, 16.66, 3.33),
    "product_golden_sac": (35.00, 20.0, 29.17, 5.83),
    "product_golden_reparation": (30.00, 20.0, 25.00, 5.00),
    "product_golden_lampe": (96.00, 20.0, 80.00, 16.00),
    "product_golden_livre_web": (21.10, 5.5, 20.00, 1.10),
    "product_golden_plat": (11.00, 10.0, 10.00, 1.00),
}


@tagged("post_install", "-at_install")
class TestCatalogue(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = catalogue.read_products()
        cls.variants = cls.env["product.product"].concat(
            *(
                variant
                for row in cls.rows
                for _xmlid, variant in catalogue.variants(cls.box, row)
            )
        )

    def test_about_three_hundred_products_are_sold(self):
        self.assertEqual(len(self.variants), 292)
        self.assertEqual(len(self.variants.product_tmpl_id), 123)
        self.assertTrue(all(self.variants.mapped("is_published")))
        self.assertTrue(all(self.variants.mapped("available_in_pos")))

    def test_each_barcode_is_unique_and_its_check_digit_is_right(self):
        barcodes = self.variants.mapped("barcode")
        self.assertEqual(len(set(barcodes)), len(self.variants))
        for barcode in barcodes:
            self.assertTrue(barcode.startswith("370"))
            self.assertTrue(check_barcode_encoding(barcode, "ean13"), barcode)

    def test_the_shelf_product_answers_to_its_two_codes(self):
        shelf = self.ref("product_journey_shelf")
        self.assertEqual(shelf.barcode, "3701234500010")
        self.assertEqual(shelf.product_uom_ids.barcode, "3701234500019")

    def test_golden_prices_split_into_the_golden_figures(self):
        for xmlid, (price, rate, untaxed, vat) in GOLDEN.items():
            with self.subTest(xmlid):
                product = self.ref(xmlid)
                self.assertAlmostEqual(product.lst_price, price)
                self.assertEqual(product.taxes_id.amount, rate)
                amounts = product.taxes_id.compute_all(price)
                self.assertAlmostEqual(amounts["total_included"], price)
                self.assertAlmostEqual(amounts["total_excluded"], untaxed)
                self.assertAlmostEqual(amounts["taxes"][0]["amount"], vat)

    def test_golden_mug_at_ten_per_cent_off_costs_the_golden_price(self):
        mug = self.ref("product_golden_mug")
        amounts = mug.taxes_id.compute_all(mug.lst_price * 0.9)
        self.assertAlmostEqual(mug.lst_price, 9.99)
        self.assertAlmostEqual(amounts["total_included"], 8.99)
        self.assertAlmostEqual(amounts["total_excluded"], 7.49)

    def test_speaker_price_contains_its_eco_contribution(self):
        speaker = self.ref("product_golden_enceinte")
        self.assertAlmostEqual(speaker.lst_price, 120.0)
        amounts = speaker.taxes_id.compute_all(120.0)
        self.assertAlmostEqual(amounts["total_included"], 120.0)
        self.assertEqual([tax["amount"] for tax in amounts["taxes"]], [0.42, 20.0])

    def test_every_product_bears_the_rate_of_its_section(self):
        usual = {
            "press": {2.1},
            "books": {5.5, 20.0},
            "grocery": {5.5, 20.0},
            "snacks": {10.0},
        }
        for row in self.rows:
            template = self.ref(catalogue.template_xmlid(row))
            vat = template.taxes_id.filtered(lambda tax: tax.amount_type == "percent")
            with self.subTest(row["ref"]):
                self.assertEqual(len(vat), 1)
                self.assertTrue(vat.price_include)
                self.assertTrue(vat.active)
                self.assertEqual(vat.amount, float(row["tax"]))
                self.assertIn(vat.amount, usual.get(row["section"], {20.0}))

    def test_names_and_texts_are_in_french_and_in_english(self):
        mug = self.ref("product_golden_mug")
        self.assertEqual(mug.with_context(lang="fr_FR").name, "Mug Atelier")
        self.assertEqual(mug.with_context(lang="en_US").name, "Workshop mug")
        for row in self.rows:
            template = self.ref(catalogue.template_xmlid(row))
            french = template.with_context(lang="fr_FR")
            self.assertEqual(french.name, row["name_fr"])
            self.assertIn(row["text_fr"], french.description_ecommerce)
            english = template.with_context(lang="en_US")
            self.assertIn(row["text_en"], english.description_ecommerce)

    def test_every_product_and_every_colour_has_its_picture(self):
        for variant in self.variants:
            self.assertTrue(variant.image_128, variant.display_name)
        navy, white = (
            self.ref("product_polo_marine_m"),
            self.ref("product_polo_blanc_m"),
        )
        self.assertNotEqual(navy.image_512, white.image_512)

    def test_pictures_stay_small(self):
        attachments = self.env["ir.attachment"].search(
            [
                ("res_model", "in", ("product.template", "product.product")),
                ("res_field", "in", ("image_1920", "image_variant_1920")),
                (
                    "res_id",
                    "in",
                    self.variants.ids + self.variants.product_tmpl_id.ids,
                ),
            ]
        )
        files = {one.store_fname: one.file_size for one in attachments}
        self.assertLess(sum(files.values()), 3_000_000)

    def test_goods_are_not_promised_beyond_the_stock(self):
        goods = self.variants.filtered("is_storable")
        self.assertFalse(any(goods.mapped("allow_out_of_stock_order")))

    def test_one_article_is_sold_in_advance_within_a_limit(self):
        article = self.ref("product_enceinte_salon").product_variant_id
        self.assertTrue(article._is_preorder())
        available = self.env["commerce.availability"]._read(
            article, self.ref("warehouse_orl"), beyond=True
        )
        self.assertGreater(sum(available.values()), 0)
        self.assertFalse(article.qty_available)

    def test_goods_are_spread_with_single_units_and_zeros(self):
        opening = [
            quantity
            for row in self.rows
            if catalogue.storable(row)
            for xmlid in catalogue.variant_xmlids(row)
            for quantity in self._opening(row, xmlid)
        ]
        self.assertGreater(opening.count(0), 20)
        self.assertGreater(opening.count(1), 20)
        self.assertGreater(sum(opening), 5000)

    def _opening(self, row, xmlid):
        return [opening_quantity(row, xmlid, code) for code in PLACES]

    def test_the_journey_finds_its_products_in_lyon(self):
        lyon = self.ref("warehouse_lyo")
        for name in ("journey_shelf", "journey_web_1", "journey_web_2"):
            product = self.ref(f"product_{name}").with_context(warehouse_id=lyon.id)
            self.assertGreaterEqual(product.free_qty, 10, name)

    def test_stock_equals_the_sum_of_its_moves(self):
        self.env.cr.execute(
            """WITH moved AS (
                 SELECT product_id, location_dest_id AS place, quantity_product_uom AS q
                   FROM stock_move_line WHERE state = 'done'
                  UNION ALL
                 SELECT product_id, location_id, -quantity_product_uom
                   FROM stock_move_line WHERE state = 'done'),
               ledger AS (
                 SELECT product_id, place, SUM(q) AS q FROM moved
                   JOIN stock_location l ON l.id = place AND l.usage = 'internal'
                  GROUP BY 1, 2),
               held AS (
                 SELECT product_id, q.location_id AS place, SUM(quantity) AS q
                   FROM stock_quant q JOIN stock_location l
                     ON l.id = q.location_id AND l.usage = 'internal'
                  GROUP BY 1, 2)
               SELECT COUNT(*) FROM ledger FULL JOIN held USING (product_id, place)
                WHERE ABS(COALESCE(ledger.q, 0) - COALESCE(held.q, 0)) > 0.0001
                  AND product_id = ANY(%s)""",
            [self.variants.ids],
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_each_section_has_its_supplier(self):
        bought = self.variants.product_tmpl_id.filtered(
            lambda product: product.type == "consu"
        )
        self.assertTrue(all(bought.mapped("seller_ids")))
        self.assertEqual(len(bought.seller_ids.partner_id), 6)
