# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

UNDER_WAY = ("pending", "authorized", "done")


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _update_state(self, allowed_states, target_state, state_message):
        updated = super()._update_state(allowed_states, target_state, state_message)
        updated._update_carts()
        return updated

    def _update_carts(self):
        """Close the carts a payment is under way for, open them again when it fails.

        The web shop gives the customer a new cart as soon as a payment is pending,
        although the order is still a draft: two open carts would break the rule of
        one per customer.
        """
        # sudo: a provider's notification runs without rights on orders
        for transaction in self.sudo():
            orders = transaction.sale_order_ids.filtered("is_cart")
            if transaction.state in UNDER_WAY:
                orders._hold_renew()
                orders._cart_order()
            elif transaction.state in ("cancel", "error"):
                orders.filtered(
                    lambda order: not order._has_payment_under_way()
                )._cart_payment_failed()
