# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_account,
    test_bonus,
    test_cart_merge,
    test_cart_taken,
    test_combination,
    test_expiry,
    test_gesture,
    test_history_channel,
    test_ledger,
    test_money_cards,
    test_money_orders,
    test_lots_any_sequence,
    test_multiplier,
    test_partner_merge,
    test_points_by_hand,
    test_program_channels,
    test_tier,
    test_program_report,
    test_statement,
    test_valuation,
)
