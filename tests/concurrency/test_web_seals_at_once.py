# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Payments of the shop do not wait for each other's seals."""

from functools import partial
from pathlib import Path

from benchmarks.shop import at_once

STEPS = Path(__file__).with_name("web_seals.py")
PAYMENTS = 50


def test_fifty_payments_at_once_meet_no_retry_and_are_sealed_in_one_chain(processes):
    workers = processes.workers
    payments = workers[0].ask("prepare", STEPS, count=PAYMENTS)
    shares = [payments[start :: len(workers)] for start in range(len(workers))]
    answers = at_once(
        *(
            partial(worker.ask, "pay", STEPS, payments=share)
            for worker, share in zip(workers, shares, strict=True)
        )
    )
    assert [tries for answer in answers for tries in answer] == [1] * PAYMENTS
    # three sealers at once take turns: nothing twice, nothing left
    taken = processes.ask("seal", STEPS)
    assert sum(taken) == PAYMENTS, taken
    sealed = processes.rows(
        "SELECT count(DISTINCT res_id), min(seq), max(seq), count(*)"
        "  FROM fiscal_document WHERE doc_type = 'SALE'"
    )
    assert sealed == [(PAYMENTS, 1, PAYMENTS, PAYMENTS)]
    broken = processes.rows(
        "SELECT count(*) FROM fiscal_document d JOIN fiscal_document p"
        "    ON p.chain_id = d.chain_id AND p.seq = d.seq - 1"
        " WHERE d.previous <> p.signature"
    )
    assert broken == [(0,)]
    left = "SELECT count(*) FROM fiscal_pending WHERE state = 'waiting'"
    assert processes.rows(left) == [(0,)]
