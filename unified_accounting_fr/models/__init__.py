# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    account_chart_template,
    account_tax,
    account_tax_group,
    fiscal_account,
    fiscal_append_only,
    fiscal_chain,
    fiscal_countersignature,
    fiscal_device,
    fiscal_document,
    fiscal_event,
    fiscal_event_code,
    fiscal_key,
    fiscal_till,
    fiscal_vat_rate,
    product_template,
    res_company,
    res_company_fiscal,
    res_config_settings,
    res_partner,
)
