# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_channel_id = fields.Many2one(related="pos_config_id.channel_id", readonly=False)
    pos_approval_discount = fields.Boolean(
        related="pos_config_id.approval_discount", readonly=False
    )
    pos_max_discount_without_approval = fields.Float(
        related="pos_config_id.max_discount_without_approval", readonly=False
    )
    pos_approval_price = fields.Boolean(
        related="pos_config_id.approval_price", readonly=False
    )
    pos_approval_refund = fields.Boolean(
        related="pos_config_id.approval_refund", readonly=False
    )
    pos_approval_line_removal = fields.Boolean(
        related="pos_config_id.approval_line_removal", readonly=False
    )
    pos_delivery_carrier_ids = fields.Many2many(
        related="pos_config_id.delivery_carrier_ids",
        readonly=False,
        groups="point_of_sale.group_pos_manager",
    )
    pos_offline_threshold = fields.Integer(
        related="pos_config_id.offline_threshold", readonly=False
    )
    pos_offline_keep = fields.Selection(
        related="pos_config_id.offline_keep", readonly=False
    )
    pos_offline_hours = fields.Integer(
        related="pos_config_id.offline_hours", readonly=False
    )
