# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import (
    test_catalogue,
    test_history,
    test_install,
    test_people,
    test_places,
    test_plan,
)
