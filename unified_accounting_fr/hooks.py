# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Set up the French companies that already have their chart of accounts."""
    env["res.company"].search([])._fr_companies()._fr_set_up()
