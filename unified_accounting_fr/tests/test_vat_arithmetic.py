# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import FrenchCompanyCase


@tagged("post_install", "-at_install")
class TestVatArithmetic(FrenchCompanyCase):
    """VAT = TTC − TTC / (1 + rate), rounded once per receipt and rate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat_20 = cls._tax("tva_normale_ttc")
        cls.vat_5_5 = cls._tax("tva_reduite_ttc")
        cls.vat_2_1 = cls._tax("tva_super_reduite_ttc")
        cls.vat_10 = cls._tax("tva_intermediaire_ttc")

    def _check(self, move, total, **expected):
        vat = {f"4457{account}": value[1] for account, value in expected.items()}
        self.assertEqual(self._vat_by_account(move).keys(), vat.keys())
        for code, amount in self._vat_by_account(move).items():
            self.assertAlmostEqual(amount, vat[code], msg=code)
        bases = sorted(self._base_by_rate(move).values())
        for found, wanted in zip(
            bases, sorted(value[0] for value in expected.values()), strict=True
        ):
            self.assertAlmostEqual(found, wanted)
        self.assertAlmostEqual(move.amount_total, total)

    def _expected(self, **values):
        return {name.removeprefix("a"): value for name, value in values.items()}

    def test_receipt_of_three_rates(self):
        move = self._receipt(
            (self.vat_20, 49.90), (self.vat_5_5, 18.00), (self.vat_2_1, 3.50, 2)
        )
        self._check(
            move,
            74.90,
            **self._expected(a12=(41.58, 8.32), a13=(17.06, 0.94), a14=(6.86, 0.14)),
        )

    def test_receipt_with_a_discount(self):
        move = self._receipt((self.vat_5_5, 4.75, 3), (self.vat_20, 9.99, 1, 10))
        self._check(move, 23.24, **self._expected(a12=(7.49, 1.50), a13=(13.51, 0.74)))

    def test_web_order_with_its_shipping_shared_by_rate(self):
        move = self._receipt(
            (self.vat_5_5, 21.10),
            (self.vat_20, 96.00),
            (self.vat_20, 4.92),
            (self.vat_5_5, 1.08),
        )
        self._check(
            move, 123.10, **self._expected(a12=(84.10, 16.82), a13=(21.02, 1.16))
        )

    def test_bulk_receipt_at_two_rates(self):
        move = self._receipt((self.vat_20, 6000.0), (self.vat_10, 110.0))
        self._check(move, 6110.0, **self._expected(a12=(5000, 1000), a15=(100, 10)))

    def test_vat_is_rounded_once_per_receipt(self):
        move = self._receipt(*[(self.vat_20, 0.99)] * 10)
        self._check(move, 9.90, **self._expected(a12=(8.25, 1.65)))

    def test_refund_is_the_exact_opposite(self):
        lines = ((self.vat_20, 19.99), (self.vat_5_5, 14.25))
        sale = self._vat_by_account(self._receipt(*lines))
        refund = self._vat_by_account(self._receipt(*lines, move_type="out_refund"))
        self.assertEqual(sale, {code: -amount for code, amount in refund.items()})
