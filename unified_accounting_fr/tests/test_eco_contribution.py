# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import tagged

from .common import FrenchCompanyCase


@tagged("post_install", "-at_install")
class TestEcoContribution(FrenchCompanyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = cls._tax("tva_normale_ttc")
        cls.eco = cls.company._fr_eco_contribution(0.50, 20.0)
        cls.speaker = cls._product("Enceinte", 120.0, cls.eco | cls.vat)

    def _amounts(self, quantity=1):
        move = self._receipt((self.eco | self.vat, 120.0, quantity))
        by_account = move.line_ids.filtered(
            lambda line: line.account_id.account_type != "asset_receivable"
        ).grouped(lambda line: line.account_id.code)
        return move, {
            code: round(-sum(lines.mapped("balance")), 2)
            for code, lines in by_account.items()
        }

    def test_contribution_is_inside_the_price_and_bears_vat(self):
        move, amounts = self._amounts()
        self.assertAlmostEqual(move.amount_total, 120.00)
        self.assertEqual(amounts["707800"], 0.42)
        self.assertEqual(amounts["445712"], 20.00)
        self.assertAlmostEqual(sum(amounts.values()), 120.00)

    def test_three_contributions_are_rounded_once(self):
        move, amounts = self._amounts(3)
        self.assertAlmostEqual(move.amount_total, 360.00)
        self.assertEqual(amounts["707800"], 1.25)
        self.assertEqual(amounts["445712"], 60.00)

    def test_turnover_declared_includes_the_contribution(self):
        move, _amounts = self._amounts()
        lines = move.line_ids.filtered(
            lambda line: "08_base" in line.tax_tag_ids.mapped("name")
        )
        self.assertAlmostEqual(-sum(lines.mapped("balance")), 100.00)

    def test_same_amount_and_rate_share_one_tax(self):
        self.assertEqual(self.company._fr_eco_contribution(0.50, 20.0), self.eco)
        other = self.company._fr_eco_contribution(2.00, 20.0)
        self.assertNotEqual(other, self.eco)
        self.assertEqual(other.tax_group_id, self.eco.tax_group_id)
        self.assertEqual(other.amount, 1.6667)

    def test_price_of_the_product_keeps_the_contribution(self):
        self.assertTrue(self.eco.price_include)
        prices = self.speaker.taxes_id.compute_all(120.0)
        self.assertAlmostEqual(prices["total_included"], 120.0)
        self.assertAlmostEqual(prices["total_excluded"], 99.58)

    def test_product_is_sold_on_the_account_of_its_rate(self):
        self.assertEqual(self.speaker._get_product_accounts()["income"].code, "707020")
        self.assertEqual(self.speaker.taxes_id.sorted("sequence")[0], self.eco)

    def test_domestic_position_keeps_the_contribution(self):
        position = self._tax("fiscal_position_template_domestic")
        taxes = position.map_tax(self.eco | self.vat)
        self.assertEqual(taxes, self.eco | self.vat)
        self.speaker.taxes_id = [Command.set(taxes.ids)]
