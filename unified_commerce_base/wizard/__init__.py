# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    base_partner_merge,
    base_partner_merge_consent,
    commerce_cart_take_over,
    commerce_promise_settle,
)
