# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    assets,
    cart,
    cart_ask,
    consent,
    held_cart,
    main,
    payment,
    saved_carts,
    sent_cart,
    stock_alert,
    store_file,
)
