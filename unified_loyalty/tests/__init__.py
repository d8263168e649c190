# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_account,
    test_cart_merge,
    test_cart_taken,
    test_history_channel,
    test_ledger,
    test_partner_merge,
    test_points_by_hand,
    test_program_channels,
    test_program_report,
    test_statement,
    test_valuation,
)
