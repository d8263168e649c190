# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import ormcache

from ..tools import forget_cached


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    @api.model_create_multi
    def create(self, vals_list):
        operations = super().create(vals_list)
        forget_cached(self.env)
        return operations

    def write(self, vals):
        result = super().write(vals)
        if "reservation_method" in vals:
            forget_cached(self.env)
        return result

    @api.model
    @ormcache()
    def _get_deferring_ids(self):
        """Return the operations that do not reserve when an order is confirmed."""
        # sudo: how an operation reserves, whoever asks what is left
        deferring = self.sudo().with_context(active_test=False)
        return tuple(deferring.search([("reservation_method", "!=", "at_confirm")]).ids)
