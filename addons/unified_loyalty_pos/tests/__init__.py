# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_authorize_at_till,
    test_capture_at_till,
    test_card_print,
    test_cart_rewards,
    test_customer_summary,
    test_enrolment,
    test_household_at_till,
    test_money_at_till,
    test_multiplier_at_till,
    test_points_by_hand,
    test_points_of_ticket,
    test_program_channels,
    test_refund_points,
    test_replay_of_a_till,
    test_replay_promotions,
    test_reports_of_tickets,
)
