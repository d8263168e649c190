# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Points of one card authorised by many devices at once; run inside Odoo."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from .dataset import environment
from .inside import statements_of_others

# a till's share of what a card has; the card never runs out
POINTS = 0.01
HISTORY = 200


def prepare(registry):
    """Make the card that everybody uses, with the movements of some years."""
    with environment(registry) as env:
        card = env["loyalty.card"].search([("code", "=", "BENCH-HOT")])
        if not card:
            program = env["loyalty.program"].create(
                {"name": "Bench", "program_type": "loyalty"}
            )
            card = env["loyalty.card"].create(
                {"program_id": program.id, "code": "BENCH-HOT"}
            )
            env["loyalty.movement"]._record(
                [
                    {"card_id": card.id, "kind": "opening", "points": 1000}
                    for _number in range(HISTORY)
                ]
            )
        return card.id


def forget(registry):
    with registry.cursor() as cr:
        cr.execute("TRUNCATE loyalty_hold")


def _devices(devices, count, work):
    """Let so many devices do the work; return what each time took."""

    def device(number):
        spent = []
        with work() as one:
            for turn in range(count):
                start = time.perf_counter()
                one(f"{number}-{turn}")
                spent.append(time.perf_counter() - start)
        return spent

    with ThreadPoolExecutor(devices) as pool:
        return [spent for part in pool.map(device, range(devices)) for spent in part]


def by_service(registry, card, devices, count, prefix):
    """Authorise under many keys, as fast as it goes, from several devices."""

    @contextmanager
    def work():
        with environment(registry, commit=False) as env:
            holds, hot = env["loyalty.hold"], env["loyalty.card"].browse(card)
            yield lambda key: holds._authorize(
                f"{prefix}-{key}", {hot: POINTS}, minutes=1
            )

    return _devices(devices, count, work)


def statements(registry, card):
    """Return the statements of one authorisation, ready to run, with the key KEY."""
    with environment(registry, commit=False) as env:
        holds, hot = env["loyalty.hold"], env["loyalty.card"].browse(card)
        holds._authorize("warm", {hot: POINTS}, minutes=1)
        with statements_of_others(env) as sent:
            holds._authorize("KEY", {hot: POINTS}, minutes=1)
    return sent


def by_sql(registry, statements, devices, count, prefix):
    """Run the same lock and the same SQL without Odoo, a transaction for each."""

    @contextmanager
    def work():
        with registry.cursor() as cr:
            cr.execute("SELECT 1")
            connection = cr.connection
            connection.rollback()
            cursor = connection.cursor()

            def one(key):
                for statement in statements:
                    cursor.execute(statement.replace("KEY", f"{prefix}-{key}"))
                connection.commit()

            yield one

    return _devices(devices, count, work)
