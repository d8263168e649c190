# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may change points without going through a sale.

The mark is an object: a context sent over RPC can hold no such thing, so nobody can
forge it from outside.
"""

WRITER_KEY = "unified_loyalty_writer"
WRITER = object()


def as_points_writer(records):
    """Return the records for code that moves points on behalf of a sale."""
    return records.with_context(**{WRITER_KEY: WRITER})


def is_points_writer(env):
    """Say whether the caller moves points on behalf of a sale."""
    return env.su or env.context.get(WRITER_KEY) is WRITER
