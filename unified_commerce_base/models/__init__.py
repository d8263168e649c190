# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    account_move,
    account_move_line,
    commerce_availability,
    commerce_backfill,
    commerce_channel,
    commerce_control,
    commerce_control_run,
    commerce_exception,
    commerce_idempotency,
    commerce_rate_limit,
    privacy_field,
    sale_order,
    sale_order_cart,
    sale_order_cart_lease,
    sale_order_line,
    stock_move,
    stock_picking,
    stock_rule,
)
