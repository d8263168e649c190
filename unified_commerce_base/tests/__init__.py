# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_access,
    test_availability,
    test_availability_kinds,
    test_backfill,
    test_cart,
    test_cart_lease,
    test_cart_take,
    test_channel,
    test_control,
    test_exception,
    test_hold,
    test_limits,
    test_partner_merge,
    test_privacy,
    test_promise_later,
)
