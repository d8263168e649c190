# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    account_chart_template,
    account_tax,
    account_tax_group,
    fiscal_account,
    fiscal_vat_rate,
    product_template,
    res_company,
    res_config_settings,
    res_partner,
)
