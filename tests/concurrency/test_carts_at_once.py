# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Several devices work on one cart in the same instant, in processes of their own."""

from functools import partial

import pytest

from benchmarks import till
from benchmarks.shop import at_once, meeting

ROUNDS = [pytest.param(1, id="once")]
LONG = [pytest.param(100, id="hundred", marks=pytest.mark.long)]
rounds = pytest.mark.parametrize("rounds", ROUNDS + LONG)


def refused(answer):
    """Whether the shop refused to change the cart, and said why."""
    warning = (answer.get("notification_info") or {}).get("warning")
    return bool(warning) and not answer["quantity"]


@rounds
def test_two_devices_that_open_a_cart_at_once_get_the_same_one(shop, rounds):
    for _round in range(rounds):
        login = shop.shopper()
        telephone, laptop = (shop.browser(shop.server, login) for _device in "12")
        answers = meeting(
            *(shop, "sale_order"),
            partial(shop.add, telephone, "A"),
            partial(shop.add, laptop, "B"),
        )
        assert [type(one) for one in answers] == [dict, dict], answers
        _cart_id, basket = shop.the_cart(login)
        assert basket == {"A": 1, "B": 1}
        for device in (telephone, laptop):
            assert device.call_route("/shop/cart/quantity") == 2


@rounds
def test_an_article_added_on_two_devices_at_once_counts_twice(shop, rounds):
    for _round in range(rounds):
        login = shop.shopper()
        telephone, laptop = (shop.browser(shop.server, login) for _device in "12")
        shop.add(telephone, "A")
        answers = meeting(
            *(shop, "sale_order_line"),
            partial(shop.add, telephone, "A"),
            partial(shop.add, laptop, "A"),
        )
        assert [type(one) for one in answers] == [dict, dict], answers
        assert shop.the_cart(login)[1] == {"A": 3}


@rounds
def test_baskets_of_two_devices_that_sign_in_at_once_become_one(shop, rounds):
    for _round in range(rounds):
        login = shop.shopper()
        devices = [shop.browser(shop.server) for _device in "12"]
        for device, article in zip(devices, "AB", strict=True):
            shop.add(device, article)
            shop.add(device, "C")
        for device in devices:
            device.sign_in(login, "bench-password")
        answers = meeting(
            *(shop, "sale_order"),
            *(partial(device.get, "/shop/cart") for device in devices),
        )
        assert all(getattr(one, "ok", False) for one in answers), answers
        assert shop.the_cart(login)[1] == {"A": 1, "B": 1, "C": 2}


@rounds
@pytest.mark.parametrize("rule", ["newest", "ask"])
def test_two_devices_that_sign_in_at_once_keep_every_basket(shop, rule, rounds):
    shop.execute("UPDATE website SET cart_merge_rule = %s", rule)
    try:
        for _round in range(rounds):
            login = shop.shopper()
            shop.forget_saved_carts(login)
            shop.add(shop.browser(shop.server, login), "A")
            devices = [shop.browser(shop.server) for _device in "12"]
            for device, article in zip(devices, "BC", strict=True):
                shop.add(device, article)
                device.sign_in(login, "bench-password")
            answers = meeting(
                *(shop, "sale_order"),
                *(partial(device.get, "/shop/cart") for device in devices),
            )
            assert all(getattr(one, "ok", False) for one in answers), answers
            _cart_id, basket = shop.the_cart(login)
            baskets = [basket, *shop.kept_carts(login)]
            assert sorted(baskets, key=str) == [{"A": 1}, {"B": 1}, {"C": 1}]
            if rule == "ask":
                assert basket == {"A": 1}
    finally:
        shop.execute("UPDATE website SET cart_merge_rule = 'merge'")


@rounds
def test_of_two_tills_that_take_a_cart_one_wins_and_the_other_is_told_who(shop, rounds):
    lyon, paris = shop.till(shop.server, "Lyon 1"), shop.till(shop.server, "Paris 1")
    for _round in range(rounds):
        login = shop.shopper()
        shop.add(shop.browser(shop.server, login), "A", 2)
        answers = meeting(
            *(shop, "sale_order"),
            partial(shop.take, lyon, login),
            partial(shop.take, paris, login),
        )
        statuses = [one["status"] for one in answers]
        assert sorted(statuses) == ["held", "taken"], answers
        winner, loser = (
            ("Lyon", "Paris") if statuses[0] == "taken" else ("Paris", "Lyon")
        )
        told = answers[statuses.index("held")]
        assert winner in told["message"]
        assert loser not in told["message"]
        holders = shop.rows(
            "SELECT cart_holder_name FROM sale_order WHERE id = %s",
            shop.the_cart(login)[0],
        )
        assert holders[0][0].startswith(winner)


