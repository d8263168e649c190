# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.unified_commerce_base.tools import own_cursor

BATCH = 1_000


class LoyaltyCard(models.Model):
    """A card has the highest tier that its purchases of the period reach.

    It goes up at once. When the purchases do not suffice any more it goes down, after
    the grace of the programme.
    """

    _inherit = "loyalty.card"

    tier_id = fields.Many2one(
        "loyalty.tier",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    tier_since = fields.Date(readonly=True, copy=False)
    tier_drops_on = fields.Date(
        string="Tier Kept Until",
        readonly=True,
        copy=False,
        help="Without further purchases the card goes down on this day.",
    )
    tier_change_ids = fields.One2many("loyalty.tier.change", "card_id", readonly=True)

    def _follow_tiers(self):
        """Set the tiers of these cards, one transaction at a time for each card."""
        with own_cursor(self.env) as cr:
            self.env["loyalty.hold"]._lock_cards(cr, self.ids)
            # the rules of tiers are the programme's, whoever sold
            self.with_env(self.env(cr=cr, su=True))._set_tiers()
        self.invalidate_recordset(["tier_id", "tier_since", "tier_drops_on"])

    def _set_tiers(self):
        today = fields.Date.context_today(self)
        for program, cards in self.grouped("program_id").items():
            tiers = program.tier_ids.sorted("threshold")
            if not tiers:
                continue
            for card, figure in program._get_tier_figures(cards).items():
                figure = card._round_points(figure)
                reached = tiers.filtered(lambda tier, has=figure: tier.threshold <= has)
                card._go_to_tier(reached[-1:], figure, today)

    def _go_to_tier(self, tier, figure, today):
        """Go up at once, or down once the grace is over."""
        self.ensure_one()
        before = self.tier_id
        if tier == before:
            if self.tier_drops_on:
                self.tier_drops_on = False
            return
        if before and (not tier or tier.threshold < before.threshold):
            last_day = self.tier_drops_on
            grace = self.program_id.tier_grace_days
            if not last_day and grace:
                self.tier_drops_on = today + timedelta(days=grace)
                return
            if last_day and last_day > today:
                return
        self.write({"tier_id": tier.id, "tier_since": today, "tier_drops_on": False})
        self.env["loyalty.tier.change"].create(
            {
                "card_id": self.id,
                "old_tier_id": before.id,
                "new_tier_id": tier.id,
                "figure": figure,
            }
        )

    @api.model
    def _cron_tiers(self):
        """Set the tiers of all cards: the period has moved on by a day."""
        cron = self.env["ir.cron"]
        programs = self.env["loyalty.program"].search([("tier_ids", "!=", False)])
        waiting = {
            program: self.search(
                [
                    ("program_id", "=", program.id),
                    ("id", ">", program.tier_up_to_card),
                ],
                order="id",
            ).ids
            for program in programs
        }
        cron._commit_progress(remaining=sum(map(len, waiting.values())))
        for program, card_ids in waiting.items():
            for start in range(0, len(card_ids), BATCH):
                batch = card_ids[start : start + BATCH]
                self.browse(batch)._follow_tiers()
                program.tier_up_to_card = batch[-1]
                if not cron._commit_progress(len(batch)):
                    return
            program.tier_up_to_card = 0

    def _get_next_tier(self):
        """Return the tier above this card's, or no record."""
        self.ensure_one()
        tiers = self.program_id.tier_ids.sorted("threshold")
        reached = self.tier_id.threshold if self.tier_id else -1.0
        return tiers.filtered(lambda tier: tier.threshold > reached)[:1]
