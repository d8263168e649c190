# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    channel_id = fields.Many2one(
        "commerce.channel",
        index="btree_not_null",
        check_company=True,
        help="Channel of the sale that is booked.",
    )
