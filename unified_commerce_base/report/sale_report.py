# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SaleReport(models.Model):
    _inherit = "sale.report"

    channel_id = fields.Many2one("commerce.channel", readonly=True)

    def _select_additional_fields(self):
        return {**super()._select_additional_fields(), "channel_id": "s.channel_id"}

    def _group_by_sale(self):
        return f"{super()._group_by_sale()}, s.channel_id"
