# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_card_print,
    test_cart_rewards,
    test_customer_summary,
    test_points_by_hand,
    test_points_of_ticket,
    test_program_channels,
    test_replay_of_a_till,
    test_replay_promotions,
)
