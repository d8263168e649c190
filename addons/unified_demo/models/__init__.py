# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import account_bank_statement_line
from . import account_move
from . import account_payment
from . import ir_mail_server
from . import mail_mail
from . import mail_message
from . import sale_order
from . import sms_sms
from . import stock_move
from . import stock_picking
from . import unified_demo
from . import unified_demo_step
