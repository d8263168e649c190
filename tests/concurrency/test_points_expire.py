# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Points expire while customers pay with them: each point goes one way."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

POINTS = Path(__file__).with_name("points_that_expire.py")


@pytest.mark.parametrize("cards", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_a_point_is_spent_or_expires_and_never_both(processes, cards):
    first, *others = processes.workers
    ids = first.ask("prepare", POINTS, cards=cards, points=100)
    work = [partial(first.ask, "expire", POINTS, card_ids=ids, rounds=20)]
    # some begin at the other end
    for number, worker in enumerate(others):
        asked = ids if number % 2 else ids[::-1]
        who = f"payer {number}"
        work.append(
            partial(worker.ask, "pay", POINTS, card_ids=asked, points=60, who=who)
        )
    with ThreadPoolExecutor(len(work)) as pool:
        _expired, *paid = [job.result() for job in [pool.submit(one) for one in work]]
    # each card paid once at most, and what was spent was there
    assert len({card for one in paid for card in one}) == sum(map(len, paid))
    wrong = processes.rows(
        """
        SELECT card_id, array_agg(points ORDER BY id) FROM loyalty_movement
         WHERE card_id = ANY(%s) GROUP BY card_id
        HAVING sum(points) < 0 OR sum(points) > 40
            OR count(*) FILTER (WHERE kind = 'burn') > 1
        """,
        ids,
    )
    assert wrong == []
    first.ask("expire", POINTS, card_ids=ids, rounds=1)
    spent = {card for one in paid for card in one}
    shown = dict(
        processes.rows("SELECT id, points FROM loyalty_card WHERE id = ANY(%s)", ids)
    )
    # what was left over on the day is for the next night, and for nobody else
    assert {shown[card] for card in ids if card not in spent} <= {0.0}
    assert {shown[card] for card in spent} <= {0.0, 40.0}


def test_a_tier_comes_with_the_commit_of_the_sale(processes):
    assert processes.workers[0].ask("reach_tier", POINTS) == "Gold"
