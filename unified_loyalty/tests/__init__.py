# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_account,
    test_card_print,
    test_cart_merge,
    test_cart_taken,
    test_ledger,
    test_movement_account,
    test_partner_merge,
    test_points_by_hand,
    test_program_channels,
)
