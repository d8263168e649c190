# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    pos_config,
    pos_order,
    res_partner,
    sale_order,
    sale_order_code,
    sale_order_gathered,
    website,
)
