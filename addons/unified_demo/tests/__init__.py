# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_catalogue
from . import test_history
from . import test_install
from . import test_people
from . import test_places
from . import test_plan
