# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import base_partner_merge, loyalty_card_operation, sale_order_pay_by_card
from . import base_partner_merge, loyalty_card_update_balance
from . import base_partner_merge, loyalty_program_result, loyalty_statement_ask
