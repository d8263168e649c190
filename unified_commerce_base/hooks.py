# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo.modules.db import has_trigram
from odoo.tools import SQL, mute_logger

# Stored columns that the ORM would compute for every old row while the module
# installs. They are made empty here and filled in batches by a back-fill.
EMPTY_COLUMNS = (
    ("sale_order", "channel_id"),
    ("stock_move", "channel_id"),
    ("stock_picking", "channel_id"),
    ("account_move", "channel_id"),
    ("account_move_line", "channel_id"),
)


def pre_init_hook(env):
    """Add the channel columns empty, so that a large database installs at once."""
    _add_trigram(env)
    for table, column in EMPTY_COLUMNS:
        env.cr.execute(
            SQL(
                "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s integer",
                SQL.identifier(table),
                SQL.identifier(column),
            )
        )


def _add_trigram(env):
    """Add pg_trgm, by which names are compared, when the database user may.

    Without it customers are compared by identical names, and the nightly run says so.
    """
    try:
        with mute_logger("odoo.sql_db"), env.cr.savepoint():
            env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except psycopg2.Error:
        return
    env.registry.has_trigram = has_trigram(env.cr)


def post_init_hook(env):
    """Give each company the channel its own orders come from and start back-fills."""
    Channel = env["commerce.channel"]
    for company in env["res.company"].search([]):
        Channel._get_phone(company)
    env["commerce.backfill"]._trigger()
