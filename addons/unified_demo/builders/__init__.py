# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the demo retailer is made of, one file per subject.

Each builder takes a :class:`~.toolbox.Toolbox` and may run any number of times:
what exists is found by its external id and left as people changed it.
"""
