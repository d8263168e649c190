# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CommerceAvailability(models.AbstractModel):
    """Goods that come in wake the alerts of those who wait for them."""

    _inherit = "commerce.availability"

    def _notify_changed(self, products, warehouses):
        super()._notify_changed(products, warehouses)
        self.env["commerce.stock.alert"]._wake(products)
