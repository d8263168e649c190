# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

UNDER_WAY = ("pending", "authorized", "done")


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _update_state(self, allowed_states, target_state, state_message):
        updated = super()._update_state(allowed_states, target_state, state_message)
        updated._update_carts()
        if target_state in ("authorized", "done"):
            (self - updated)._report_money_after_the_end()
        return updated

    def _report_money_after_the_end(self):
        """Tell a person of money that a provider took for a payment that had ended.

        Core refuses the message and only writes it to the log.
        """
        # sudo: a provider's notification runs without rights on orders
        for transaction in self.sudo().filtered(lambda one: one.state == "cancel"):
            orders = transaction.sale_order_ids
            self.env["commerce.exception"]._report(
                "payment",
                orders[:1] or transaction,
                self.env._(
                    "%(provider)s took the money of payment %(reference)s, which was "
                    "cancelled before: nothing is confirmed.",
                    provider=transaction.provider_id.name,
                    reference=transaction.reference,
                ),
                self.env._(
                    "Look at the provider's site whether the money is there. Refund "
                    "it, or agree with the customer and confirm the order by hand."
                ),
                channel=orders[:1].channel_id,
                key=f"late_money:{transaction.id}",
            )

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
