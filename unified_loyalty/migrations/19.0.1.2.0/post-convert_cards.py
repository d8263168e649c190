# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api

from odoo.addons.unified_loyalty.hooks import convert_cards


def migrate(cr, version):
    """Gift cards and e-wallets that were negative lines pay like money."""
    convert_cards(api.Environment(cr, SUPERUSER_ID, {}))
