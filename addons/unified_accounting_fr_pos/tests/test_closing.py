# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import FrenchTillCase


@tagged("post_install", "-at_install")
class TestClosing(FrenchTillCase):
    """The closing entry of a day of golden tickets, to the cent."""

    def test_sales_and_vat_are_booked_per_rate(self):
        self._sell_golden_tickets()
        amounts = self._amounts(self._close(53.24))
        receivable = self.company.account_default_pos_receivable_account_id.code
        self.assertEqual(amounts.pop(receivable), -128.14)
        self.assertEqual(
            amounts,
            {
                "707020": 49.07,
                "707005": 30.57,
                "707002": 6.86,
                "706020": 25.00,
                "445712": 14.82,
                "445713": 1.68,
                "445714": 0.14,
            },
        )

    def test_entry_is_balanced_and_posted(self):
        self._sell_golden_tickets()
        move = self._close(53.24)
        self.assertEqual(move.state, "posted")
        self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0.0)
        self.assertEqual(self.session_1.state, "closed")

    def test_entry_says_store_till_and_channel(self):
        self._sell_golden_tickets()
        self.company.partner_id.lang = "en_US"
        move = self._close(53.24)
        self.assertEqual(
            move.ref, f"{self.session_1.name} – Lyon – Lyon 1 – Store {self.lyon.code}"
        )
        self.assertEqual(move.channel_id, self.lyon)
        self.assertEqual(move.line_ids.channel_id, self.lyon)
        self.assertTrue(all(line.channel_id for line in move.line_ids))

    def test_lines_name_the_till_and_the_rate(self):
        self._sell_golden_tickets()
        self.company.partner_id.lang = "en_US"
        move = self._close(53.24)
        self.assertEqual(
            {self._plain(name) for name in self._names(move)},
            {
                "Lyon 1 – Sales 20 %",
                "Lyon 1 – Sales 5.5 %",
                "Lyon 1 – Sales 2.1 %",
                "Lyon 1 – VAT 20 %",
                "Lyon 1 – VAT 5.5 %",
                "Lyon 1 – VAT 2.1 %",
                "Lyon 1 – Card",
                "Lyon 1 – Cash",
            },
        )

    def test_labels_are_in_the_language_of_the_company(self):
        if not self.env["res.lang"]._lang_get("fr_FR"):
            self.skipTest("fr_FR is not installed")
        self._sell_golden_tickets()
        self.company.partner_id.lang = "fr_FR"
        names = self._names(self._close(53.24))
        self.assertIn("Lyon 1 – TVA 5,5\N{NO-BREAK SPACE}%", names)
        self.assertIn("Lyon 1 – Ventes 20\N{NO-BREAK SPACE}%", names)

    def test_one_line_per_payment_method(self):
        self._sell_golden_tickets()
        move = self._close(53.24)
        paid = move.line_ids.filtered(
            lambda line: (
                line.account_id
                == self.company.account_default_pos_receivable_account_id
            )
        )
        self.assertEqual(sorted(paid.mapped("debit")), [53.24, 74.90])
        self.assertTrue(all(paid.mapped("reconciled")))

    def test_vat_lines_carry_the_lines_of_the_return(self):
        self._sell_golden_tickets()
        move = self._close(53.24)
        by_grid = {}
        for line in move.line_ids:
            for tag in line.tax_tag_ids:
                by_grid[tag.name] = round(by_grid.get(tag.name, 0) - line.balance, 2)
        self.assertEqual(by_grid["A1"], 111.50)
        self.assertEqual(by_grid["08_base"], 74.07)
        self.assertEqual(by_grid["08_taxe"], 14.82)
        self.assertEqual(by_grid["09_base"], 30.57)
        self.assertEqual(by_grid["09_taxe"], 1.68)
        self.assertEqual(by_grid["T6_base"], 6.86)
        self.assertEqual(by_grid["T6_taxe"], 0.14)

    def test_cash_shortage_goes_to_its_account(self):
        self._sell_golden_tickets()
        self._close(53.04)
        self._check_difference("658010", -0.20)

    def test_cash_excess_goes_to_its_account(self):
        self._sell_golden_tickets()
        self._close(53.34)
        self._check_difference("758010", 0.10)

    def test_returns_are_booked_apart(self):
        sold = self._golden(
            [(self.headset,), (self.book,), (self.magazine, 2)], [(self.card, 74.90)]
        )
        headset = sold.lines.filtered(lambda line: line.product_id == self.headset)
        self._golden(
            [(self.headset, -1, 0.0, headset)],
            [(self.card, -49.90)],
        )
        self.company.partner_id.lang = "en_US"
        move = self._close(0.0)
        labels = {self._plain(line.name): line.balance for line in move.line_ids}
        self.assertEqual(labels["Lyon 1 – Sales 20 %"], -41.58)
        self.assertEqual(labels["Lyon 1 – Returns 20 %"], 41.58)
        self.assertEqual(labels["Lyon 1 – VAT 20 %"], -8.32)
        self.assertEqual(labels["Lyon 1 – VAT 20 % (returns)"], 8.32)
        self.assertEqual(labels["Lyon 1 – Card"], 25.00)

    def test_sale_without_vat_is_named(self):
        self._golden([(self.gift,)], [(self.card, 50.00)])
        self.company.partner_id.lang = "en_US"
        move = self._close(0.0)
        self.assertIn("Lyon 1 – Sales without VAT", self._names(move))
        self.assertEqual(
            self._amounts(move)[self.company.income_account_id.code], 50.00
        )

    def test_eco_contribution_has_its_own_line(self):
        eco = self.company._fr_eco_contribution(0.50, 20.0)
        speaker = self._product("Enceinte", 120.0, eco | self._tax("tva_normale_ttc"))
        self._golden([(speaker,)], [(self.card, 120.00)])
        amounts = self._amounts(self._close(0.0))
        self.assertEqual(amounts["707800"], 0.42)
        self.assertEqual(amounts["707020"], 99.58)
        self.assertEqual(amounts["445712"], 20.00)

    def test_no_label_names_the_customer(self):
        self._sell_golden_tickets()
        moves = self._close(53.04) | self.session_1._get_related_account_moves()
        for line in moves.line_ids:
            self.assertNotIn(self.customer.name, line.name or "")

    def test_tickets_pass_the_integrity_report(self):
        self._sell_golden_tickets()
        self._close(53.24)
        report = self.company._check_pos_hash_integrity()
        self.assertEqual(report["corrupted_orders"], "None")
        orders = self.session_1.order_ids
        self.assertTrue(all(orders.mapped("l10n_fr_hash")))
        self.assertEqual(set(orders.mapped("state")), {"done"})

    def test_company_abroad_keeps_odoo_s_labels(self):
        self._sell_golden_tickets()
        self.company.chart_template = "generic_coa"
        move = self._close(53.24)
        self.assertEqual(move.ref, self.session_1.name)

    def _names(self, move):
        return set(move.line_ids.mapped("name"))

    def _plain(self, name):
        # the decimal sign is that of the languages installed
        return name.replace("\N{NO-BREAK SPACE}", " ").replace(",", ".")

    def _check_difference(self, code, amount):
        move = self.session_1.statement_line_ids.move_id.filtered(
            lambda move: code in move.line_ids.account_id.mapped("code")
        )
        line = move.line_ids.filtered(lambda line: line.account_id.code == code)
        self.assertAlmostEqual(-line.balance, amount)
        self.assertEqual(move.line_ids.channel_id, self.lyon)
