# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import ormcache


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "reservation_method" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    @api.model
    @ormcache()
    def _get_deferring_ids(self):
        """Return the operations that do not reserve when an order is confirmed."""
        # sudo: how an operation reserves, whoever asks what is left
        deferring = self.sudo().with_context(active_test=False)
        return tuple(deferring.search([("reservation_method", "!=", "at_confirm")]).ids)
