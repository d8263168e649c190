# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain


class BasePartnerMerge(models.TransientModel):
    """Who was a member of a household is one, as one person, after the merge."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge_loyalty_cards(self, src_partners, dst_partner):
        members = self.env["loyalty.card.member"]._get_open(src_partners | dst_partner)
        kept = members.browse()
        ties = {}
        for program, same in members.grouped("program_id").items():
            own = same.filtered(lambda one: one.partner_id == dst_partner)
            stays = (own or same.sorted("is_head", reverse=True))[0]
            (same - stays)._leave("merged", check=False, how="merge")
            kept |= stays
            # their own points were in the household, or on one of the cards
            ties[program] = stays.household_id
            stays.card_id._tie_to(stays.card_id.browse())
        super()._merge_loyalty_cards(src_partners, dst_partner)
        for member in kept:
            self._tie_merged_member(member, ties[member.program_id], dst_partner)

    def _tie_merged_member(self, member, household, partner):
        """Put the card that was kept into the household; what is on it waits aside."""
        # sudo: whoever may merge contacts merges their cards
        card = self.env["loyalty.card"].sudo()
        card = card.search(
            Domain("partner_id", "in", (member.partner_id | partner).ids)
            & Domain("program_id", "=", household.program_id.id),
            order="id",
            limit=1,
        )
        has_points = bool(sum(self.env["loyalty.movement"]._get_balances(card)[card]))
        member.write({"card_id": card.id, "partner_id": partner.id})
        card._tie_to(household, aside=has_points)
