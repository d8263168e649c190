# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosPayment(models.Model):
    _inherit = "pos.payment"

    def _is_voucher(self):
        """Hook: payments by a voucher that was sold outside VAT, or given as credit."""
        self.ensure_one()
        return False

    def _create_payment_moves(self, is_reverse=False):
        moves = super()._create_payment_moves(is_reverse=is_reverse)
        for order, payments in self.grouped("pos_order_id").items():
            entries = (payments.account_move_id & moves).filtered(
                lambda move: not move.channel_id
            )
            # sudo: a label on entries that core makes with the same rights
            entries.sudo().channel_id = order.channel_id
        return moves
