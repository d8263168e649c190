# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    account_move,
    commerce_backfill,
    commerce_control,
    loyalty_card,
    loyalty_card_ledger,
    loyalty_card_print,
    loyalty_history,
    loyalty_hold,
    loyalty_movement,
    loyalty_movement_account,
    loyalty_program,
    loyalty_program_life,
    loyalty_reward,
    res_partner,
    sale_order,
    sale_order_ledger,
    sale_order_line,
    stock_move,
)
