# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A server or a till dies in the middle of its work: nothing lost, nothing doubled."""

import pytest
import requests

from benchmarks.shop import cut_power_during


def refused(answer):
    warning = (answer.get("notification_info") or {}).get("warning")
    return bool(warning) and not answer["quantity"]


def end_lease(shop, cart_id):
    """Let the time of the lease pass, without waiting for it."""
    shop.execute(
        "UPDATE sale_order SET cart_holder_until ="
        " (now() AT TIME ZONE 'UTC') - interval '1 second' WHERE id = %s",
        cart_id,
    )


def reports(shop, ticket):
    return shop.rows(
        "SELECT kind, name FROM commerce_exception WHERE key LIKE %s",
        f"%{ticket['uuid']}%",
    )


def test_after_a_server_died_between_take_over_and_payment_the_cart_comes_back(
    shop, server
):
    login = shop.shopper()
    shop.add(shop.browser(server, login), "A", 2)
    taken = shop.take(shop.till(server, "Lyon 1"), login)
    assert taken["status"] == "taken"
    server.kill()

    alive = shop.start()
    browser = shop.browser(alive, login)
    assert refused(shop.add(browser, "B"))
    cart_id, basket = shop.the_cart(login)
    assert basket == {"A": 2}
    end_lease(shop, cart_id)
    assert not refused(shop.add(browser, "B"))
    assert shop.the_cart(login) == (cart_id, {"A": 2, "B": 1})


def test_the_till_may_go_on_with_the_cart_it_had_before_the_server_died(shop, server):
    login = shop.shopper()
    shop.add(shop.browser(server, login), "A", 2)
    device = shop.till(server, "Lyon 1")
    taken = shop.take(device, login)
    server.kill()

    alive = shop.start()
    device = shop.till(alive, "Lyon 1")
    ticket = shop.cart_ticket(device, taken, login)
    device.send(ticket)
    assert shop.sold(ticket) == (1, 1, 1, 2)
    assert shop.the_cart(login)[1] == {}
    assert reports(shop, ticket) == []


@pytest.mark.parametrize(
    "table",
    [
        "sale_order",
        pytest.param("pos_payment", marks=pytest.mark.long),
        pytest.param("stock_move", marks=pytest.mark.long),
    ],
)
def test_a_ticket_cut_off_by_a_power_cut_is_received_once_when_sent_again(
    shop, server, table
):
    login = shop.shopper()
    shop.add(shop.browser(server, login), "A", 2)
    shop.add(shop.browser(server, login), "B", 1)
    device = shop.till(server, "Lyon 1")
    taken = shop.take(device, login)
    ticket = shop.cart_ticket(device, taken, login, extra="D")
    failure = cut_power_during(shop, server, table, lambda: device.send(ticket))
    assert isinstance(failure, requests.RequestException)
    assert shop.sold(ticket) == (0, 0, 0, 0)
    assert shop.the_cart(login)[1] == {"A": 2, "B": 1}

    device = shop.till(shop.start(), "Lyon 1")
    device.send(ticket)
    assert shop.sold(ticket) == (1, 1, 1, 4)
    assert shop.the_cart(login)[1] == {}
    assert reports(shop, ticket) == []


def test_a_ticket_whose_answer_was_lost_is_not_sold_twice(shop, server):
    """The server committed and died before the till read the answer."""
    login = shop.shopper()
    shop.add(shop.browser(server, login), "A", 2)
    device = shop.till(server, "Lyon 1")
    ticket = shop.cart_ticket(device, shop.take(device, login), login)
    device.send(ticket)
    server.kill()

    device = shop.till(shop.start(), "Lyon 1")
    for _sending in range(2):
        _seconds, answer = device.send(ticket)
        assert len(answer["pos.order"]) == 1
        assert shop.sold(ticket) == (1, 1, 1, 2)
    assert shop.the_cart(login)[1] == {}


def test_a_dead_till_gives_its_cart_to_another_one_that_says_why(shop, server):
    login = shop.shopper()
    shop.add(shop.browser(server, login), "A", 2)
    dead, other = shop.till(server, "Lyon 1"), shop.till(server, "Paris 1")
    taken = shop.take(dead, login)
    assert taken["status"] == "taken"
    told = shop.take(other, login)
    assert told["status"] == "held"
    assert "Lyon" in told["message"]

    retaken = shop.take(other, login, take_over=True, reason="the till is dead")
    assert retaken["status"] == "taken"
    cart_id, _basket = shop.the_cart(login)
    notes = shop.rows(
        "SELECT body FROM mail_message WHERE model = 'sale.order' AND res_id = %s",
        cart_id,
    )
    assert any("the till is dead" in body for (body,) in notes)

    ticket = shop.cart_ticket(other, retaken, login)
    other.send(ticket)
    assert shop.sold(ticket) == (1, 1, 1, 2)

    # The dead till comes back: it was paid offline, from the same cart.
    late = shop.cart_ticket(dead, taken, login)
    dead.send(late)
    tickets, orders, pickings, moved = shop.sold(late)
    assert (tickets, orders, pickings, moved) == (1, 0, 1, 2)
    assert [kind for kind, _name in reports(shop, late)] == ["cart"]


def test_an_expired_lease_lets_any_till_take_the_cart(shop, server):
    login = shop.shopper()
    shop.add(shop.browser(server, login), "A")
    shop.take(shop.till(server, "Lyon 1"), login)
    end_lease(shop, shop.the_cart(login)[0])
    assert shop.take(shop.till(server, "Paris 1"), login)["status"] == "taken"


def test_the_customer_is_told_when_the_lease_of_a_silent_till_has_ended(shop, server):
    login = shop.shopper()
    shop.add(shop.browser(server, login), "A")
    shop.take(shop.till(server, "Lyon 1"), login)
    cart_id, _basket = shop.the_cart(login)
    end_lease(shop, cart_id)
    before = shop.rows("SELECT COALESCE(max(id), 0) FROM bus_bus")[0][0]
    with shop.lab.worker(shop.database) as worker:
        worker.ask("release_dead_leases", "benchmarks.dataset")
    holder = "SELECT cart_holder_name, cart_holder_until FROM sale_order WHERE id = %s"
    assert shop.rows(holder, cart_id) == [(None, None)]
    told = shop.rows(
        "SELECT message FROM bus_bus WHERE id > %s AND message LIKE %s",
        *(before, "%unified_commerce.cart%"),
    )
    assert any(f'"cart_id":{cart_id}' in m.replace(" ", "") for (m,) in told)
