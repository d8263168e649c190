# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _get_purchase_summary(self):
        """Return this ticket as one line of the customer's purchases."""
        self.ensure_one()
        return {
            "kind": "store",
            "date": self.date_order,
            "place": self._get_purchase_place(),
            "reference": self.pos_reference or self.name,
            "articles": self._count_articles(),
            "total": self.amount_total,
            "currency": self.currency_id,
            "url": f"/my/purchases/store/{self.id}",
        }

    def _get_purchase_place(self):
        self.ensure_one()
        return self.channel_id.name or self.config_id.name

    def _count_articles(self):
        return int(sum(self.lines.mapped("qty")))

    def _get_tax_lines(self):
        """Return the taxes of the ticket by rate: [{name, base, amount}]."""
        self.ensure_one()
        base_lines = self._prepare_tax_base_line_values()
        AccountTax = self.env["account.tax"]
        AccountTax._add_tax_details_in_base_lines(base_lines, self.company_id)
        AccountTax._round_base_lines_tax_details(base_lines, self.company_id)
        totals = AccountTax._get_tax_totals_summary(
            base_lines=base_lines,
            currency=self.currency_id,
            company=self.company_id,
        )
        return [
            {
                "name": group["group_name"],
                "base": group["base_amount_currency"],
                "amount": group["tax_amount_currency"],
            }
            for subtotal in totals["subtotals"]
            for group in subtotal["tax_groups"]
        ]
