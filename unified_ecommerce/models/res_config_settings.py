# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    website_channel_id = fields.Many2one(
        related="website_id.channel_id", readonly=False
    )
    website_show_store_stock = fields.Boolean(
        related="website_id.show_store_stock", readonly=False
    )
