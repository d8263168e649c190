# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

UNDER_WAY = ("pending", "authorized", "done")


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _update_state(self, allowed_states, target_state, state_message):
        """The part of a card lives and ends with the payment of the rest."""
        updated = super()._update_state(allowed_states, target_state, state_message)
        # sudo: a provider's notification runs without rights on orders
        for transaction in updated.sudo():
            orders = transaction.sale_order_ids
            if transaction.state in UNDER_WAY:
                orders._keep_card_payments()
            elif transaction.state in ("cancel", "error"):
                orders.filtered(
                    lambda order: not order._has_card_payment_locked()
                )._let_go_card_payments()
        return updated
