# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    commerce_approval,
    commerce_availability,
    commerce_backfill,
    commerce_exception,
    pos_config,
    pos_config_approval,
    pos_config_cart,
    pos_config_stock,
    pos_order,
    pos_order_cart,
    pos_order_check,
    pos_order_line,
    pos_payment,
    pos_session,
    product_template,
    res_config_settings,
    sale_order,
    sale_order_line,
    stock_move,
    stock_picking,
)
