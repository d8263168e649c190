# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tools import SQL

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
    for table, column in EMPTY_COLUMNS:
        env.cr.execute(
            SQL(
                "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s integer",
                SQL.identifier(table),
                SQL.identifier(column),
            )
        )


def post_init_hook(env):
    """Give each company the channel its own orders come from and start back-fills."""
    Channel = env["commerce.channel"]
    for company in env["res.company"].search([]):
        Channel._get_phone(company)
    env["commerce.backfill"]._trigger()
