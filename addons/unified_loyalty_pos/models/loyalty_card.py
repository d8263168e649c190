# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

TILL = "point_of_sale.group_pos_user"
WIDER = ("point_of_sale.group_pos_manager", "sales_team.group_sale_salesman")


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    @api.model
    def _may_change_points(self):
        """A cashier sells; core gives the group more than selling needs."""
        user = self.env.user
        is_cashier = user.has_group(TILL) and not any(map(user.has_group, WIDER))
        return super()._may_change_points() and not is_cashier

    @api.model
    def get_loyalty_card_partner_by_code(self, code):
        """Return whose card was scanned; a card that was lost names nobody."""
        partner = super().get_loyalty_card_partner_by_code(code)
        # sudo: a yes or a no about the card in the hand of the cashier
        lost = self.sudo().search_count([("code", "=", code), ("blocked", "=", True)])
        return partner if not lost else False

    def _get_successor_or_none(self):
        return self and self._get_successor()

    def _is_usable_by(self, partner):
        """Hook: say whether a customer may win and spend points on this card."""
        self.ensure_one()
        if self.is_household:
            return False  # members use their own card
        owner = self.partner_id.commercial_partner_id
        return not owner or owner == partner.commercial_partner_id

    def _get_smallest_reward(self):
        """Return how many points the cheapest reward of this card takes."""
        self.ensure_one()
        rewards = self.program_id.reward_ids.filtered("required_points")
        return min(rewards.mapped("required_points"), default=0.0)

    @api.model
    def _may_print_cards(self):
        """A manager of the till prints cards for the people in front of them."""
        is_manager = self.env.user.has_group("point_of_sale.group_pos_manager")
        return super()._may_print_cards() or is_manager
