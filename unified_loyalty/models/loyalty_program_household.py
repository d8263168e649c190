# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

# what is changed here must be there before
from . import loyalty_program_tier  # noqa: F401

SMALLEST = 2


class LoyaltyProgram(models.Model):
    """A programme may let a family collect and spend points together."""

    _inherit = "loyalty.program"

    household = fields.Boolean(
        string="Household Accounts",
        help="Customers may share one balance with members of their household, who "
        "do not see each other's purchases. Existing households stay when this is "
        "turned off.",
    )
    household_max = fields.Integer(
        string="Members at Most",
        default=6,
        help="How many people share one balance, the head of the household included.",
    )

    @api.constrains("household", "household_max")
    def _check_household_max(self):
        for program in self:
            if program.household and program.household_max < SMALLEST:
                raise ValidationError(
                    self.env._("A household has two members at least.")
                )

    def _offers_household(self):
        """Say whether customers may begin or join a household in this programme."""
        return self.household and self.program_type == "loyalty" and self.is_nominative

    def _get_tier_figures(self, cards):
        """A household reached what its members did, before they joined included."""
        households = cards.filtered("is_household") | cards.household_card_id
        members = households.household_card_ids
        own = super()._get_tier_figures(cards | households | members)
        if not households:
            return own
        shared = {
            household: own[household]
            + sum(own[card] for card in household.household_card_ids)
            for household in households
        }
        return {card: shared.get(card._get_ledger_card(), own[card]) for card in cards}
