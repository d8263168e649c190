# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

MODES = {"card": "CB", "wire_transfer": "VIR", "sepa_direct_debit": "PRLV"}


class PaymentTransaction(models.Model):
    """What a provider takes or gives back for orders and invoices is sealed."""

    _inherit = "payment.transaction"

    def _update_state(self, allowed_states, target_state, state_message):
        updated = super()._update_state(allowed_states, target_state, state_message)
        if target_state == "done":
            # sudo: a provider's notification runs without rights on orders
            for payment in updated.sudo():
                orders, moves = payment._get_fiscal_family()
                if (orders or moves) and payment.operation != "validation":
                    self.env["fiscal.pending"]._add(
                        "payment", payment, f"transaction:{payment.id}"
                    )
        return updated

    def _get_fiscal_family(self):
        source = self | self.source_transaction_id
        orders, moves = source.sale_order_ids, source.invoice_ids
        orders |= moves.line_ids.sale_line_ids.order_id
        return orders, moves | orders.invoice_ids

    def _get_fiscal_means(self, row, undone=False):
        self.ensure_one()
        # a capture in parts is a payment for each part
        parts = self.child_transaction_ids.filtered(
            lambda part: part.operation == self.operation and part.state == "done"
        )
        if parts or self.state != "done":
            return []
        receipt = self.env["fiscal.receipt"]
        cents = self.env["fiscal.receipt.goods"]._to_cents(self.amount, self, False)
        return [receipt._prepare_means(self._get_fiscal_mode(), cents, self.reference)]

    def _get_fiscal_mode(self):
        method = self.payment_method_id
        method = method.primary_payment_method_id or method
        return MODES.get(method.code, (method.code or "autre").upper())
