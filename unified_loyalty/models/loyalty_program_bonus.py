# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

BONUSES = (
    "bonus_welcome",
    "bonus_birthday",
    "bonus_referrer",
    "bonus_referred",
    "bonus_review",
)


class LoyaltyProgram(models.Model):
    """Points that a programme gives besides purchases."""

    _inherit = "loyalty.program"

    bonus_welcome = fields.Float(string="Welcome", help="With the first card.")
    bonus_birthday = fields.Float(
        string="Birthday", help="Once a year, to customers who told us day and month."
    )
    bonus_referrer = fields.Float(
        string="Who Brings a Friend",
        help="Once the first order of the friend is paid and past its withdrawal "
        "period.",
    )
    bonus_referred = fields.Float(string="The Friend", help="At the same moment.")
    bonus_review = fields.Float(
        string="Review",
        help="Once for each article bought; the review says that it was rewarded.",
    )

    @api.constrains(*BONUSES)
    def _check_bonuses(self):
        for program in self:
            if any(program[name] < 0 for name in BONUSES):
                raise ValidationError(self.env._("A bonus is not below zero points."))
