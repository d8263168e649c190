# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    loyalty_card,
    loyalty_program,
    pos_config,
    pos_order,
    pos_order_line,
    pos_order_replay,
    sale_order,
    sale_order_fulfilment,
    sale_order_line,
)
