# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_browser,
    test_closing,
    test_deposit_sealed,
    test_digital_ticket,
    test_fiscal_day,
    test_fiscal_office,
    test_partner_merge,
    test_sealed_guard,
    test_stock_mode,
    test_ticket_sealed,
    test_training,
)
