# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    commerce_control,
    fiscal_office,
    fiscal_preflight,
    pos_session,
    res_company,
)
