# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_statement import END_2026, StatementCase


@tagged("post_install", "-at_install")
class TestValuation(StatementCase):
    """What points are worth in the books, and who may say so."""

    def test_value_is_proposed_from_the_reward(self):
        # 200 points are 10.00
        terms = self.env["loyalty.valuation"].create({"program_id": self.points.id})
        self.assertEqual(terms.value_per_point, 0.05)
        terms.value_per_point = 0.04
        self.assertEqual(terms.value_per_point, 0.04)

    def test_most_generous_reward_says_the_value(self):
        self.points.reward_ids.create(
            [
                {
                    "program_id": self.points.id,
                    "reward_type": "discount",
                    "discount_mode": "percent",
                    "discount": 10,
                    "required_points": 10,
                },
                {
                    "program_id": self.points.id,
                    "reward_type": "product",
                    "reward_product_id": self.chair.id,
                    "reward_product_qty": 1,
                    "required_points": 600,
                },
            ]
        )
        self.assertEqual(self.points._get_value_per_point(), 0.1)

    def test_usage_is_proposed_from_points_won_long_ago(self):
        used, unused = self._empty_card(), self._empty_card()
        self._move(used, "earn", 100, "2026-01-10 10:00:00")
        self._move(unused, "earn", 100, "2026-01-10 10:00:00")
        self._move(used, "burn", -80, "2026-08-10 10:00:00")
        # won too late to say whether they will be used
        self._move(unused, "earn", 900, "2027-01-05 10:00:00")
        terms = self._proposed("2027-02-01")
        self.assertAlmostEqual(terms.usage_probability, 0.40)
        terms.usage_probability = 0.5
        self.assertEqual(terms.usage_probability, 0.5)

    def test_life_of_points_says_which_are_settled(self):
        self.points.points_life = 6
        card = self._empty_card()
        self._move(card, "earn", 100, "2026-01-10 10:00:00")
        self._move(card, "burn", -30, "2026-03-10 10:00:00")
        self.assertAlmostEqual(self._proposed("2026-08-01").usage_probability, 0.30)
        self.assertEqual(self._proposed("2026-06-01").usage_probability, 1.0)

    def test_refunds_do_not_count_as_used(self):
        card = self._empty_card()
        self._move(card, "earn", 100, "2026-01-10 10:00:00")
        self._move(card, "burn", -80, "2026-03-10 10:00:00")
        self._move(card, "reverse", 60, "2026-03-11 10:00:00")
        self.assertAlmostEqual(self._proposed("2027-02-01").usage_probability, 0.20)

    def test_without_a_past_all_points_are_used(self):
        self.assertEqual(self._proposed("2027-02-01").usage_probability, 1.0)

    def _proposed(self, day):
        return self.env["loyalty.valuation"].create(
            {"program_id": self.points.id, "date": day}
        )

    def test_terms_of_a_closed_period_stay(self):
        terms = self._terms("2026-01-01", 0.05)
        self.company.fiscalyear_lock_date = END_2026
        for change in (
            lambda: terms.write({"usage_probability": 0.1}),
            lambda: terms.unlink(),
            lambda: self._terms("2026-06-01", 0.01),
        ):
            with self.assertRaisesRegex(UserError, "closed"):
                change()
        terms.note = "D’après les ventes de 2025"
        later = self._terms("2027-01-01", 0.06)
        with self.assertRaisesRegex(UserError, "closed"):
            later.date = "2026-12-31"

    @mute_logger("odoo.sql_db")
    def test_senseless_terms_are_refused(self):
        for values in ((0.05, 1.2), (0.05, -0.1), (-1, 0.5)):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._terms("2026-01-01", *values)
        self._terms("2026-01-01", 0.05)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._terms("2026-01-01", 0.06)
