# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tills seal at the same time, from processes of their own, and never wait."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from benchmarks.processes import Processes
from benchmarks.shop import at_once

STEPS = Path(__file__).with_name("seals.py")
TILLS, TICKETS = 4, 8


@pytest.fixture(scope="module")
def tills(tmp_path_factory):
    """Four processes, each with a till of its own, of a company that seals."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("keys")
        patch.setenv("UNIFIED_FISCAL_KEY_DIR", str(folder))
        processes = Processes(stack)
        while len(processes.workers) < TILLS:
            worker = processes.lab.worker(processes.database)
            processes.workers.append(stack.enter_context(worker))
        processes.facts = processes.workers[0].ask("prepare", STEPS, tills=TILLS)
        yield processes


def sell(processes, **options):
    return at_once(
        *(
            partial(worker.ask, "sell", STEPS, fact=fact, **options)
            for worker, fact in zip(processes.workers, processes.facts, strict=True)
        )
    )


def test_tills_seal_at_once_without_a_retry_a_gap_or_a_ticket_outside_the_hash(tills):
    answers = sell(tills, tickets=TICKETS)
    tries = [count for answer in answers for count in answer.values()]
    assert tries == [1] * (TILLS * TICKETS)
    for fact in tills.facts:
        ranks = tills.workers[0].ask("verify", STEPS, chain=fact["chain"])
        assert ranks == list(range(1, TICKETS + 1))
    # a till that met another one leaves its hash to it, to the next, or to this
    tills.workers[0].ask("append_hashes", STEPS)
    assert tills.workers[0].ask("check_hashes", STEPS) == ["None", 0]


def test_devices_of_one_till_have_chains_of_their_own(tills):
    fact = tills.facts[0]
    answers = at_once(
        *(
            partial(
                worker.ask,
                "sell",
                STEPS,
                fact={**fact, "device": f"tablet-{number}"},
                tickets=2,
            )
            for number, worker in enumerate(tills.workers)
        )
    )
    numbers = [number for answer in answers for number in answer]
    assert len(set(numbers)) == TILLS * 2


def test_a_ticket_sent_again_by_another_process_is_sealed_once(tills):
    before = tills.rows("SELECT count(*) FROM fiscal_document WHERE kind = 'ticket'")
    answers = sell(tills, tickets=1, sendings=2)
    after = tills.rows("SELECT count(*) FROM fiscal_document WHERE kind = 'ticket'")
    assert len(answers) == after[0][0] - before[0][0] == TILLS
