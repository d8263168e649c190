# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tools import SQL

from .models.pos_order_seal import TRIGGER


def post_init_hook(env):
    """Look at the tills of the French companies that are set up already."""
    for company in env["res.company"].search([])._fr_companies():
        company._fr_check_stock_mode()


def uninstall_hook(env):
    """Take away the trigger on tickets, which reads tables that go."""
    env.cr.execute(
        SQL(
            "DROP TRIGGER IF EXISTS %(name)s ON pos_order;"
            "DROP FUNCTION IF EXISTS %(name)s()",
            name=SQL.identifier(TRIGGER),
        )
    )
