# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CommerceBackfill(models.Model):
    _inherit = "commerce.backfill"

    def _backfill_card_in_debt(self, last_id, limit):
        """Cards below zero keep their points: the owner reads whose they are."""
        cards = self.env["loyalty.card"].search(
            [("id", ">", last_id), ("points", "<", 0)], order="id", limit=limit
        )
        findings = [
            self.env._(
                "%(customer)s, %(program)s: %(points)s on the card, to be settled.",
                customer=card.partner_id.display_name or card.code,
                program=card.program_id.name,
                points=card.points_display,
            )
            for card in cards
        ]
        return cards[-1:].id or None, len(cards), findings
