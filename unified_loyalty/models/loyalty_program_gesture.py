# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    gesture_limit_seller = fields.Integer(
        string="Gestures of a Seller",
        default=100,
        help="How many points a seller may add to or take from one card in a day. "
        "0: none. Cashiers never may.",
    )
    gesture_limit_manager = fields.Integer(
        string="Gestures of a Manager",
        default=1_000,
        help="How many points a manager may add to or take from one card in a day.",
    )

    @api.constrains("gesture_limit_seller", "gesture_limit_manager")
    def _check_gesture_limits(self):
        for program in self:
            if min(program.gesture_limit_seller, program.gesture_limit_manager) < 0:
                raise ValidationError(
                    self.env._("A limit of points is not below zero.")
                )
