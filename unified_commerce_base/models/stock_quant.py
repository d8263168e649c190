# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model
    def _update_available_quantity(
        self,
        product_id,
        location_id,
        quantity=False,
        reserved_quantity=False,
        *args,
        **kwargs,
    ):
        result = super()._update_available_quantity(
            product_id, location_id, quantity, reserved_quantity, *args, **kwargs
        )
        self.env["commerce.hold"]._note_stock_change(
            product_id, location_id, (quantity or 0.0) - (reserved_quantity or 0.0)
        )
        return result
