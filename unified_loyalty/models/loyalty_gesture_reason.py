# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class LoyaltyGestureReason(models.Model):
    """Why points are added to or taken from a card by hand."""

    _name = "loyalty.gesture.reason"
    _description = "Reason of a Gesture"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
