# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoyaltyProgram(models.Model):
    """From when, and until when, points can be spent."""

    _inherit = "loyalty.program"

    points_valid_after = fields.Integer(
        string="Valid After (Days)",
        help="Points of a sale can be spent this many days later, once the customer "
        "can no longer send the goods back: 14 days for a distance sale in France. "
        "0: at once.",
    )
    points_life = fields.Integer(
        string="Life of Points (Months)",
        help="Points that nobody spends for this many months expire, the oldest "
        "first. 0: never.",
    )

    @api.constrains("points_valid_after", "points_life")
    def _check_points_life(self):
        for program in self:
            if program.points_valid_after < 0 or program.points_life < 0:
                raise ValidationError(
                    self.env._("A number of days or months is not below zero.")
                )

    def _get_lot_values(self, pending=True):
        """Return from and until when points won now can be spent.

        :param pending: the goods may still be sent back
        """
        self.ensure_one()
        now = fields.Datetime.now()
        values = {}
        if self.program_type != "loyalty":
            return values
        if pending and self.points_valid_after:
            values["valid_from"] = now + relativedelta(days=self.points_valid_after)
        if self.points_life:
            first_day = fields.Date.context_today(self, values.get("valid_from", now))
            values["expires_on"] = first_day + relativedelta(months=self.points_life)
        return values
