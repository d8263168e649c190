# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_loyalty_sale_amount(self):
        """Return what this order brings in, VAT excluded, in its currency.

        What a gift card or an e-wallet pays is a payment, not less of a sale.
        """
        self.ensure_one()
        payments = self.order_line.filtered(
            lambda line: line.reward_id.program_id.is_payment_program
        )
        return self.amount_untaxed - sum(payments.mapped("price_subtotal"))
