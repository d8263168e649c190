# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..tools import with_source

LEDGER = "loyalty_movement"


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge_loyalty_cards(self, src_partners, dst_partner):
        """Make one account of the cards of points, with all that led to its balance.

        Core adds up the points on one card and puts the others away, with their
        movements and with what the carts under way are about to earn on them. Done
        before, it finds one card for each programme.
        """
        # sudo: whoever may merge contacts merges their points
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", (src_partners | dst_partner).ids),
                    ("program_id.program_type", "=", "loyalty"),
                ],
                order="id",
            )
        )
        if cards:
            self.env["loyalty.hold"]._lock_cards(self.env.cr, cards.ids)
        for same_program in cards.grouped("program_id").values():
            own = same_program.filtered(lambda card: card.partner_id == dst_partner)
            self._join_loyalty_cards((own or same_program)[0], same_program)
        merging = with_source(self, kind="transfer", after_commit=False)
        super(BasePartnerMerge, merging)._merge_loyalty_cards(src_partners, dst_partner)

    def _join_loyalty_cards(self, kept, cards):
        """Put the points and documents of these cards on one of them."""
        others = cards - kept
        if not others:
            return
        others._transfer_points(kept)
        self.env["loyalty.hold"]._move_to(others, kept)
        others.write({"active": False, "merged_into_id": kept.id})
        self._join_earned_points(kept, others)
        self._update_foreign_keys_generic("loyalty.card", others, kept)
        self.env.invalidate_all()

    def _get_fk_on(self, table):
        # movements stay on the card they were made on: the ledger is never changed
        return [row for row in super()._get_fk_on(table) if row[0] != LEDGER]

    def _join_earned_points(self, kept, others):
        """Add up what one order is about to earn on several of the cards."""
        earned = (
            self.env["sale.order.coupon.points"]
            .sudo()  # sudo: whoever may merge contacts merges their points
            .search([("coupon_id", "in", (kept | others).ids)])
        )
        for rows in earned.grouped("order_id").values():
            first = rows.filtered(lambda row: row.coupon_id == kept)[:1] or rows[:1]
            if rest := rows - first:
                first.points += sum(rest.mapped("points"))
                rest.unlink()
