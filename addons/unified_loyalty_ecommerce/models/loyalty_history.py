# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LoyaltyHistory(models.Model):
    _inherit = "loyalty.history"

    def _get_movements(self):
        movements = super()._get_movements()
        for line, movement in zip(self, movements, strict=True):
            movement["url"] = line._get_shopper_url()
        return movements

    def _get_shopper_url(self):
        """Hook: return the page of the document for its customer, '' when none.

        The page checks who asks.
        """
        self.ensure_one()
        if self.order_model == "sale.order" and self.order_id:
            return f"/my/orders/{self.order_id}"
        if self.order_model == "pos.order" and self._has_ticket_pages():
            return f"/my/purchases/store/{self.order_id}"
        return ""

    def _has_ticket_pages(self):
        # unified_pos_ecommerce shows tickets in the account, where it is installed
        return hasattr(self.env["pos.order"], "_get_purchase_summary")
