# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class FiscalEventCode(models.Model):
    """A code of the technical event log: data, so that another list can be loaded."""

    _name = "fiscal.event.code"
    _description = "Code of the Technical Event Log"
    _order = "code"
    _rec_name = "code"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    valid_from = fields.Date()
    valid_to = fields.Date()

    _code_uniq = models.UniqueIndex("(code)", "This code exists already.")
