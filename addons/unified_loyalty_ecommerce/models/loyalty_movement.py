# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LoyaltyMovement(models.Model):
    _inherit = "loyalty.movement"

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
        if self.res_model == "sale.order" and self.res_id:
            return f"/my/orders/{self.res_id}"
        if self.res_model == "pos.order" and self._has_ticket_pages():
            return f"/my/purchases/store/{self.res_id}"
        return ""

    def _has_ticket_pages(self):
        # unified_pos_ecommerce shows tickets in the account, where it is installed
        return hasattr(self.env["pos.order"], "_get_purchase_summary")
