# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class PosOrder(models.Model):
    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        """Let tickets of a customer who was merged meanwhile go to who was kept.

        Core keeps a ticket whose customer is gone, without its customer and without
        its invoice.
        """
        for order in orders:
            known = order.get("partner_id")
            if isinstance(known, int):
                partner = self.env["res.partner"]._follow_merged(known)
                order["partner_id"] = partner.id or known
        return super().sync_from_ui(orders)
