# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_archive,
    test_archive_closing,
    test_audit,
    test_eco_contribution,
    test_fiscal_closing,
    test_fiscal_closing_cost,
    test_fiscal_closing_sheet,
    test_fiscal_event,
    test_identity,
    test_income_account,
    test_integrity,
    test_purge,
    test_rights,
    test_seal,
    test_seal_property,
    test_set_up,
    test_tampering,
    test_vat_arithmetic,
)
