# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _is_hold_governed(self, location=None):
        # the customer has the goods in hand: the till never asks, it tells
        return super()._is_hold_governed(location) and not self._is_handed_over()

    def _get_new_picking_values(self):
        values = super()._get_new_picking_values()
        if set(self.mapped("fulfilment_mode")) == {"collect"}:
            # nobody carries what the customer fetches
            values["carrier_id"] = False
        return values

    def _is_handed_over(self):
        """Say whether a till hands these goods over."""
        operation = self.picking_type_id
        return bool(operation) and operation == operation.warehouse_id.pos_type_id
