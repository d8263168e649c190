# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The day a step of the history is entered for.

Odoo dates what it makes with the present and offers no hook for another day. While
the history is entered, an instance of :class:`DemoClock` is in the context and the
small overrides of this module write its day instead. It is an object of Python: no
call from outside can bring one.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

KEY = "unified_demo_clock"


class DemoClock(NamedTuple):
    moment: datetime  # UTC, naive

    @property
    def day(self):
        """The day in France: no sale of the history is near midnight."""
        return (self.moment + timedelta(hours=1)).date()


def current(env):
    """The clock of the history being entered, or None in ordinary use."""
    clock = env.context.get(KEY)
    return clock if isinstance(clock, DemoClock) else None
