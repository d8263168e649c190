# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _is_cart_item(self):
        return super()._is_cart_item() and not self.is_delivery

    def _get_shop_promise(self):
        """Return in words when the goods of this line are promised for."""
        self.ensure_one()
        if not self._is_cart_item():
            return ""
        return self.order_id.website_id._get_promise(
            self.product_id,
            self._get_hold_quantity(),
            self._get_hold_place(),
            self.order_id._get_hold_token(),
        )
