# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    email_confirmed = fields.Char(
        string="Confirmed Address",
        readonly=True,
        copy=False,
        help="The address of the account, once its owner has opened the link in our "
        "mail. Another address is not confirmed.",
    )
