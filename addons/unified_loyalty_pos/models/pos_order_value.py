# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _get_loyalty_sale_amount(self):
        """Return what this ticket brings in, VAT excluded, in its currency."""
        self.ensure_one()
        payments = self.lines.filtered(
            lambda line: line.reward_id.program_id.is_payment_program
        )
        paid_by_card = sum(payments.mapped("price_subtotal"))
        return self.amount_total - self.amount_tax - paid_by_card
