# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Limits and keys are exact when several processes claim them in the same instant."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from benchmarks.processes import PROCESSES
from benchmarks.shop import Gate

CLAIMS = Path(__file__).with_name("claims.py")


@pytest.mark.parametrize(
    ("tries", "limit"),
    [(60, 100), pytest.param(2000, 3000, marks=pytest.mark.long)],
)
def test_the_limiter_allows_exactly_its_limit_to_all_processes_together(
    processes, tries, limit
):
    connection = processes.lab.connect(processes.database)
    with connection, connection.cursor() as cr:
        cr.execute("DELETE FROM commerce_rate_limit")
    connection.close()
    answers = processes.ask("hits", CLAIMS, tries=tries, limit=limit)
    assert tries * PROCESSES > limit
    assert sum(answers) == limit, answers
    counted = processes.rows("SELECT sum(hits) FROM commerce_rate_limit")
    assert counted == [(tries * PROCESSES,)]


@pytest.mark.parametrize(
    "keys", [20, pytest.param(300, marks=pytest.mark.long)], ids=str
)
def test_work_claimed_by_several_processes_is_done_once(processes, keys):
    names = [f"{keys}-{number}" for number in range(keys)]
    answers = processes.ask("claims", CLAIMS, keys=names)
    for number, name in enumerate(names):
        done = [answer[number] for answer in answers]
        assert sorted(done) == [False] * (PROCESSES - 1) + [True], (name, answers)
        made = processes.rows(
            "SELECT count(*) FROM res_partner WHERE name = %s", f"Work of {name}"
        )
        assert made == [(1,)]


def test_when_the_first_fails_the_one_that_waited_does_the_work(processes):
    """The first has claimed and is held back; the others wait for it; it fails."""
    key = "taken over"
    ask = [
        partial(worker.ask, "claim", CLAIMS, key=key) for worker in processes.workers
    ]
    with (
        ThreadPoolExecutor(PROCESSES) as pool,
        Gate(processes, "res_partner") as gate,
    ):
        first = pool.submit(ask[0], fail=True)
        gate.wait_for(1)
        others = [pool.submit(one) for one in ask[1:]]
        gate.wait_for(PROCESSES)
        gate.open()
        assert first.result() == "failed"
        assert sorted(one.result() for one in others) == [False, True]
    made = processes.rows(
        "SELECT count(*) FROM res_partner WHERE name = %s", f"Work of {key}"
    )
    assert made == [(1,)]
