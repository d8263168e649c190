# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import (
    account_bank_statement_line,
    account_move,
    account_payment,
    ir_mail_server,
    loyalty_movement,
    mail_mail,
    mail_message,
    sale_order,
    sms_sms,
    stock_move,
    stock_picking,
    unified_demo,
    unified_demo_step,
)
