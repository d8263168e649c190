# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_browser, test_closing, test_partner_merge, test_stock_mode
