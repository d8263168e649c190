# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..exceptions import PointsRefusedError
from .loyalty_hold import Grant


class LoyaltyHold(models.Model):
    """Members of a household spend the same points: one at a time, as with one card."""

    _inherit = "loyalty.hold"

    @api.model
    def _authorize(self, token, amounts, *, minutes, document=None, partial=False):
        self._check_asked(token, amounts, minutes)
        found = self._find_household_cards(amounts)
        self._check_members(token, amounts, found)
        ledgers = self._get_ledgers(amounts, found)
        asked = dict.fromkeys(ledgers.values(), 0.0)
        for card, points in amounts.items():
            asked[ledgers[card]] += points
        terms = {"minutes": minutes, "document": document, "partial": partial}
        try:
            grant = super()._authorize(token, asked, **terms)
        except PointsRefusedError as refusal:
            refusal.left = self._as_asked(refusal.left, ledgers)
            raise
        granted, rest = {}, dict(grant.granted)
        for card, ledger in ledgers.items():
            granted[card.id] = min(asked[ledger], amounts[card], rest[ledger.id])
            rest[ledger.id] -= granted[card.id]
        return Grant(granted, self._as_asked(grant.left, ledgers), grant.expires_at)

    @api.model
    def _find_household_cards(self, cards):
        """Return {id: card} of those that are members' or hold points of members."""
        # sudo: where the points of a card are, whoever pays with it
        found = self.env["loyalty.card"].sudo().with_context(active_test=False)
        return {
            card.id: card
            for card in found.search_fetch(
                Domain("id", "in", [card.id for card in cards])
                & (
                    Domain("household_card_id", "!=", False)
                    | Domain("is_household", "=", True)
                ),
                ["household_card_id", "is_household"],
            )
        }

    @api.model
    def _get_ledgers(self, cards, found):
        """Return {card: card with its points}."""
        return {
            card: found[card.id]._get_ledger_card() if card.id in found else card
            for card in cards
        }

    @api.model
    def _as_asked(self, by_ledger, ledgers):
        """Return {card asked for: …} of {card with the points: …}, by their ids."""
        return {
            card.id: by_ledger[ledger.id]
            for card, ledger in ledgers.items()
            if ledger.id in by_ledger
        }

    @api.model
    def _check_members(self, token, amounts, found):
        """Refuse a member's card that cannot pay, and that of a household: nobody's.

        :raise PointsRefusedError: the card itself is refused
        """
        today = fields.Date.context_today(self)
        for card, points in amounts.items():
            own = found.get(card.id)
            if not own or not points:
                continue
            message = self._get_card_refusal(own._prepare_card_row(), today)
            if own.is_household:
                message = self.env._("Members of a household pay with their own card.")
            if message and not self._is_kept(token, own._get_ledger_card()):
                raise PointsRefusedError(message)

    @api.model
    def _is_kept(self, token, card):
        # sudo: keys are nobody's to read; what was granted is not refused afterwards
        return bool(
            self.sudo().search_count(
                [("token", "=", token), ("card_ref", "=", card.id)], limit=1
            )
        )

    @api.model
    def _read_held(self, cards):
        """What is kept of a household is kept of each of its cards."""
        ledgers = self._get_ledgers(cards, self._find_household_cards(cards))
        held = super()._read_held(cards.browse().union(*ledgers.values()))
        return self._as_asked(held, ledgers)
