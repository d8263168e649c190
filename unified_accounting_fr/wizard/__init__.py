# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    fec_export,
    fiscal_archive_request,
    fiscal_closing_wizard,
    fiscal_enrol,
    fiscal_purge_request,
    fiscal_set_up,
)
