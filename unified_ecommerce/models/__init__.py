# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    commerce_backfill,
    commerce_channel,
    commerce_stock_alert,
    delivery_carrier,
    ir_http,
    ir_qweb,
    payment_transaction,
    product_product,
    product_template,
    res_config_settings,
    sale_order,
    sale_order_delivery,
    sale_order_line,
    website,
    website_alert,
    website_home,
)
