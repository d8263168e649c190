# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import models


class SaleOrder(models.Model):
    """Money that an order was paid with goes back the way it came."""

    _inherit = "sale.order"

    def _get_refundable(self):
        """Return {payment: what was captured and not given back} of this order."""
        self.ensure_one()
        # sudo: only the system reads payments; whoever may change the order may know
        payments = self.sudo().transaction_ids.filtered(
            lambda payment: payment.operation not in ("refund", "validation")
        )
        captures = payments.browse()
        for payment in payments:
            # a capture in parts is a payment for each part
            parts = payment.child_transaction_ids.filtered(
                lambda part, whole=payment: part.operation == whole.operation
            )
            captures |= parts or payment
        return {
            payment: payment.amount + sum(payment._get_refunds().mapped("amount"))
            for payment in captures
            if payment.state == "done"
        }

    def _get_refundable_amount(self):
        return self.currency_id.round(sum(self._get_refundable().values()))

    def _pay_back(self, amount):
        """Give the customer ``amount`` back, by the provider or by a to-do.

        What a provider cannot do, or refuses, becomes a to-do with the amount for
        whoever follows the order. The provider is asked last, when all the rest is
        written: what it does cannot be rolled back.

        :param amount: in the currency of the order; what was not captured is not
            given back
        :return: (by the provider, by hand)
        """
        self.ensure_one()
        self.check_access("write")
        amount = min(amount, self._get_refundable_amount())
        self._void_authorised()
        self.env.flush_all()
        refunded = self._refund_by_provider(amount)
        left = self.currency_id.round(amount - refunded)
        self._schedule_refund(left, amount)
        return refunded, left

    def _refund_by_provider(self, amount):
        refunded = 0.0
        for payment, most in self._get_refundable().items():
            part = self.currency_id.round(min(amount - refunded, most))
            if self.currency_id.compare_amounts(part, 0) <= 0:
                continue
            if payment._can_refund(part):
                refund = payment.with_context(payment_backend_action=True)._refund(part)
                if refund.state not in ("error", "cancel"):
                    refunded += part
        return refunded

    def _void_authorised(self):
        """Let go of money that is not captured, when the whole order is cancelled."""
        if self.state == "cancel":
            for payment in self._get_authorised():
                payment.with_context(payment_backend_action=True)._void()

    def _get_authorised(self):
        # sudo: as above
        return self.sudo().transaction_ids.filtered(
            lambda payment: payment.state == "authorized"
        )

    def _schedule_refund(self, left, amount):
        """Leave what a program could not do to a person."""
        notes = []
        if self.currency_id.compare_amounts(left, 0) > 0:
            notes.append(
                self.env._(
                    "Give %(amount)s back to %(customer)s by hand: the payment cannot "
                    "be refunded from here.",
                    amount=self.currency_id.format(left),
                    customer=self.partner_id.display_name,
                )
            )
        # sudo: a seller need not read invoices to have them corrected
        if self.sudo().invoice_ids.filtered(lambda bill: bill.state == "posted"):
            notes.append(
                self.env._(
                    "The order is invoiced: make the credit note of %(amount)s.",
                    amount=self.currency_id.format(amount),
                )
            )
        if self.state == "sale" and self._get_authorised():
            notes.append(
                self.env._(
                    "The payment is authorised, not captured yet: capture no more than "
                    "%(amount)s.",
                    amount=self.currency_id.format(self.amount_total),
                )
            )
        if notes:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Refund"),
                note=Markup("<br/>").join(notes),
                user_id=self.user_id.id or self.env.uid,
            )
