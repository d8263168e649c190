# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CommerceException(models.Model):
    _inherit = "commerce.exception"

    kind = fields.Selection(
        selection_add=[("approval", "Approval"), ("price", "Price")],
        ondelete={"approval": "set other", "price": "set other"},
    )
