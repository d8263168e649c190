# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    channel_id = fields.Many2one(
        "commerce.channel",
        index="btree_not_null",
        readonly=True,
        help="Channel of the sale that moves the goods.",
    )

    def _prepare_procurement_values(self):
        # the channel follows the goods through every step of the route
        return {
            **super()._prepare_procurement_values(),
            "channel_id": self.channel_id.id,
        }
