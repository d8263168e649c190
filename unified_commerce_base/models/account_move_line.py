# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    channel_id = fields.Many2one(
        "commerce.channel",
        compute="_compute_channel_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        help="Channel of the sale that is booked.",
    )

    @api.depends("move_id.channel_id")
    def _compute_channel_id(self):
        for line in self:
            line.channel_id = line.move_id.channel_id
