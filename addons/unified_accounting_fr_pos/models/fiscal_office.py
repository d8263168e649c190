# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a till sealed is not sealed a second time by the back office."""

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _is_fiscal_sold_elsewhere(self):
        # sudo: whether a ticket is behind, no more
        return super()._is_fiscal_sold_elsewhere() or bool(self.sudo().pos_order_ids)

    def _get_fiscal_documents(self):
        tickets = self.sudo().pos_order_ids  # sudo: numbers of their seals, no more
        sealed = self.env["fiscal.document"]._of(tickets).values()
        return (
            super()
            ._get_fiscal_documents()
            .union(*(document for documents in sealed for document in documents))
        )


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _is_fiscal_receipt(self):
        return super()._is_fiscal_receipt() and not self.pos_session_id


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_fiscal_documents(self):
        # sudo: numbers of the seals of these very orders
        tickets = self.sudo().order_line.pos_order_line_ids.order_id
        sealed = self.env["fiscal.document"]._of(tickets).values()
        return (
            super()
            ._get_fiscal_documents()
            .union(*(document for documents in sealed for document in documents))
        )
