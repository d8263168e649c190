# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

# One row a lot: what is left of it, first in first out. Movements that name a lot of
# their own card make it smaller; everything else that is taken comes out of the lots
# in the order in which they could be spent. ``held`` is kept for somebody: it is
# taken to come out of the oldest lots, as it will when it is captured.
LOTS = """
    WITH grouped AS (
         SELECT card_id, COALESCE(lot_id, id) AS id, sum(points) AS size,
                bool_or(lot_id IS NULL AND points > 0) AS is_lot,
                min(COALESCE(valid_from, date)) AS since,
                min(valid_from) FILTER (WHERE lot_id IS NULL) AS valid_from,
                min(expires_on) FILTER (WHERE lot_id IS NULL) AS expires_on
           FROM loyalty_movement
          WHERE card_id = ANY(%(cards)s)
       GROUP BY card_id, COALESCE(lot_id, id)
    ), stacked AS (
         SELECT *,
                sum(CASE WHEN is_lot THEN greatest(size, 0) END)
                    OVER (PARTITION BY card_id ORDER BY since, id) AS stack,
                sum(CASE WHEN is_lot THEN greatest(-size, 0) ELSE -size END)
                    OVER (PARTITION BY card_id) AS used
           FROM grouped
    ), lots AS (
         SELECT id, card_id, since, valid_from, expires_on,
                greatest(least(size, stack - used - COALESCE(held.points, 0)), 0)
                AS points
           FROM stacked
      LEFT JOIN (SELECT hold.card_ref, sum(hold.points) AS points
                   FROM loyalty_hold hold
                  WHERE hold.card_ref = ANY(%(holding)s)
                    AND hold.expires_at > clock_timestamp() AT TIME ZONE 'UTC'
                    AND NOT EXISTS (
                        SELECT 1 FROM loyalty_movement capture
                         WHERE capture.token = hold.token
                           AND capture.card_id = hold.card_ref)
               GROUP BY hold.card_ref) held ON held.card_ref = card_id
          WHERE is_lot
    )
"""


class Lot(NamedTuple):
    """What is left of points won together; ``since`` is when they became spendable."""

    id: int
    card_id: int
    points: float
    since: object
    valid_from: object
    expires_on: object


class LoyaltyMovement(models.Model):
    """Lots are derived from the ledger, never stored."""

    _inherit = "loyalty.movement"

    @api.model
    def _get_lots(self, cards):
        """Return {card: [what is left of each lot]}, the oldest first.

        The lots of a card make its balance, what is not valid yet included; a card
        below zero has none.
        """
        self.flush_model()
        found = {card: [] for card in cards}
        rows = self.env.execute_query(
            SQL(
                LOTS
                + """
                SELECT id, card_id, points::float, since, valid_from, expires_on
                  FROM lots WHERE points > 0 ORDER BY since, id
                """,
                cards=cards.ids,
                holding=[],
            )
        )
        for row in rows:
            lot = Lot(*row)
            found[cards.browse(lot.card_id)].append(lot)
        return found
