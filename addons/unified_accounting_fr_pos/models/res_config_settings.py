# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    fiscal_offline_hours = fields.Integer(
        related="company_id.fiscal_offline_hours", readonly=False
    )
    fiscal_offline_documents = fields.Integer(
        related="company_id.fiscal_offline_documents", readonly=False
    )
