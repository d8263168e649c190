# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class FiscalCountersignature(models.Model):
    """The signature of a document chained by hash while no key could be read."""

    _name = "fiscal.countersignature"
    _description = "Countersignature"
    _inherit = "fiscal.append.only"
    _log_access = False

    document_id = fields.Many2one(
        "fiscal.document", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    signature = fields.Char(required=True, readonly=True)
    key_fpr = fields.Char(string="Key", required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _document_uniq = models.UniqueIndex("(document_id)")
