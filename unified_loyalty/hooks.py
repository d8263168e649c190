# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Open the ledger of the cards there are; the rest waits for a free server."""
    open_ledger(env)
    env["commerce.backfill"]._trigger()


def open_ledger(env):
    """Give each card that has no movement one with what it shows today.

    At once and in one statement: a card whose ledger is empty can pay nothing. Cards
    below zero stay there, and are told to the owner by a back-fill.
    """
    env["loyalty.card"].flush_model(["points"])
    env.cr.execute(
        """
        INSERT INTO loyalty_movement (card_id, kind, points, date)
        SELECT card.id, 'opening', round(card.points::numeric, 4),
               now() AT TIME ZONE 'UTC'
          FROM loyalty_card card
         WHERE round(card.points::numeric, 4) <> 0
           AND NOT EXISTS (
               SELECT 1 FROM loyalty_movement WHERE card_id = card.id)
        """
    )
