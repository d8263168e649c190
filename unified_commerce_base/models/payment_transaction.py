# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _get_refunds(self):
        """Return what was given back of this payment, or is about to be."""
        return self.child_transaction_ids.filtered(
            lambda child: (
                child.operation == "refund" and child.state not in ("error", "cancel")
            )
        )

    def _can_refund(self, amount):
        """Say whether the provider and the way of paying take this refund."""
        self.ensure_one()
        method = self.payment_method_id
        method = method.primary_payment_method_id or method
        supported = {self.provider_id.support_refund, method.support_refund}
        if self.provider_id.state == "disabled" or supported & {"none", False}:
            return False
        whole = self.currency_id.compare_amounts(amount, self.amount) == 0
        return whole or "full_only" not in supported
