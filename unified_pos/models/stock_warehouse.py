# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class StockWarehouse(models.Model):
    """A till names the places that owe what it sold."""

    _name = "stock.warehouse"
    _inherit = ["stock.warehouse", "pos.load.mixin"]

    @api.model
    def _load_pos_data_domain(self, data, config):
        return [("id", "in", config._get_owing_places().ids)]

    @api.model
    def _load_pos_data_fields(self, config):
        return ["id", "name"]
