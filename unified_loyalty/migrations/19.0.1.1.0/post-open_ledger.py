# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api

from odoo.addons.unified_loyalty.hooks import open_ledger


def migrate(cr, version):
    """Cards from before the ledger begin it with what they show."""
    open_ledger(api.Environment(cr, SUPERUSER_ID, {}))
