# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_closing, test_fiscal_office, test_partner_merge, test_stock_mode
