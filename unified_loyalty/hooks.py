# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tools import SQL


def pre_init_hook(env):
    """Fill the new columns of old movements at once, not record by record."""
    for column, kind in (("program_id", "integer"), ("balance", "double precision")):
        env.cr.execute(
            SQL(
                "ALTER TABLE loyalty_history ADD COLUMN IF NOT EXISTS %s %s",
                SQL.identifier(column),
                SQL(kind),
            )
        )
    env.cr.execute(
        SQL(
            """UPDATE loyalty_history line
                  SET program_id = card.program_id,
                      balance = COALESCE(line.issued, 0) - COALESCE(line.used, 0)
                 FROM loyalty_card card
                WHERE card.id = line.card_id"""
        )
    )


def post_init_hook(env):
    """Find the channel of earlier movements as soon as the server is free."""
    env["commerce.backfill"]._trigger()
