# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    commerce_approval,
    commerce_control,
    fiscal_legal_text,
    pos_config_device,
    pos_config_receipt,
    pos_session,
    product_category,
    res_company,
    res_company_till,
    res_config_settings,
)
