# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL


class CommerceBackfill(models.Model):
    _inherit = "commerce.backfill"

    def _backfill_loyalty_channel(self, last_id, limit):
        """Movements of points from before the suite take the channel of their sale."""
        ids = self._next_ids("loyalty_history", last_id, limit)
        for model in self._loyalty_documents():
            self.env.cr.execute(
                SQL(
                    """UPDATE loyalty_history line SET channel_id = document.channel_id
                         FROM %s document
                        WHERE line.order_model = %s AND line.order_id = document.id
                          AND line.id = ANY(%s) AND line.channel_id IS NULL""",
                    SQL.identifier(self.env[model]._table),
                    model,
                    ids,
                )
            )
        self.env["loyalty.history"].invalidate_model(["channel_id"])
        return (ids[-1] if ids else None), len(ids), []

    def _loyalty_documents(self):
        """Return the models that move points and know their channel."""
        return [
            name
            for name in ("sale.order", "pos.order")
            if name in self.env and "channel_id" in self.env[name]._fields
        ]

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
