# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CommerceAvailability(models.AbstractModel):
    _inherit = "commerce.availability"

    def _notify_changed(self, products, warehouses):
        super()._notify_changed(products, warehouses)
        Config, Bus = self.env["pos.config"], self.env["bus.bus"]
        for company in warehouses.exists().company_id:
            Bus._sendone(
                Config._get_stock_bus_channel(company),
                "unified_pos.stock",
                {"product_ids": products.ids},
            )
