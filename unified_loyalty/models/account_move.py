# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class AccountMove(models.Model):
    """A credit note takes back the points its goods won, and gives back the others."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._reverse_refunded_points()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._reverse_refunded_points()
        return result

    def _reverse_refunded_points(self):
        bills = self.filtered(lambda move: move.is_sale_document())
        # sudo: an accountant need not read orders to have points follow the money
        bills.sudo().invoice_line_ids.sale_line_ids.order_id._reverse_refunded_points()
