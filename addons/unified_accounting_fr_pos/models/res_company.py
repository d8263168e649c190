# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _fr_set_up_one(self):
        report = super()._fr_set_up_one()
        self._fr_check_stock_mode()
        return report

    def _fr_check_stock_mode(self):
        """Report a company whose tills deliver at closing: stock is wrong all day."""
        self.ensure_one()
        control = self.env["commerce.control"]
        for company, summary, advice in control._control_till_stock_mode(self):
            self.env["commerce.exception"]._report(
                "stock",
                company,
                summary,
                advice,
                key=f"control:till_stock_mode:{company._name}:{company.id}",
            )
