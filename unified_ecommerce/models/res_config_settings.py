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
    website_cart_merge_rule = fields.Selection(
        related="website_id.cart_merge_rule", readonly=False, required=True
    )
    website_cart_shared = fields.Boolean(
        related="website_id.channel_id.cart_shared", readonly=False
    )
    website_cart_guest_days = fields.Integer(
        related="website_id.channel_id.cart_guest_days", readonly=False
    )
    website_cart_open_days = fields.Integer(
        related="website_id.channel_id.cart_open_days", readonly=False
    )
