# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_assets,
    test_availability,
    test_backfill,
    test_cart_ask,
    test_cart_held,
    test_cart_http,
    test_cart_live,
    test_cart_payment,
    test_cart_resolution,
    test_channel,
    test_delivery_choice,
    test_hold,
    test_home,
    test_pictures,
    test_promise,
    test_recovery,
    test_stock_alert,
    test_tours,
)
