# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many lots that expire, made and measured in a process of Odoo.

The plain statement works out with a window what is left of each lot and inserts the
movements, all in one transaction, without a lock and without showing a balance. Both
work on the same ledger; what plain SQL wrote is rolled back.
"""

import time
from datetime import timedelta

from .dataset import environment

# each card: lots that have ended, one that lives, and one spending
ENDED = 4
PLAIN = """
    WITH lots AS (
         SELECT id, card_id, points, expires_on,
                sum(points) OVER (PARTITION BY card_id ORDER BY id) AS stack
           FROM loyalty_movement WHERE points > 0
    ), spent AS (
         SELECT card_id, -sum(points) AS points
           FROM loyalty_movement WHERE points < 0 GROUP BY card_id
    )
    INSERT INTO loyalty_movement (card_id, kind, points, date, lot_id, key)
    SELECT card_id, 'expire', -least(points, stack - used), now(), id,
           'plain:' || id
      FROM (SELECT lots.*, COALESCE(spent.points, 0) AS used
              FROM lots LEFT JOIN spent USING (card_id)) AS lots
     WHERE expires_on < %s AND stack > used
"""


def fill(registry, lots):
    """Make cards with lots of ten points, of which fifteen are spent."""
    cards = lots // ENDED
    with environment(registry) as env:
        program = env["loyalty.program"].create(
            {"name": "Points", "program_type": "loyalty", "points_life": 12}
        )
        today = program.env["loyalty.movement"]._fields["expires_on"].today()
        env.cr.execute(
            """
            INSERT INTO loyalty_card (program_id, company_id, code, points, active)
            SELECT %s, %s, 'expiry-' || n, %s, TRUE FROM generate_series(1, %s) n
         RETURNING id
            """,
            [program.id, env.company.id, (ENDED + 1) * 10 - 15, cards],
        )
        env.cr.execute(
            """
            INSERT INTO loyalty_movement (card_id, kind, points, date, expires_on)
            SELECT card.id, 'earn', 10, now() AT TIME ZONE 'UTC' - interval '1 year',
                   %s::date - 1 + CASE WHEN n > %s THEN 300 ELSE 0 END
              FROM generate_series(1, %s) n, loyalty_card card
             WHERE card.program_id = %s
          ORDER BY n, card.id
            """,
            [today, ENDED, ENDED + 1, program.id],
        )
        env.cr.execute(
            """
            INSERT INTO loyalty_movement (card_id, kind, points, date)
            SELECT id, 'burn', -15, now() AT TIME ZONE 'UTC' - interval '1 month'
              FROM loyalty_card WHERE program_id = %s
            """,
            [program.id],
        )
    with registry.cursor() as cr:
        cr.connection.rollback()
        cr.connection.autocommit = True
        cr.connection.cursor().execute("VACUUM ANALYZE loyalty_movement, loyalty_card")
        cr.connection.autocommit = False


def expire_by_sql(registry):
    with environment(registry, commit=False) as env:
        today = env["loyalty.movement"]._fields["expires_on"].today()
        begin = time.perf_counter()
        env.cr.execute(PLAIN, [today])
        return {"seconds": time.perf_counter() - begin, "written": env.cr.rowcount}


def expire_by_service(registry):
    """Run the cron's own work; a night after, the same run writes nothing."""
    with environment(registry) as env:
        movements = env["loyalty.movement"]
        domain = [("kind", "=", "expire")]
        begin = time.perf_counter()
        movements._cron_expire()
        seconds = time.perf_counter() - begin
        written = movements.search_count(domain)
        tomorrow = movements._fields["expires_on"].today() + timedelta(days=1)
        program = env["loyalty.program"].search([("expired_until", "!=", False)])
        again = movements._get_cards_to_expire(program, tomorrow)
        begin = time.perf_counter()
        movements._expire(again[:500], tomorrow)
        return {
            "seconds": seconds,
            "written": written,
            "written again": movements.search_count(domain) - written,
            "batch again": time.perf_counter() - begin,
        }
