# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Nobody overspends a card, whoever asks in the same instant, whatever fails."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.shop import Gate, at_once

POINTS = Path(__file__).with_name("points.py")
BUYERS = 50


def shares(ids, count):
    return [ids[start::count] for start in range(count)]


def test_fifty_buyers_of_a_hundred_points_spend_them_once(processes):
    card, orders = processes.workers[0].ask(
        "prepare", POINTS, orders=BUYERS, points=100, spend=True
    )
    workers = processes.workers
    answers = at_once(
        *(
            partial(worker.ask, "confirm", POINTS, order_ids=part)
            for worker, part in zip(workers, shares(orders, len(workers)), strict=True)
        )
    )
    outcomes = [outcome for answer in answers for outcome, _tries in answer]
    assert len(outcomes) == BUYERS
    assert outcomes.count("confirmed") == 1, outcomes
    states = processes.rows(
        "SELECT count(*) FROM sale_order WHERE id = ANY(%s) AND state = 'sale'", orders
    )
    assert states == [(1,)]
    shown, balance, held = workers[0].ask("left", POINTS, card_id=card)
    # the one order won its ten points
    assert (shown, balance, held) == (10.0, 10.0, 0.0)


def test_fifty_buyers_of_all_channels_spend_a_hundred_points_once(processes):
    workers = processes.workers
    config = workers[0].ask("open_till", POINTS)
    card, orders = workers[0].ask(
        "prepare", POINTS, orders=BUYERS, points=100, spend=True
    )
    values = {"card_id": card, "config_id": config}
    answers = at_once(
        *(
            partial(worker.ask, "buy_everywhere", POINTS, order_ids=part, **values)
            for worker, part in zip(workers, shares(orders, len(workers)), strict=True)
        )
    )
    answers = [one for answer in answers for one in answer]
    assert {channel for channel, _spends in answers} == {"till", "web", "office"}
    assert len(answers) == BUYERS
    winners = [channel for channel, may_spend in answers if may_spend]
    assert len(winners) == 1, winners
    left = tuple(workers[0].ask("left", POINTS, card_id=card))
    # a ticket that is not paid yet keeps the points, an order has won its ten
    assert left == ((100.0, 100.0, 100.0) if winners == ["till"] else (10.0, 10.0, 0.0))


def test_winning_points_on_one_card_makes_nobody_wait_or_try_again(processes):
    workers = processes.workers
    card, orders = workers[0].ask("prepare", POINTS, orders=30, points=0, spend=False)
    answers = at_once(
        *(
            partial(worker.ask, "confirm", POINTS, order_ids=part)
            for worker, part in zip(workers, shares(orders, len(workers)), strict=True)
        )
    )
    outcomes = [one for answer in answers for one in answer]
    assert [outcome for outcome, _tries in outcomes] == ["confirmed"] * 30
    assert sum(tries for _outcome, tries in outcomes) == 30
    shown, balance, _held = workers[0].ask("left", POINTS, card_id=card)
    assert (shown, balance) == (300.0, 300.0)


def test_of_two_who_spend_thirty_of_fifty_one_is_told_what_is_left(processes):
    workers = processes.workers
    card, _orders = workers[0].ask("prepare", POINTS, orders=0, points=50, spend=False)
    answers = at_once(
        *(
            partial(
                worker.ask,
                "spend_parts",
                POINTS,
                card_id=card,
                token=f"buyer {number}",
                points=30,
            )
            for number, worker in enumerate(workers[:2])
        )
    )
    assert sorted(answers) == [-20.0, 30.0]


def test_two_members_of_a_household_who_spend_at_once_spend_it_once(processes):
    workers = processes.workers
    cards, orders = workers[0].ask("prepare_household", POINTS, points=100, most=2)
    answers = at_once(
        *(
            partial(worker.ask, "confirm", POINTS, order_ids=[order])
            for worker, order in zip(workers, orders, strict=False)
        )
    )
    outcomes = [outcome for answer in answers for outcome, _tries in answer]
    assert outcomes.count("confirmed") == 1, outcomes
    # 100 spent, the ten points of the one order won; both cards show it
    for card in cards:
        shown, _own, held = workers[0].ask("left", POINTS, card_id=card)
        assert (shown, held) == (10.0, 0.0)


def test_last_place_in_a_household_is_taken_once(processes):
    workers = processes.workers
    cards, _orders = workers[0].ask("prepare_household", POINTS, points=100, most=3)
    answers = at_once(
        *(
            partial(worker.ask, "join_household", POINTS, card_id=cards[0])
            for worker in workers[:2]
        )
    )
    assert sorted(answers) == ["full", "joined"]


def test_one_refund_told_by_two_at_once_is_counted_once(processes):
    workers = processes.workers
    card, orders = workers[0].ask("prepare", POINTS, orders=1, points=100, spend=True)
    workers[0].ask("confirm", POINTS, order_ids=orders)
    ask = [
        partial(worker.ask, "reverse_all", POINTS, order_id=orders[0])
        for worker in workers[:2]
    ]
    # both have begun when the first of them writes
    with (
        ThreadPoolExecutor(2) as pool,
        Gate(processes, "loyalty_movement") as gate,
    ):
        answers = [pool.submit(one) for one in ask]
        gate.wait_for(2)
        gate.open()
        written = sorted(answer.result() for answer in answers)
    assert written == [0, 2]
    assert workers[0].ask("left", POINTS, card_id=card)[:2] == [100.0, 100.0]


def test_worker_killed_after_authorising_leaves_the_card_whole_in_time(processes):
    workers = processes.workers
    card, [order] = workers[0].ask("prepare", POINTS, orders=1, points=100, spend=True)
    with processes.lab.worker(processes.database) as doomed:
        with pytest.raises(Exception):  # noqa: B017, PT011 - it never answers
            doomed.ask("die_after_authorising", POINTS, order_id=order)
    assert workers[0].ask("left", POINTS, card_id=card)[1:] == [100.0, 90.0]
    refused = workers[0].ask(
        "spend_parts", POINTS, card_id=card, token="somebody", points=100
    )
    assert refused == -10.0
    connection = processes.lab.connect(processes.database)
    with connection, connection.cursor() as cr:
        cr.execute("UPDATE loyalty_hold SET expires_at = now() - interval '1 h'")
    connection.close()
    assert (
        workers[0].ask(
            "spend_parts", POINTS, card_id=card, token="somebody", points=100
        )
        == 100.0
    )


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["confirm", "confirm", "cancel", "reopen", "refund", "authorize"]
        ),
        st.integers(0, 2),
        st.integers(1, 10),
    ),
    min_size=3,
    max_size=10,
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(played=steps)
def test_any_sequence_keeps_the_sum_and_returns_to_the_start(processes, played):
    check(processes, played)


@pytest.mark.long
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(played=steps)
def test_many_sequences_keep_the_sum_and_return_to_the_start(processes, played):
    check(processes, played)


def check(processes, played):
    worker = processes.workers[0]
    card, orders = worker.ask("prepare", POINTS, orders=3, points=150, spend=True)
    seen = worker.ask(
        "play",
        POINTS,
        card_id=card,
        order_ids=orders,
        steps=[list(one) for one in played],
    )
    for shown, balance in seen:
        assert shown == balance, (played, seen)
    worker.ask("finish", POINTS, order_ids=orders)
    shown, balance, _held = worker.ask("left", POINTS, card_id=card)
    assert (shown, balance) == (150.0, 150.0), (played, seen)
