# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

# what is changed here must be there before
from . import res_partner_life  # noqa: F401


class ResPartner(models.Model):
    """A member of a household sees the balance, and of the others a sum only."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self._leave_households()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_leave_households(self):
        self._leave_households()

    def _leave_households(self):
        """A file that is closed or erased is in no household any more."""
        members = self.env["loyalty.card.member"]._get_open(self)
        members._leave("closed", check=False)

    def _get_loyalty_lines_domain(self, cards):
        """Leave out what other members of the household won and spent."""
        movements = self.env["loyalty.movement"]
        own = Domain("card_id.is_household", "=", False) & Domain(
            "via_card_id", "=", False
        )
        # the points brought in are on the member's own card, as what left it
        shared = movements._by_members_domain(cards) & Domain("kind", "!=", "transfer")
        return (super()._get_loyalty_lines_domain(cards) & own) | shared

    def _prepare_loyalty_card(self, card):
        """Add ``household``: whether the card shows the points of a household."""
        return {
            **super()._prepare_loyalty_card(card),
            "household": bool(card.household_card_id),
        }

    def _get_pending_points(self, cards):
        if not cards.household_card_id:
            return super()._get_pending_points(cards)
        ledgers = {card: card._get_ledger_card() for card in cards}
        found = super()._get_pending_points(cards.browse().union(*ledgers.values()))
        return {
            card: found[ledger] for card, ledger in ledgers.items() if ledger in found
        }

    # What a member is shown -----------------------------------------------------

    def _get_household(self, card):
        """Return the household of a card of this customer, as they may see it.

        Call it with a sudo'd customer and card after checking that they are theirs.

        :return: False outside of a household, else {members: [{id, name, since,
            is_head, is_self}], is_head, size, most, others, others_display, aside,
            aside_display}; of the others no purchase, no date, no place: ``others``
            is the sum of their points
        """
        self.ensure_one()
        shared = card.household_card_id
        if not shared:
            return False
        members = shared.household_member_ids.filtered(lambda one: not one.ended_at)
        own = members.filtered(lambda one: one.card_id == card)
        movements = self.env["loyalty.movement"]
        others = movements._get_points_of_others(card)
        aside = sum(movements._get_balances(card)[card]) if card.points_aside else 0.0
        return {
            "members": [
                {
                    "id": one.id,
                    "name": one.partner_id.name or "",
                    "since": one.since,
                    "is_head": one.is_head,
                    "is_self": one == own,
                }
                for one in members
            ],
            "is_head": own.is_head,
            "size": len(members),
            "most": card.program_id.household_max,
            "others": others,
            "others_display": ("−" if others < 0 else "+")
            + card._format_points(abs(others)).strip(),
            "aside": aside,
            "aside_display": card._format_points(aside).strip() if aside else "",
        }
