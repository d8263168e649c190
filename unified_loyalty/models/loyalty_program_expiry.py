# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    expiry_notice_days = fields.Integer(
        string="Notice (Days)",
        default=30,
        help="How long before points expire the customer is told, by e-mail and in "
        "their account. 0: never.",
    )
    expired_until = fields.Date(
        readonly=True,
        copy=False,
        help="What was to be spent before this day has expired.",
    )
    expired_up_to_card = fields.Integer(
        readonly=True, copy=False, help="Where a run that was stopped goes on."
    )

    @api.constrains("expiry_notice_days")
    def _check_expiry_notice_days(self):
        if any(program.expiry_notice_days < 0 for program in self):
            raise ValidationError(
                self.env._("A number of days or months is not below zero.")
            )
