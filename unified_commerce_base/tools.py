# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo.sql_db import Cursor

LOCK_TIMEOUT = "3s"


@contextmanager
def own_cursor(env, durable=False):
    """Open a short transaction of its own, in READ COMMITTED.

    Work that must see what others committed a moment ago (claims, counters shared
    by processes) cannot run in the request's REPEATABLE READ snapshot. The cursor
    commits when the block ends and rolls back when it raises; a lock is waited for
    three seconds at most. The caller must not hold a lock that the block takes:
    the wait would be on itself, unseen by PostgreSQL.

    After a power cut the last moments of such work may be gone, as the request that
    asked for it is: the commit does not wait for the disk, and a later commit that
    does writes this one first. What must last by itself asks for ``durable``.

    In tests the cursor is a test cursor, in the transaction of the test: the isolation
    level may not change, and what the caller wrote is seen.
    """
    with env.registry.cursor() as cr:
        if isinstance(cr, Cursor):
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            cr.execute(
                """
                SELECT set_config('lock_timeout', %s, true),
                       set_config('synchronous_commit', %s, true)
                """,
                [LOCK_TIMEOUT, "on" if durable else "off"],
            )
        else:
            env.flush_all()
        yield cr
