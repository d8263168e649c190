# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestPlaces(DemoCase):
    def test_company_is_the_one_of_the_golden_figures(self):
        self.assertRecordValues(
            self.company,
            [
                {
                    "name": "UNIFIED RETAIL SAS",
                    "vat": "FR44732829320",
                    "company_registry": "73282932000074",
                    "city": "Orléans",
                    "zip": "45000",
                    "point_of_sale_update_stock_quantities": "real",
                }
            ],
        )
        self.assertEqual(self.company.currency_id.name, "EUR")

    def test_three_stores_have_two_tills_each_on_their_own_stock(self):
        for code, name in (("par", "Paris"), ("lyo", "Lyon"), ("bor", "Bordeaux")):
            warehouse = self.ref(f"warehouse_{code}")
            tills = self.ref(f"till_{code}_1") + self.ref(f"till_{code}_2")
            self.assertEqual(tills.mapped("name"), [f"{name} 1", f"{name} 2"])
            self.assertEqual(tills.picking_type_id.warehouse_id, warehouse)
            self.assertEqual(tills.channel_id.warehouse_id, warehouse)
            self.assertEqual(tills[0].trusted_config_ids, tills[1])

    def test_each_place_is_where_its_town_is(self):
        for code, latitude, longitude in (
            ("orl", 47.9, 1.9),
            ("par", 48.9, 2.4),
            ("lyo", 45.8, 4.8),
            ("bor", 44.8, -0.6),
        ):
            address = self.ref(f"warehouse_{code}").partner_id
            self.assertAlmostEqual(address.partner_latitude, latitude, 1)
            self.assertAlmostEqual(address.partner_longitude, longitude, 1)

    def test_each_till_counts_its_own_cash_and_shares_cards_and_cheques(self):
        tills = self.env["pos.config"].concat(
            *(
                self.ref(f"till_{code}_{number}")
                for code in ("par", "lyo", "bor")
                for number in (1, 2)
            )
        )
        shared = self.ref("payment_card") + self.ref("payment_cheque")
        # the cards of the house have a method of their own, where they are installed
        house = self.env["pos.payment.method"].search(
            [("use_payment_terminal", "=", "unified_card")]
        )
        for till in tills:
            cash = till.payment_method_ids.filtered("is_cash_count")
            self.assertEqual(cash.config_ids, till)
            self.assertEqual(till.payment_method_ids - cash - house, shared)
            self.assertIn(self.ref("payment_card"), till.fast_payment_method_ids)
            self.assertTrue(till.invoice_journal_id)
            self.assertTrue(till.down_payment_product_id)
        cash_journals = tills.payment_method_ids.filtered("is_cash_count").journal_id
        self.assertEqual(len(cash_journals), 6)

    def test_staff_share_the_tills_of_their_store_by_pin_and_badge(self):
        till = self.ref("till_lyo_1")
        amelie, bilal = self.ref("employee_amelie"), self.ref("employee_bilal")
        manager = self.ref("employee_manager")
        self.assertEqual(till.basic_employee_ids, amelie + bilal)
        self.assertIn(manager, till.advanced_employee_ids)
        self.assertTrue(till.module_pos_hr)
        staff = amelie + bilal + manager
        self.assertEqual(staff.mapped("pin"), ["1111", "2222", "1234"])
        self.assertTrue(all(staff.mapped("barcode")))
        self.assertFalse(bilal.user_id)

    def test_the_shop_sells_in_french_and_in_english_from_the_warehouse(self):
        website = self.ref("website")
        self.assertEqual(website.default_lang_id.code, "fr_FR")
        self.assertEqual(set(website.language_ids.mapped("code")), {"fr_FR", "en_US"})
        self.assertEqual(website.warehouse_id, self.ref("warehouse_orl"))
        self.assertEqual(website.show_line_subtotals_tax_selection, "tax_included")
        self.assertEqual(website.account_on_checkout, "optional")
        self.assertEqual(website.channel_id.channel_type, "web")

    def test_the_web_is_paid_by_the_demonstration_provider_alone(self):
        provider = self.ref("payment_web")
        self.assertEqual((provider.state, provider.is_published), ("test", True))
        self.assertEqual(
            provider.with_context(lang="fr_FR").name, "Carte bancaire (démonstration)"
        )
        published = self.env["payment.provider"].search(
            [("company_id", "=", self.company.id), ("is_published", "=", True)]
        )
        self.assertEqual(published, provider)

    def test_delivery_costs_six_euros_or_nothing(self):
        home, slow = self.ref("carrier_home"), self.ref("carrier_slow")
        self.assertEqual((home.fixed_price, slow.fixed_price), (6.0, 0.0))
        self.assertEqual(home.product_id.taxes_id.amount, 20.0)
        published = self.env["delivery.carrier"].search([("is_published", "=", True)])
        self.assertEqual(published, home + slow)

    def test_one_point_per_euro_and_five_euros_for_a_hundred_everywhere(self):
        program = self.ref("loyalty_program")
        self.assertTrue(program.pos_ok and program.ecommerce_ok and program.sale_ok)
        self.assertRecordValues(
            program.rule_ids,
            [{"reward_point_mode": "money", "reward_point_amount": 1.0}],
        )
        self.assertRecordValues(
            program.reward_ids,
            [{"discount_mode": "per_order", "discount": 5.0, "required_points": 100}],
        )
