# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MONTHS = [
    ("1", "January"),
    ("2", "February"),
    ("3", "March"),
    ("4", "April"),
    ("5", "May"),
    ("6", "June"),
    ("7", "July"),
    ("8", "August"),
    ("9", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
]
LEAP_YEAR = 2000


class ResPartner(models.Model):
    """A birthday is a day and a month, given freely; never the year."""

    _inherit = "res.partner"

    birthday_day = fields.Selection(
        # a method: numbers need no translation
        selection=lambda self: [(str(day), str(day)) for day in range(1, 32)],
        help="Optional: for the birthday bonus only.",
    )
    birthday_month = fields.Selection(MONTHS)

    @api.constrains("birthday_day", "birthday_month")
    def _check_birthday(self):
        for partner in self.filtered(
            lambda one: one.birthday_day or one.birthday_month
        ):
            try:
                date(
                    LEAP_YEAR,
                    int(partner.birthday_month or 0),
                    int(partner.birthday_day or 0),
                )
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "This is not a day of the year: give the day and the month, or "
                        "neither."
                    )
                ) from None
