# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    base_partner_merge,
    base_partner_merge_household,
    loyalty_card_operation,
    loyalty_card_update_balance,
    loyalty_household_add,
    loyalty_program_result,
    loyalty_statement_ask,
    sale_order_pay_by_card,
)
