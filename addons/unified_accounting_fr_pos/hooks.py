# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


def post_init_hook(env):
    """Look at the tills of the French companies that are set up already."""
    for company in env["res.company"].search([])._fr_companies():
        company._fr_check_stock_mode()
