# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL, format_date


class ResPartner(models.Model):
    """The account says what is to come and what is about to end."""

    _inherit = "res.partner"

    def _get_loyalty_account(self, company, limit=10):
        """Add to each card what is pending and what expires soon.

        ``pending``: {points, points_display, date} won and valid from ``date`` on, or
        False. ``expiring``: {points, points_display, date} to be spent by ``date`` at
        the latest for the first of them, or False.
        """
        account = super()._get_loyalty_account(company, limit)
        cards = self.env["loyalty.card"].browse(
            [values["id"] for values in account["cards"]]
        )
        expiring = cards._get_expiring()
        pending = self._get_pending_points(cards)
        for card, values in zip(cards, account["cards"], strict=True):
            values["pending"] = self._prepare_dated(card, pending.get(card))
            values["expiring"] = self._prepare_dated(card, expiring.get(card))
        return account

    def _get_pending_points(self, cards):
        """Return {card: (points, day on which the first become valid)}."""
        if not any(cards.program_id.mapped("points_valid_after")):
            return {}
        self.env["loyalty.movement"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT card_id, sum(points)::float, min(valid_from)
                  FROM loyalty_movement
                 WHERE card_id = ANY(%s)
                   AND valid_from > clock_timestamp() AT TIME ZONE 'UTC'
              GROUP BY card_id HAVING sum(points) > 0
                """,
                cards.ids,
            )
        )
        return {
            cards.browse(card_id): (points, fields.Date.context_today(self, first))
            for card_id, points, first in rows
        }

    def _prepare_dated(self, card, found):
        if not found:
            return False
        points, date = found
        return {
            "points": points,
            "points_display": card._format_points(points).strip(),
            "date": format_date(self.env, date),
        }

    def _get_expiring_points(self):
        """Return what the e-mail says: [{program, points_display, date}]."""
        self.ensure_one()
        cards = self.env["loyalty.card"].search(
            [("partner_id", "=", self.id), ("program_id.program_type", "=", "loyalty")]
        )
        return [
            {"program": card.program_id.name, **self._prepare_dated(card, found)}
            for card, found in cards._get_expiring().items()
        ]
