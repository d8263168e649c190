# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import FrenchTillCase


@tagged("post_install", "-at_install")
class TestStockMode(FrenchTillCase):
    def _reports(self):
        return self.env["commerce.exception"].search(
            [("key", "=", f"control:till_stock_mode:res.company:{self.company.id}")]
        )

    def test_stock_in_real_time_is_fine(self):
        self.company.point_of_sale_update_stock_quantities = "real"
        self._reports().unlink()
        self.company._fr_set_up()
        self.assertFalse(self._reports())

    def test_stock_at_closing_is_reported_once(self):
        self.company.point_of_sale_update_stock_quantities = "closing"
        control = self.env.ref("unified_accounting_fr_pos.control_till_stock_mode")
        self._reports().unlink()
        self.company._fr_set_up()
        run = control._run()
        self.assertEqual(run.found, 1)
        self.assertEqual(len(self._reports()), 1)
        self.assertIn(self.company.name, self._reports().name)
