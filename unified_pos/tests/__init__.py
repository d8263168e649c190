# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_approval,
    test_approval_check,
    test_cart_at_till,
    test_cart_ticket,
    test_cart_ticket_refused,
    test_channel,
    test_offline_envelope,
    test_price_parity,
    test_promise,
    test_replay,
    test_rights,
    test_ship_later,
    test_stock_alert,
    test_stock_at_till,
    test_till_start,
    test_tours,
)
