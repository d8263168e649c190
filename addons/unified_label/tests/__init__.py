# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_label_controller,
    test_label_sheet,
    test_label_wizard,
    test_shelf_price,
)
