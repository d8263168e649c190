# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class FiscalChain(models.Model):
    _inherit = "fiscal.chain"

    closed_until = fields.Date(
        readonly=True, help="No document enters the closing of this day any more."
    )
    closed_seq = fields.Integer(
        string="Last number in a closing",
        readonly=True,
        help="Late documents up to this rank are in a closing.",
    )