@rounds
def test_what_the_shopper_adds_while_the_till_pays_is_kept_or_refused_aloud(
    shop, rounds
):
    device = shop.till(shop.server, "Lyon 1")
    for _round in range(rounds):
        login = shop.shopper()
        browser = shop.browser(shop.server, login)
        shop.add(browser, "A", 2)
        taken = shop.take(device, login)
        ticket = shop.cart_ticket(device, taken, login, extra="D")
        paid, added = at_once(
            partial(device.send, ticket), partial(shop.add, browser, "B")
        )
        assert not isinstance(paid, Exception), paid
        assert not isinstance(added, Exception), added
        assert shop.sold(ticket) == (1, 1, 1, 3)
        # The cart may have been given back just before the article came.
        expected = {} if refused(added) else {"B": 1}
        assert shop.the_cart(login)[1] == expected


@rounds
def test_when_the_lease_has_ended_the_payment_and_the_new_article_both_stand(
    shop, rounds
):
    device = shop.till(shop.server, "Lyon 1")
    for _round in range(rounds):
        login = shop.shopper()
        browser = shop.browser(shop.server, login)
        shop.add(browser, "A", 2)
        taken = shop.take(device, login)
        ticket = shop.cart_ticket(device, taken, login)
        cart_id, _basket = shop.the_cart(login)
        shop.execute(
            "UPDATE sale_order SET cart_holder_until ="
            " (now() AT TIME ZONE 'UTC') - interval '1 second' WHERE id = %s",
            cart_id,
        )
        paid, added = meeting(
            *(shop, "sale_order_line"),
            partial(device.send, ticket),
            partial(shop.add, browser, "B"),
        )
        assert not isinstance(paid, Exception), paid
        assert not isinstance(added, Exception), added
        assert shop.sold(ticket) == (1, 1, 1, 2)
        expected = {} if refused(added) else {"B": 1}
        assert shop.the_cart(login)[1] == expected


@rounds
def test_a_ticket_sent_twice_at_once_is_one_ticket_one_order_one_picking(shop, rounds):
    device = shop.till(shop.server, "Lyon 1")
    again = shop.till(shop.server, "Lyon 1")
    for _round in range(rounds):
        login = shop.shopper()
        shop.add(shop.browser(shop.server, login), "A", 2)
        shop.add(shop.browser(shop.server, login), "B", 1)
        taken = shop.take(device, login)
        ticket = shop.cart_ticket(device, taken, login, extra="D")
        answers = meeting(
            *(shop, "sale_order"),
            partial(device.send, ticket),
            partial(again.send, ticket),
        )
        assert one_ticket(answers)
        assert shop.sold(ticket) == (1, 1, 1, 4)
        cart_id, basket = shop.the_cart(login)
        assert basket == {}
        orders = shop.rows(
            "SELECT state, amount_total > 0 FROM sale_order WHERE cart_origin_id = %s",
            cart_id,
        )
        assert orders == [("sale", True)]


@rounds
def test_a_ticket_without_cart_sent_twice_at_once_is_one_ticket(shop, rounds):
    device = shop.till(shop.server, "Lyon 1")
    again = shop.till(shop.server, "Lyon 1")
    article = shop.facts["products"]["D"]["id"]
    for _round in range(rounds):
        ticket = device.ticket([till.line(article, 3, 10.0, shop.facts["taxes"])])
        answers = meeting(
            *(shop, "pos_order"),
            partial(device.send, ticket),
            partial(again.send, ticket),
            # The other one is kept out by the number of the ticket, and tries again.
            waiting=1,
        )
        assert one_ticket(answers)
        assert shop.sold(ticket) == (1, 0, 1, 3)


def one_ticket(answers):
    """Whether both senders were answered the same single ticket."""
    assert not [one for one in answers if isinstance(one, Exception)], answers
    return len({answer["pos.order"][0]["id"] for _seconds, answer in answers}) == 1


