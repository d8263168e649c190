# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_access,
    test_availability,
    test_backfill,
    test_bus,
    test_cart,
    test_cart_lease,
    test_cart_take,
    test_channel,
    test_control,
    test_envelope,
    test_exception,
    test_hold,
    test_hold_bad_input,
    test_hold_delivery,
    test_limits,
    test_partner_merge,
    test_privacy,
    test_promise_later,
    test_promise_settle,
    test_stock_alert,
)
