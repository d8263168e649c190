# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class FiscalArchiveRange(models.Model):
    """The part of a chain that an archive holds, and where the chain was at its end.

    Once that part is purged, checks of the chain begin from there.
    """

    _name = "fiscal.archive.range"
    _description = "Part of a Chain in an Archive"
    _order = "archive_id, id"

    archive_id = fields.Many2one(
        "fiscal.archive", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="archive_id.company_id", store=True)
    chain_id = fields.Many2one(
        "fiscal.chain", required=True, readonly=True, index=True, ondelete="restrict"
    )
    first = fields.Integer(required=True, readonly=True)
    last = fields.Integer(required=True, readonly=True)
    end = fields.Json(readonly=True, help="State of the chain after the last one.")
