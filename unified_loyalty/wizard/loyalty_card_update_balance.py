# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import with_source


class LoyaltyCardUpdateBalance(models.TransientModel):
    """Points are added or taken by hand, for a reason and within a limit."""

    _inherit = "loyalty.card.update.balance"

    is_gesture = fields.Boolean(compute="_compute_gesture")
    limit_display = fields.Char(compute="_compute_gesture", string="Your limit today")
    direction = fields.Selection(
        [("add", "Add points"), ("take", "Take points")], default="add"
    )
    points = fields.Float(
        string="Number of Points", help="How many points to add or to take."
    )
    reason_id = fields.Many2one("loyalty.gesture.reason")
    description = fields.Char(required=False, help="Kept with the movement.")

    @api.depends("card_id")
    def _compute_gesture(self):
        for wizard in self:
            card = wizard.card_id
            wizard.is_gesture = card.program_id.program_type == "loyalty"
            limit = card._get_gesture_limit() if card else 0
            left = limit and max(limit - card._get_gestures_today(), 0)
            wizard.limit_display = card and card._format_points(left).strip()

    def action_update_card_point(self):
        """Make the gesture, as a movement with its reason and its operator.

        :raise AccessError: not for this person, or more than they may
        :raise UserError: no reason was given, or the card has not so many
        """
        self.ensure_one()
        card = self.card_id
        card._check_points_by_hand()
        change = self._get_change()
        self._check_change(change)
        card._check_gesture(change)
        reason = ": ".join(filter(None, (self.reason_id.name, self.description)))
        self.write({"new_balance": card.points + change, "description": reason})
        gesture = with_source(self, kind="adjust", reason=reason, after_commit=False)
        return super(LoyaltyCardUpdateBalance, gesture).action_update_card_point()

    def _get_change(self):
        if not self.is_gesture or (self.new_balance and not self.points):
            # Odoo's own terms
            return self.new_balance - self.card_id.points
        return self.points if self.direction == "add" else -self.points

    def _check_change(self, change):
        if not (self.reason_id or self.description):
            raise UserError(self.env._("Say why: choose a reason or write one."))
        if self.points < 0 or not change:
            raise UserError(
                self.env._("Give the number of points to add or to take, above zero.")
            )
        if change < 0 and self.card_id.points + change < 0:
            raise UserError(
                self.env._(
                    "%s are left on this card: no more can be taken.",
                    self.card_id.points_display.strip(),
                )
            )
