# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_attestation,
    test_eco_contribution,
    test_fiscal_closing,
    test_fiscal_closing_cost,
    test_fiscal_closing_sheet,
    test_fiscal_event,
    test_identity,
    test_income_account,
    test_pending,
    test_rights,
    test_seal,
    test_set_up,
    test_set_up_sealing,
    test_vat_arithmetic,
)
