# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import SUPERUSER_ID, api

from odoo.addons.unified_loyalty_pos.hooks import post_init_hook


def migrate(cr, version):
    """Tills take gift cards as a means of payment from now on."""
    post_init_hook(api.Environment(cr, SUPERUSER_ID, {}))