@rounds
def test_of_two_tills_that_settle_a_deposit_one_is_paid_and_the_other_is_told_where(
    shop, rounds
):
    lyon, paris = shop.till(shop.server, "Lyon 1"), shop.till(shop.server, "Paris 1")
    for _round in range(rounds):
        order = take_deposit(shop, lyon)
        tickets = [settle(shop, device, order) for device in (lyon, paris)]
        answers = meeting(
            *(shop, "sale_order"),
            *(
                partial(claim, device, ticket, order)
                for device, ticket in zip((lyon, paris), tickets, strict=True)
            ),
        )
        told = [answer["till"] for answer in answers]
        assert told in ([False, "Lyon 1"], ["Paris 1", False]), answers
        winner = told.index(False)
        (lyon, paris)[winner].send(tickets[winner])
        late = claim((lyon, paris)[1 - winner], tickets[1 - winner], order)
        assert late == {"left": 0.0, "till": False}
        assert shop.rows(PAID, order) == [(10.0, 2, 0)]


@rounds
def test_two_tickets_that_were_both_paid_for_a_deposit_are_told_to_a_person_once(
    shop, rounds
):
    lyon, paris = shop.till(shop.server, "Lyon 1"), shop.till(shop.server, "Paris 1")
    for _round in range(rounds):
        order = take_deposit(shop, lyon)
        tickets = [settle(shop, device, order) for device in (lyon, paris)]
        answers = at_once(
            partial(lyon.send, tickets[0]), partial(paris.send, tickets[1])
        )
        assert not [one for one in answers if isinstance(one, Exception)], answers
        # both were paid, none is lost, and one is to be given back
        assert shop.rows(PAID, order) == [(17.0, 3, 1)]


PAID = """
    SELECT SUM(line.price_subtotal_incl)::float, COUNT(DISTINCT ticket.id),
           (SELECT COUNT(*) FROM commerce_exception told
             WHERE told.kind = 'payment' AND told.state = 'open'
               AND told.name LIKE '%%' || MAX(sale.name) || '%%')
      FROM sale_order sale
      JOIN pos_order_line line ON line.sale_order_origin_id = sale.id
      JOIN pos_order ticket ON ticket.id = line.order_id
     WHERE sale.id = %s AND ticket.state IN ('paid', 'done')"""


def take_deposit(shop, device):
    """Take 3.00 on an article of 10.00 that is sent later; return its order."""
    shop.execute(
        """UPDATE pos_config SET down_payment_product_id = (
                  SELECT product.id FROM product_product product
                    JOIN product_template template
                      ON template.id = product.product_tmpl_id
                   WHERE template.type = 'service' AND template.active
                ORDER BY product.id LIMIT 1)"""
    )
    article = shop.facts["products"]["A"]["id"]
    customer = shop.facts["shoppers"][shop.shopper()]
    owed = till.line(article, 1, 10.0, fulfilment_mode="ship")
    draft = device.ticket(
        [owed], state="draft", partner_id=customer, amount_paid=0, payment_ids=[]
    )
    _seconds, answer = device.send(draft)
    stored, line = answer["pos.order"][0]["id"], answer["pos.order.line"][0]["id"]
    made = device.client.call(
        "pos.config", "unified_deposit", [device.config_id], draft["uuid"]
    )
    order = made["sale.order"][0]["id"]
    paid = device.ticket(
        [deposit_line(shop, 1, order)],
        uuid=draft["uuid"],
        id=stored,
        partner_id=customer,
    )
    paid["lines"].append((2, line, 0))
    device.send(paid)
    return order


def deposit_line(shop, quantity, order, **links):
    [(product,)] = shop.rows("SELECT MAX(down_payment_product_id) FROM pos_config")
    return till.line(product, quantity, 3.0, sale_order_origin_id=order, **links)


def settle(shop, device, order):
    """Return the paid ticket of what is left: 10.00 less 3.00."""
    lines = shop.rows(
        """SELECT id, is_downpayment, order_partner_id FROM sale_order_line
            WHERE order_id = %s AND display_type IS NULL""",
        order,
    )
    article = shop.facts["products"]["A"]["id"]
    return device.ticket(
        [
            deposit_line(shop, -1, order, sale_order_line_id=line)
            if is_deposit
            else till.line(
                article,
                1,
                10.0,
                sale_order_line_id=line,
                sale_order_origin_id=order,
            )
            for line, is_deposit, _customer in lines
        ],
        partner_id=lines[0][2],
    )


def claim(device, ticket, order):
    answer = device.client.call(
        "pos.config", "unified_settle", [device.config_id], ticket["uuid"], [order]
    )
    return answer[str(order)]
