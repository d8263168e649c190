# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The channel is on the movements of the ledger: nothing is left to fill in."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["commerce.backfill"].search([("code", "=", "loyalty_channel")]).unlink()
