# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosPayment(models.Model):
    _inherit = "pos.payment"

    def _prepare_fiscal_payment(self):
        values = super()._prepare_fiscal_payment()
        if self.payment_method_id.is_cash_count:
            # what is in the drawer: modes are named as the shop likes
            values["cash"] = True
        return values
