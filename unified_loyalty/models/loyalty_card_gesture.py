# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools import is_points_writer
from .loyalty_movement import round_points


class LoyaltyCard(models.Model):
    """What a person may add to or take from a card by hand, each in their role."""

    _inherit = "loyalty.card"

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        if not is_points_writer(self.env):
            for card in cards.filtered("points"):
                card._check_gesture(card.points)
        return cards

    @api.model
    def _check_changes_by_hand(self, changes):
        super()._check_changes_by_hand(changes)
        if not is_points_writer(self.env):
            for card, points in changes.items():
                card._check_gesture(points)

    def _check_gesture(self, points):
        """Refuse more points by hand than the role of the user allows in a day.

        :param points: points to add, or to take when negative
        :raise AccessError: says what is left to the user, and who may do more
        """
        self.ensure_one()
        if self.program_id.program_type != "loyalty":
            return
        limit = self._get_gesture_limit()
        left = limit and max(limit - self._get_gestures_today(), 0.0)
        if round_points(abs(points) - left) <= 0:
            return
        raise AccessError(
            self.env._(
                "%(points)s are more than you may add to or take from this card today: "
                "%(left)s. %(who)s",
                points=self._format_points(abs(points)).strip(),
                left=self._format_points(left).strip(),
                who=self._get_gesture_help(),
            )
        )

    def _get_gesture_limit(self):
        """Return how many points a day the user may move on this card by hand."""
        # sudo: the limits are read for whoever may change a balance
        program = self.program_id.sudo()
        if self._is_gesture_manager():
            return program.gesture_limit_manager
        if self.env.user.has_group("sales_team.group_sale_salesman"):
            return program.gesture_limit_seller
        return 0

    @api.model
    def _is_gesture_manager(self):
        """Hook: say whether the user makes gestures as a manager."""
        return any(
            map(
                self.env.user.has_group,
                (
                    "sales_team.group_sale_manager",
                    "unified_commerce_base.group_commerce_manager",
                ),
            )
        )

    def _get_gesture_help(self):
        if self._is_gesture_manager():
            return self.env._("The limit is a setting of the programme.")
        return self.env._(
            "A manager may go up to %s.",
            self._format_points(
                # sudo: as in _get_gesture_limit
                self.program_id.sudo().gesture_limit_manager
            ).strip(),
        )

    def _get_gestures_today(self):
        """Return how many points the user moved on this card by hand today."""
        today = fields.Datetime.now().replace(hour=0, minute=0, second=0)
        # sudo: the user's own gestures, whatever else they may read
        movements = (
            self.env["loyalty.movement"]
            .sudo()
            .search(
                [
                    ("card_id", "=", self._get_ledger_card().id),
                    ("kind", "=", "adjust"),
                    ("operator_model", "=", "res.users"),
                    ("operator_ref", "=", self.env.uid),
                    ("date", ">=", today),
                ]
            )
        )
        return sum(abs(points) for points in movements.mapped("points"))
