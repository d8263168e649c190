# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

SEALED_TYPES = ("out_invoice", "out_refund", "out_receipt")


class AccountMove(models.Model):
    _inherit = "account.move"

    def _get_fiscal_family(self):
        """Return (orders, invoices): what belongs to the sale of these invoices."""
        orders = self.line_ids.sale_line_ids.order_id
        origin = self.reversed_entry_id
        orders |= origin.line_ids.sale_line_ids.order_id
        moves = self | orders.invoice_ids | origin | (self | origin).reversal_move_ids
        return orders, moves

    def _is_fiscal_sold_elsewhere(self):
        """Say whether this invoice is of a till, which seals it. Bridges extend it."""
        self.ensure_one()
        return False

    def _get_fiscal_documents(self):
        """Return what tills sealed that these invoices are about. Bridges extend it."""
        return self.env["fiscal.document"]

    def _post(self, soft=True):
        posted = super()._post(soft)
        for move in posted.filtered(lambda one: one.move_type in SEALED_TYPES):
            self.env["fiscal.pending"]._add_in_turn("invoice", move)
        return posted

    def button_draft(self):
        sold = self.filtered(
            lambda one: one.move_type in SEALED_TYPES and one.state == "posted"
        )
        res = super().button_draft()
        for move in sold:
            self.env["fiscal.pending"]._add_in_turn("reversal", move)
        return res


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    _fiscal_parent = "move_id"

    def _is_fiscal_voucher(self):
        self.ensure_one()
        return any(line._is_voucher_sold() for line in self.sale_line_ids)
