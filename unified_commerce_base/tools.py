# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from contextlib import contextmanager

from psycopg2.errors import LockNotAvailable

from odoo.sql_db import Cursor

_logger = logging.getLogger(__name__)

LOCK_TIMEOUT = "3s"
TURN_TIMEOUT = "20s"


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
            # in one go: a claim waits for every trip to the database
            cr.execute(
                """
                SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
                SELECT set_config('lock_timeout', %s, true),
                       set_config('synchronous_commit', %s, true)
                """,
                [LOCK_TIMEOUT, "on" if durable else "off"],
            )
        else:
            env.flush_all()
        yield cr


def after_commit(env, work, what):
    """Run ``work()`` just after the commit of the current transaction.

    What is committed stands: a failure is logged, never told to who made the change,
    and stops no other work. ``work`` must be made good by something else later.

    :param what: what is late when it fails, for the log
    """

    def run():
        try:
            work()
        except Exception:
            _logger.exception("Late: %s", what)

    env.cr.postcommit.add(run)


def forget_cached(env):
    """Clear what is remembered of records that this transaction has changed.

    Now, and once more when it is committed: another thread, which could not see the
    change yet, may have remembered the old values meanwhile.
    """
    env.registry.clear_cache()
    env.cr.postcommit.add(env.registry.clear_cache)


def take_turn(env, pairs):
    """Let one transaction at a time change the stock of these articles in a place.

    Two requests that reserve one article in the same moment meet on its row of stock:
    the second one's snapshot is older than what the first wrote, so PostgreSQL refuses
    it and Odoo runs it again after a wait of seconds. Called before a request has
    written anything, and outside of any savepoint, this waits until those who were
    first have committed, then begins a new snapshot that shows what they left.

    The turn saves work, it guards nothing: after twenty seconds of waiting (longer than
    the queue of a busy machine, since who gives up meets those who still wait), or when
    the transaction has written something already, the request goes on without. It is
    kept on a connection of its own until the request commits or rolls back; claims take
    other locks.

    :param pairs: (product id, place id) pairs
    """
    cr = env.cr
    if not pairs or not isinstance(cr, Cursor) or _has_written(env):
        return
    turn = env.registry.cursor()
    try:
        turn.execute("SELECT set_config('lock_timeout', %s, true)", [TURN_TIMEOUT])
        turn.execute(
            """
            SELECT pg_advisory_xact_lock(key)
              FROM unnest(%s) AS key
            """,
            [sorted((product << 32) + place for product, place in pairs)],
            log_exceptions=False,
        )
        cr.rollback()
    except LockNotAvailable:
        turn.close()
        return
    except Exception:
        turn.close()
        raise
    cr.postcommit.add(turn.close)
    cr.postrollback.add(turn.close)


def renew_snapshot(env):
    """Let this request see what was committed since it began, own cursors included.

    Only outside of any savepoint, and when it has written nothing: otherwise it goes on
    with the snapshot that it has.
    """
    if isinstance(env.cr, Cursor) and not _has_written(env):
        env.cr.rollback()


def _has_written(env):
    """Say whether a rollback would lose something of this transaction."""
    cr = env.cr
    if cr.readonly or cr.precommit or cr.postcommit:
        return True
    if any(env.transaction.field_dirty.values()) or env.transaction.tocompute:
        return True
    cr.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
    return cr.fetchone()[0]
