# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_cart_code,
    test_cart_gathered,
    test_cart_place,
    test_customer_file,
    test_purchases,
    test_purchases_http,
)
