# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

# what is changed here must be there before
from . import loyalty_movement_tier  # noqa: F401

# what concerns the card itself, whoever shows its balance
OF_THE_CARD = ("opening", "expire", "transfer")


class LoyaltyMovement(models.Model):
    """What a member does with their card moves the points of the household."""

    _inherit = "loyalty.movement"

    via_card_id = fields.Many2one(
        "loyalty.card",
        string="Member's Card",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Card of the member of the household who won or spent these points.",
    )
    via_partner_id = fields.Many2one(related="via_card_id.partner_id", string="Member")

    @api.model
    def _record(self, vals_list, after_commit=False):
        # sudo: where the points of a card are, whoever sells
        cards = self.env["loyalty.card"].sudo()
        cards = cards.browse({vals["card_id"] for vals in vals_list})
        ties = {card.id: card for card in cards if card.household_card_id}
        if ties:
            vals_list = [
                self._tie_to_household(vals, ties.get(vals["card_id"]))
                for vals in vals_list
            ]
        return super()._record(vals_list, after_commit)

    @api.model
    def _tie_to_household(self, vals, card):
        """Return the values of a movement, on the card where the points are."""
        if not card or vals["kind"] in OF_THE_CARD:
            return vals
        if card.points_aside and vals.get("reversed_id"):
            # a purchase of before: its points are where they were
            return vals
        return {
            **vals,
            "card_id": card.household_card_id.id,
            # a purchase that was made in a household stays its buyer's
            "via_card_id": vals.get("via_card_id") or card.id,
        }

    @api.model
    def _update_cards(self, card_ids, after_commit=False):
        super()._update_cards(card_ids, after_commit)
        # sudo: which cards show these points, whoever sells
        cards = self.env["loyalty.card"].sudo().browse(card_ids)
        if not after_commit and (shared := cards.filtered("is_household")):
            shared.household_card_ids.invalidate_recordset(["points"])

    @api.model
    def _follow_tiers_later(self, cards):
        """Members have the tier of their household."""
        super()._follow_tiers_later(cards._with_household())

    @api.model
    def _of(self, document, cards=None):
        if cards is None:
            return super()._of(document)
        # sudo: see _record
        ledgers = cards | cards.sudo().household_card_id.sudo(False)
        return (
            super()
            ._of(document, ledgers)
            .filtered(lambda one: one.card_id in cards or one.via_card_id in cards)
        )

    def _prepare_reversal(self):
        return {**super()._prepare_reversal(), "via_card_id": self.via_card_id.id}

    @api.model
    def _has_bonus(self, card, key):
        return super()._has_bonus(card, key) or (
            bool(card.household_card_id)
            and super()._has_bonus(card.household_card_id, key)
        )

    @api.model
    def _cron_sweep(self):
        self.env["loyalty.card"]._settle_late_points()
        super()._cron_sweep()

    # What a member may see ------------------------------------------------------

    @api.model
    def _by_members_domain(self, cards):
        """Movements that the holders of these cards made in a household."""
        return Domain("via_card_id", "in", cards.ids) | Domain(
            "via_card_id.merged_into_id", "in", cards.ids
        )

    @api.model
    def _get_points_of_others(self, card):
        """Return the sum of what the others of a household won, brought and spent."""
        shared = card.household_card_id
        # sudo: a sum, without any document, for a member who sees the balance
        [[points]] = self.sudo()._read_group(
            Domain("card_id", "=", shared.id) & ~self._by_members_domain(card),
            [],
            ["points:sum"],
        )
        return card._round_points(points or 0.0)
