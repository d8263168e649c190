# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    channel_id = fields.Many2one(
        "commerce.channel",
        compute="_compute_channel_id",
        store=True,
        index="btree_not_null",
        help="Channel of the sale that is delivered.",
    )

    @api.depends("move_ids.channel_id")
    def _compute_channel_id(self):
        for picking in self:
            picking.channel_id = picking.move_ids.channel_id[:1]
