# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

POSTED = ("in_process", "paid")
MODES = {"cash": "ESP", "bank": "VIR", "credit": "CB"}


class AccountPayment(models.Model):
    """What customers pay in the back office: cash, cheques, transfers."""

    _inherit = "account.payment"

    def _get_fiscal_family(self):
        return (self.invoice_ids | self.reconciled_invoice_ids)._get_fiscal_family()

    def _is_fiscal_receipt(self):
        """Say whether this payment is sealed by itself, and by nothing else."""
        self.ensure_one()
        return self.partner_type == "customer" and not self.payment_transaction_id

    def _get_fiscal_means(self, row, undone=False):
        self.ensure_one()
        if self.state not in POSTED and not undone:
            return []
        sign = 1 if self.payment_type == "inbound" else -1
        cents = self.env["fiscal.receipt.goods"]._to_cents(self.amount, self, self.date)
        return [
            self.env["fiscal.receipt"]._prepare_means(
                self._get_fiscal_mode(), cents * sign, self.name or ""
            )
        ]

    def _get_fiscal_mode(self):
        if "check" in (self.payment_method_code or ""):
            return "CHQ"
        name = (self.payment_method_line_id.name or "").lower()
        if any(word in name for word in ("chèque", "cheque", "check")):
            return "CHQ"
        return MODES.get(self.journal_id.type, "AUTRE")

    def action_post(self):
        res = super().action_post()
        for payment in self._get_received():
            self.env["fiscal.pending"]._add_in_turn("payment", payment)
        return res

    def action_cancel(self):
        received = self._get_received()
        res = super().action_cancel()
        received._seal_back()
        return res

    def action_draft(self):
        received = self._get_received()
        res = super().action_draft()
        received._seal_back()
        return res

    def _get_received(self):
        return self.filtered(
            lambda payment: payment.state in POSTED and payment._is_fiscal_receipt()
        )

    def _seal_back(self):
        for payment in self:
            self.env["fiscal.pending"]._add_in_turn("reversal", payment)
