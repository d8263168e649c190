# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.sql_db import Cursor

from odoo.addons.unified_commerce_base.tools import after_commit

PENDING = "unified_loyalty_tiers"


class LoyaltyMovement(models.Model):
    """A sale or a refund sets the tier of the card just after its commit."""

    _inherit = "loyalty.movement"

    @api.model
    def _update_cards(self, card_ids, after_commit=False):
        super()._update_cards(card_ids, after_commit)
        programs = self.env["loyalty.program"]._get_tier_program_ids()
        if programs and card_ids:
            # sudo: which programme a card is of
            cards = self.env["loyalty.card"].sudo().browse(card_ids)
            self._follow_tiers_later(
                cards.filtered(lambda card: card.program_id.id in programs)
            )

    @api.model
    def _follow_tiers_later(self, cards):
        cr = self.env.cr
        if not cards or not isinstance(cr, Cursor):
            return
        data = cr.postcommit.data
        if PENDING not in data:
            data[PENDING] = set()
            env = self.env
            after_commit(
                env,
                lambda: env["loyalty.card"].browse(data.pop(PENDING))._follow_tiers(),
                "tiers of cards; they are set at night",
            )
        data[PENDING].update(cards.ids)
