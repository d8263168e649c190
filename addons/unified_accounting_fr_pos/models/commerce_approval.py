# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CommerceApproval(models.Model):
    _inherit = "commerce.approval"

    action = fields.Selection(
        selection_add=[("training", "Training")], ondelete={"training": "cascade"}
    )
