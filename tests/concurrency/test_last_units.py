# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The last units are sold once, whoever asks first, from processes of their own."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from benchmarks.processes import PROCESSES
from benchmarks.shop import at_once

SALES = Path(__file__).with_name("sales.py")
ROUNDS = [
    pytest.param(3, id="three"),
    pytest.param(100, id="hundred", marks=pytest.mark.long),
]


class Stock:
    """An article with some units, in a place of its own."""

    number = 0

    def __init__(self, lab, units, beside=None):
        Stock.number += 1
        self.lab = lab
        self.code = beside.code if beside else f"L{Stock.number}"
        self.pair = lab.workers[0].ask("prepare", SALES, code=self.code, units=units)

    def everywhere(self, work, **params):
        """Give the same work to each process at once; return the answers."""
        return at_once(
            *(
                partial(self._ask, worker, work, number, params)
                for number, worker in enumerate(self.lab.workers)
            )
        )

    def _ask(self, worker, work, number, params):
        product, place = self.pair
        params = {
            key: value(number) if callable(value) else value
            for key, value in params.items()
        }
        return worker.ask(work, SALES, product=product, place=place, **params)

    def ask(self, work, **params):
        return self._ask(self.lab.workers[0], work, 0, params)

    def reserved(self):
        return self.lab.rows(
            """SELECT SUM(quantity)::float, SUM(reserved_quantity)::float
                 FROM stock_quant quant
                 JOIN stock_location location ON location.id = quant.location_id
                WHERE product_id = %s AND location.usage = 'internal'""",
            self.pair[0],
        )[0]

    def holds(self):
        return self.lab.rows(
            "SELECT token, quantity::float FROM commerce_hold WHERE product_ref = %s",
            self.pair[0],
        )


def total(answers):
    counted = {}
    for answer in answers:
        assert isinstance(answer, dict), answer
        for key, value in answer.items():
            counted[key] = counted.get(key, 0) + value
    return counted


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize(("units", "buyers"), [(1, 7), (5, 7), (20, 10)])
def test_the_last_units_are_sold_once(processes, units, buyers, rounds):
    for _round in range(rounds if units < 20 else 1):
        stock = Stock(processes, units)
        seen = total(stock.everywhere("buy", buyers=buyers))
        assert seen["sold"] == units, seen
        assert seen.get("refused", 0) == buyers * PROCESSES - units
        assert "short" not in seen
        assert stock.reserved() == (units, units)
        assert stock.ask("available") == 0
        # twelve confirm at once on one row of stock, each in its turn
        assert seen["tries"] <= units + max(1, 0.05 * units), seen


def test_who_confirms_without_asking_never_gets_what_is_held(processes):
    stock = Stock(processes, 6)
    assert stock.ask("claim", tokens=["a", "b", "c", "d"]) == 4
    seen = total(stock.everywhere("buy", buyers=4, hold=False))
    assert seen["sold"] == 2, seen
    assert seen["short"] == 4 * PROCESSES - 2
    assert stock.reserved() == (6, 2)
    assert stock.ask("available") == 0


def test_sales_and_transfers_share_what_is_there(processes):
    stock = Stock(processes, 9)
    product, place = stock.pair
    ask = [partial(worker.ask, script=SALES) for worker in processes.workers]
    bought, more, moved = at_once(
        partial(ask[0], "buy", product=product, place=place, buyers=6),
        partial(ask[1], "buy", product=product, place=place, buyers=6),
        partial(ask[2], "transfer", product=product, place=place, count=6),
    )
    assert isinstance(moved, int), moved
    sold = total([bought, more])
    assert sold["sold"] + moved == 9, (sold, moved)
    assert stock.reserved() == (9, 9)
    assert stock.ask("available") == 0


@pytest.mark.parametrize(
    ("units", "tokens"),
    [(50, 40), pytest.param(50, 1000, marks=pytest.mark.long)],
)
def test_no_claim_is_granted_beyond_what_is_there(processes, units, tokens):
    stock = Stock(processes, units)
    granted = stock.everywhere(
        "claim", tokens=lambda number: [f"{number}-{one}" for one in range(tokens)]
    )
    assert sum(granted) == units
    assert sum(quantity for _token, quantity in stock.holds()) == units


def test_devices_are_never_granted_the_same_unit(processes):
    stock = Stock(processes, 5)
    answers = stock.everywhere(
        "grant", devices=lambda number: [f"{number}-{one}" for one in range(3)]
    )
    assert all(isinstance(answer, list) for answer in answers), answers
    assert sum(quantity for _token, quantity in stock.holds()) <= 5
    # nobody keeps them from the others while the devices are heard
    assert stock.ask("available") == 5
    assert stock.ask("claim", tokens=[f"web-{one}" for one in range(7)]) == 5


def test_baskets_in_opposite_order_do_not_lock_each_other(processes):
    first = Stock(processes, 30)
    second = Stock(processes, 30, beside=first)
    answers = at_once(
        *(
            partial(
                worker.ask,
                "claim_baskets",
                SALES,
                products=[first.pair[0], second.pair[0]],
                place=first.pair[1],
                tokens=[f"basket-{number}-{one}" for one in range(20)],
                backwards=number % 2 == 1,
            )
            for number, worker in enumerate(processes.workers)
        )
    )
    assert sum(answers) == 30, answers
    for stock in (first, second):
        assert sum(quantity for _token, quantity in stock.holds()) == 30


def test_goods_received_in_the_same_transaction_serve_who_waits(processes):
    stock = Stock(processes, 2)
    assert stock.ask("claim", tokens=["a", "b"]) == 2
    assert stock.ask("receive_and_serve", quantity=3) == [0, 3]
    assert stock.ask("available") == 0


def test_orders_confirmed_in_one_transaction_share_what_is_there(processes):
    stock = Stock(processes, 5)
    assert stock.ask("two_orders_in_one_go", quantities=[3, 2, 1]) == [3, 2, 0]
    assert stock.ask("available") == 0


def test_what_is_reserved_again_is_not_counted_twice(processes):
    stock = Stock(processes, 1)
    assert stock.ask("move_it_again") == [1, 0]
    assert stock.reserved() == (1, 1)


def test_a_process_killed_after_its_claim_leaves_nothing_behind(processes):
    stock = Stock(processes, 1)
    with processes.lab.worker(processes.database) as doomed:
        product, place = stock.pair
        doomed.ask("claim", SALES, product=product, place=place, tokens=["doomed"])
        os.kill(doomed.process.pid, signal.SIGKILL)
    assert stock.ask("available") == 0
    connection = processes.lab.connect(processes.database)
    with connection, connection.cursor() as cr:
        cr.execute("UPDATE commerce_hold SET expires_at = now() - interval '1 second'")
    connection.close()
    assert stock.ask("available") == 1
    assert total([stock.ask("buy", buyers=1)])["sold"] == 1
