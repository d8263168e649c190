# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Servers die, clocks are wrong, messages come twice: each unit is sold once, and
no captured payment is lost."""

import time
from functools import partial
from pathlib import Path

import pytest
import requests

from benchmarks.buyers import Buyer, Refused
from benchmarks.lab import RemoteError
from benchmarks.shop import at_once, cut_power_during

STEPS = Path(__file__).with_name("steps.py")
ARTICLES = 24
LINES = 200
SOLD_ONCE = {"confirmed": 1, "reserved": 1, "paid": 1, "told": 0}


@pytest.fixture(scope="module")
def articles(shop):
    """Articles of which one unit is left."""
    return iter(shop.last_units(*[1] * ARTICLES))


@pytest.fixture
def article(articles):
    return next(articles)


@pytest.fixture(scope="module")
def helper(shop):
    """A process of Odoo beside the web server: the scheduler, or another machine."""
    with shop.lab.worker(shop.database) as worker:
        yield partial(worker.ask, script=STEPS)


@pytest.fixture
def buyer(shop, server):
    return Buyer(shop, server, shop.shopper())


def holds(shop, article):
    """Return (quantity, minutes it will live) of each hold that has not ended."""
    return shop.rows(
        """SELECT quantity::float, round(extract(epoch FROM
                  expires_at - clock_timestamp() AT TIME ZONE 'UTC') / 60)::int
             FROM commerce_hold
            WHERE product_ref = %s
              AND expires_at > clock_timestamp() AT TIME ZONE 'UTC'""",
        article["id"],
    )


def move_clock(shop, article, hours):
    """What a jump of the database's clock does to a hold."""
    shop.execute(
        "UPDATE commerce_hold SET expires_at = expires_at - %s * interval '1 hour'"
        " WHERE product_ref = %s",
        *(hours, article["id"]),
    )


def walk(buyer, article, *steps):
    buyer.add(article)
    for step in steps:
        getattr(buyer, step)()


def pay_until_captured(buyer, article):
    walk(buyer, article, "check_out", "start_payment")
    buyer.notify("done")


# Killed servers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("steps", "doomed", "table"),
    [
        pytest.param([], "check_out", "sale_order_line", id="claimed"),
        pytest.param(["check_out"], "start_payment", "payment_transaction", id="pay"),
    ],
)
def test_a_server_that_dies_before_the_payment_keeps_the_unit_for_a_time_only(
    shop, server, buyer, article, steps, doomed, table
):
    walk(buyer, article, *steps)
    failure = cut_power_during(shop, server, table, getattr(buyer, doomed))
    assert isinstance(failure, requests.RequestException), failure
    assert len(holds(shop, article)) == 1

    alive = shop.start()
    with pytest.raises(Refused):
        Buyer(shop, alive).buy(article)
    move_clock(shop, article, 1)
    Buyer(shop, alive).buy(article)
    assert shop.outcome(article) == SOLD_ONCE


@pytest.mark.parametrize(
    "table",
    [None, pytest.param("stock_move", marks=pytest.mark.long), "stock_move_line"],
)
def test_a_captured_payment_is_confirmed_after_its_server_died(
    shop, server, helper, buyer, article, table
):
    pay_until_captured(buyer, article)
    if table:
        failure = cut_power_during(shop, server, table, buyer.poll)
        assert isinstance(failure, requests.RequestException), failure
    else:
        server.kill()
    assert shop.outcome(article) == {**SOLD_ONCE, "confirmed": 0, "reserved": 0}

    with pytest.raises(Refused):
        Buyer(shop, shop.start()).buy(article)
    helper("post_process_payments")
    assert shop.outcome(article) == SOLD_ONCE


def test_a_capture_whose_unit_went_while_the_server_was_dead_is_told_to_a_person(
    shop, server, helper, buyer, article
):
    pay_until_captured(buyer, article)
    server.kill()
    move_clock(shop, article, 1)
    Buyer(shop, shop.start()).buy(article)
    helper("post_process_payments")
    assert shop.outcome(article) == {
        "confirmed": 2,
        "reserved": 1,
        "paid": 2,
        "told": 1,
    }


