# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        # what the pages of the shop say by themselves is said in their language
        names = super()._get_translation_frontend_modules_name()
        return [*names, "unified_ecommerce"]
