# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields


class Cents(fields.Integer):
    """A whole number of cents; eight bytes, since perpetual totals only grow."""

    _column_type = ("int8", "int8")
