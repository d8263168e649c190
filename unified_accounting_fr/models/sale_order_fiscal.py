# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_fiscal_family(self):
        """Return (orders, invoices): what belongs to the sale of these orders."""
        return self, self.invoice_ids

    def _get_fiscal_documents(self):
        """Return what other tills sealed of these orders. Bridges extend it."""
        return self.env["fiscal.document"]

    def _get_fiscal_means(self, row, undone=False):
        """Return what a card paid of this order, or got back."""
        mode, _dot, rest = row.key.partition("|")
        return [
            self.env["fiscal.receipt"]._prepare_means(
                mode,
                self.env["fiscal.receipt.goods"]._to_cents(
                    row.amount, self, self.date_order
                ),
                voucher=rest.startswith("voucher"),
            )
        ]

    def _after_paid_by_card(self, mode, amount, key, is_voucher):
        res = super()._after_paid_by_card(mode, amount, key, is_voucher)
        kind = "voucher" if is_voucher else "card"
        self.env["fiscal.pending"]._add("payment", self, f"{mode}|{kind}|{key}", amount)
        return res


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    _fiscal_parent = "order_id"

    def _is_fiscal_voucher(self):
        self.ensure_one()
        return self._is_voucher_sold()
