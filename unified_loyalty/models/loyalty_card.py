# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools.misc import formatLang

from ..tools import is_points_writer

# What makes a card worth something to somebody.
PROTECTED = {"points", "partner_id", "program_id", "code", "expiration_date", "active"}


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    def write(self, vals):
        if not PROTECTED.isdisjoint(vals):
            self._check_points_by_hand()
        return super().write(vals)

    def _format_points(self, points):
        """Write points as people do: core's text has the English decimal sign."""
        text = super()._format_points(points)
        if self.program_id.currency_id.symbol == self.point_name:
            return text
        digits = 0 if points == int(points) else 2
        return f"{formatLang(self.env, points, digits=digits)} {self.point_name or ''}"

    @api.model
    def _check_points_by_hand(self):
        """Refuse a person who may sell, but not give points away.

        :raise AccessError: the points do not come from a sale
        """
        if is_points_writer(self.env) or self._may_change_points():
            return
        raise AccessError(
            self.env._(
                "Points and cards change with sales only. Ask a manager to correct the "
                "card of this customer."
            )
        )

    @api.model
    def _check_changes_by_hand(self, changes):
        """Hook: refuse changes {card: points} that the user may not make by hand."""

    @api.model
    def _may_change_points(self):
        """Hook: say whether the user may correct balances by hand.

        The access rights of Odoo decide; channels whose staff has wider rights than
        it needs answer False.
        """
        return True

    def _get_value(self):
        """Return what the points are worth today, in the currency of the programme.

        The best reward in money that the balance can pay; 0.0 when there is none.
        """
        self.ensure_one()
        return max(
            (self._get_reward_value(reward) for reward in self.program_id.reward_ids),
            default=0.0,
        )

    def _get_reward_value(self, reward):
        if (
            reward.reward_type != "discount"
            or not reward.required_points
            or self.points < reward.required_points
        ):
            return 0.0
        if reward.discount_mode == "per_order":
            return reward.discount
        if reward.discount_mode != "per_point":
            return 0.0
        usable = self.points // reward.required_points * reward.required_points
        return self.program_id.currency_id.round(usable * reward.discount)

    def _get_next_reward(self):
        """Return the cheapest reward the points do not pay yet, or no record."""
        self.ensure_one()
        return self.program_id.reward_ids.filtered(
            lambda reward: reward.required_points > self.points
        ).sorted("required_points")[:1]
