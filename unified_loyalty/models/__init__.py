# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    commerce_backfill,
    loyalty_card,
    loyalty_history,
    loyalty_program,
    loyalty_reward,
    res_partner,
    sale_order,
    sale_order_line,
)
