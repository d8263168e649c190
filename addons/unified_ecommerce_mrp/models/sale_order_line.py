# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_max_available_qty(self):
        quantities = [super()._get_max_available_qty()]
        for line in self._get_lines_with_price():
            if line.product_id._is_limited_kit():
                in_cart, free = line.order_id._get_cart_and_free_qty(line.product_id)
                quantities.append(free - in_cart)
        return min((one for one in quantities if one is not None), default=None)

    def _check_availability(self):
        available = super()._check_availability()
        if not available or not self.product_id._is_limited_kit():
            return available
        in_cart, free = self.order_id._get_cart_and_free_qty(self.product_id)
        if self.product_id.uom_id.compare(in_cart, free) > 0:
            self._set_shop_warning_stock(in_cart, max(free, 0))
            return False
        return True