def test_connections_cut_by_the_database_in_the_middle_sell_nothing_twice(
    shop, server, helper
):
    [article] = shop.last_units(4)
    people = [Buyer(shop, server, shop.shopper()) for _one in range(4)]
    people += [Buyer(shop, server) for _one in range(4)]

    def cut():
        ended = 0
        for _cut in range(3):
            time.sleep(0.7)
            ended += len(
                shop.rows(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        return ended

    answers = at_once(cut, *(partial(one.buy, article) for one in people))
    assert isinstance(answers[0], int) and answers[0], answers[0]
    # nobody starts anything again: server and scheduler find the database by themselves
    helper("post_process_payments")
    seen = shop.outcome(article)
    assert seen["confirmed"] == seen["reserved"] == seen["paid"]
    assert seen["told"] == 0
    move_clock(shop, article, 1)
    for _one in range(4 - seen["confirmed"]):
        Buyer(shop, server).buy(article)
    with pytest.raises(Refused):
        Buyer(shop, server).buy(article)
    assert shop.outcome(article) == dict.fromkeys(SOLD_ONCE, 4) | {"told": 0}


# Clocks -----------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_wrong_clock_of_odoo_neither_ends_nor_prolongs_a_hold(
    shop, helper, buyer, article, hours
):
    walk(buyer, article, "check_out")
    at = partial(helper, "at_another_time", hours=hours)
    order_id, _basket = shop.the_cart(buyer.login)
    for what in ("collect", "checkout", "renew", "payment"):
        at(order_id=order_id, what=what)
        assert holds(shop, article) == [(1, 15)]


def test_a_hold_that_ended_does_not_come_back_by_a_clock_that_is_late(
    shop, helper, buyer, article
):
    walk(buyer, article, "check_out")
    order_id, _basket = shop.the_cart(buyer.login)
    move_clock(shop, article, 1)
    for what in ("renew", "quantity"):
        helper("at_another_time", order_id=order_id, hours=-5, what=what)
        assert holds(shop, article) == []


def test_a_hold_follows_its_cart_under_a_clock_that_is_early(
    shop, helper, buyer, articles
):
    [article] = shop.last_units(2)
    walk(buyer, article, "check_out")
    order_id, _basket = shop.the_cart(buyer.login)
    helper("at_another_time", order_id=order_id, hours=5, what="quantity")
    assert holds(shop, article) == [(2, 15)]


def test_when_the_clock_of_the_database_jumps_ahead_the_customer_claims_again(
    shop, server, buyer, article
):
    walk(buyer, article, "check_out")
    move_clock(shop, article, 5)
    buyer.start_payment()
    assert holds(shop, article) == [(1, 15)]

    move_clock(shop, article, 5)
    other = Buyer(shop, server)
    walk(other, article, "check_out")
    with pytest.raises(Refused):
        buyer.start_payment()


def test_when_the_clock_of_the_database_jumps_back_the_next_sign_of_life_mends_it(
    shop, buyer, article
):
    walk(buyer, article, "check_out")
    move_clock(shop, article, -5)
    assert holds(shop, article) == [(1, 15 + 5 * 60)]
    buyer.start_payment()
    assert holds(shop, article) == [(1, 15)]


# Messages ---------------------------------------------------------------------------


def test_a_payment_announced_twice_confirms_once(shop, server, buyer, article):
    pay_until_captured(buyer, article)
    buyer.notify("done")
    answers = at_once(buyer.poll, buyer.poll, partial(buyer.notify, "done"))
    failures = [one for one in answers if isinstance(one, Exception)]
    assert all(str(one) == "retry" for one in failures), failures
    buyer.wait_for_confirmation()
    assert shop.outcome(article) == SOLD_ONCE
    assert payments(shop, buyer) == 1


def test_a_cancellation_that_comes_after_the_money_changes_nothing(
    shop, buyer, article
):
    pay_until_captured(buyer, article)
    buyer.notify("cancel")
    assert len(holds(shop, article)) == 1
    buyer.wait_for_confirmation()
    assert shop.outcome(article) == SOLD_ONCE


def test_money_that_comes_after_a_cancellation_is_told_to_a_person(
    shop, server, buyer, article
):
    walk(buyer, article, "check_out", "start_payment")
    buyer.notify("cancel")
    assert holds(shop, article) == []
    buyer.notify("done")
    assert shop.outcome(article) == {
        "confirmed": 0,
        "reserved": 0,
        "paid": 0,
        "told": 1,
    }
    Buyer(shop, server).buy(article)


def test_money_that_comes_after_an_error_is_confirmed_when_the_unit_is_there(
    shop, buyer, article
):
    walk(buyer, article, "check_out", "start_payment")
    buyer.notify("error")
    assert holds(shop, article) == []
    buyer.notify("done")
    buyer.wait_for_confirmation()
    assert shop.outcome(article) == SOLD_ONCE


def test_pay_pressed_twice_is_one_hold_and_one_sale(shop, buyer, article):
    walk(buyer, article, "check_out")
    twin = Buyer(shop, shop.servers[-1])
    twin.browser = buyer.browser
    twin.form = buyer.open_payment()
    answers = at_once(buyer.press_pay, twin.press_pay)
    failures = [one for one in answers if isinstance(one, Exception)]
    assert len(failures) < 2
    assert all(isinstance(one, RemoteError) for one in failures), failures
    assert holds(shop, article) == [(1, 15)]
    payer = buyer if buyer.reference else twin
    payer.notify("done")
    payer.wait_for_confirmation()
    assert shop.outcome(article) == SOLD_ONCE


def test_a_capture_after_the_hold_ended_and_the_unit_is_gone_is_never_silent(
    shop, server, buyer, article
):
    walk(buyer, article, "check_out", "start_payment")
    move_clock(shop, article, 1)
    Buyer(shop, server).buy(article)
    buyer.notify("done")
    buyer.wait_for_confirmation()
    assert shop.outcome(article) == {
        "confirmed": 2,
        "reserved": 1,
        "paid": 2,
        "told": 1,
    }
    [(promised,)] = shop.rows(
        "SELECT res_id FROM commerce_exception WHERE state = 'open'"
        " AND res_model = 'sale.order' ORDER BY id DESC LIMIT 1"
    )
    assert promised == buyer.order_id


def payments(shop, buyer):
    """Return how many payments were booked for the buyer's transaction."""
    [(count,)] = shop.rows(
        """SELECT count(*) FROM account_payment payment
             JOIN payment_transaction paid
               ON paid.id = payment.payment_transaction_id
            WHERE paid.reference = %s""",
        buyer.reference,
    )
    return count


# Big carts, locks -------------------------------------------------------------------


def test_a_cart_of_two_hundred_lines_is_claimed_in_one_go_and_bought(
    shop, server, helper, buyer
):
    articles = shop.last_units(*[1] * LINES)
    buyer.add(articles[0])
    order_id, _basket = shop.the_cart(buyer.login)
    rest = [one["id"] for one in articles[1:]]
    helper("fill_cart", order_id=order_id, products=rest)
    buyer.check_out()
    held = shop.rows(
        """SELECT count(*)::int, count(DISTINCT created_at)::int FROM commerce_hold
            WHERE token = %s""",
        f"order-{order_id}",
    )
    assert held == [(LINES, 1)]
    with pytest.raises(Refused):
        Buyer(shop, server).buy(articles[-1])
    buyer.start_payment()
    buyer.notify("done")
    buyer.wait_for_confirmation()
    for article in (articles[0], articles[-1]):
        assert shop.outcome(article) == SOLD_ONCE
    reserved = shop.rows(
        """SELECT count(*)::int FROM stock_move move
             JOIN sale_order_line line ON line.id = move.sale_line_id
            WHERE line.order_id = %s AND move.state = 'assigned'""",
        order_id,
    )
    assert reserved == [(LINES,)]


def test_who_has_locked_order_product_and_place_claims_without_waiting_for_itself(
    shop, helper, article
):
    partner = next(iter(shop.facts["shoppers"].values()))
    seconds, state = helper("claim_with_locks", article=article, partner=partner)
    assert state == "assigned"
    assert seconds < 1
    assert holds(shop, article) == []


def test_a_claim_that_must_wait_too_long_is_refused_in_words(shop, buyer, article):
    """Another process hangs in the middle of its claim of the same article."""
    buyer.add(article)
    stuck = shop.lab.connect(shop.database)
    try:
        with stuck.cursor() as cr:
            cr.execute(
                "SELECT pg_advisory_xact_lock(%s, %s)",
                (article["id"], article["place"]),
            )
            with pytest.raises(Refused, match="try again|réessayez"):
                buyer.check_out()
    finally:
        stuck.close()
    buyer.check_out()
    assert holds(shop, article) == [(1, 15)]
