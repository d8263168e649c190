# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_account_page,
    test_card_payment,
    test_cart,
    test_household_page,
    test_program_channels,
    test_referral_link,
    test_review,
)
