# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    commerce_control,
    fiscal_closing,
    fiscal_guard,
    fiscal_quarantine,
    ir_sequence,
    pos_config,
    pos_config_closing,
    pos_order_content,
    pos_order_duplicate,
    pos_order_export,
    pos_order_hash,
    pos_order_invoice,
    pos_order_seal,
    pos_order_training,
    pos_payment_cash,
    pos_session,
    pos_session_cash,
    pos_session_closing,
    res_company,
    res_company_fiscal,
)
