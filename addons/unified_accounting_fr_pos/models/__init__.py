# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    commerce_control,
    fiscal_guard,
    fiscal_quarantine,
    pos_config,
    pos_order_content,
    pos_order_duplicate,
    pos_order_hash,
    pos_order_invoice,
    pos_order_seal,
    pos_order_training,
    pos_session,
    pos_session_cash,
    res_company,
    res_company_fiscal,
)
