# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The last units, asked for by many at once in the web shop, back office and stores."""

import re
from functools import partial

import pytest

from benchmarks.buyers import (
    Buyer,
    Refused,
    Seller,
    Watch,
    hand_over,
    send_later,
)
from benchmarks.lab import Lab
from benchmarks.shop import Shop, at_once

SHOPPERS = 34
RETRIES_PER_CONFIRMATION = 0.05
ERROR_PAGE = re.compile(r'"(?:GET|POST) \S+ HTTP/[\d.]+" 5\d\d ')
long = pytest.mark.long


@pytest.fixture(scope="module")
def shop():
    """A small shop with many customers, on a server of four processes."""
    running = Shop(Lab.from_environment(), "rush", shoppers=SHOPPERS)
    try:
        running.server = running.start(workers=4)
        yield running
        assert running.server.our_trouble() == []
        assert ERROR_PAGE.findall(running.server.log()) == []
    finally:
        running.close()


@pytest.fixture(scope="module")
def crowd(shop):
    """A function that returns so many buyers: a third have signed in, as customers."""
    logins = iter(sorted(shop.facts["shoppers"]))
    customers = []

    def gather(count):
        while len(customers) < count // 3:
            customers.append(Buyer(shop, shop.server, next(logins)))
        shop.execute(
            "UPDATE sale_order SET cart_state = 'cancelled', state = 'cancel'"
            " WHERE cart_state = 'open'"
        )
        signed_in = customers[: count // 3]
        return signed_in + [
            Buyer(shop, shop.server) for _one in range(count - len(signed_in))
        ]

    return gather


def sort_out(answers):
    """Return (what was sold, what was refused); anything else is a failure."""
    failures = [
        one
        for one in answers
        if isinstance(one, Exception) and not isinstance(one, Refused)
    ]
    assert not failures, failures
    refused = [one for one in answers if isinstance(one, Refused)]
    return [one for one in answers if one not in refused], refused


@pytest.mark.parametrize(
    ("units", "buyers", "rounds"),
    [
        pytest.param(1, 20, 4, id="1-of-20"),
        pytest.param(5, 20, 1, id="5-of-20"),
        pytest.param(50, 60, 1, id="50-of-60"),
        pytest.param(1, 40, 100, id="1-of-40-long", marks=long),
        pytest.param(5, 40, 100, id="5-of-40-long", marks=long),
        pytest.param(50, 100, 10, id="50-of-100-long", marks=long),
    ],
)
def test_the_last_units_are_sold_once_and_nobody_pays_for_nothing(
    shop, crowd, units, buyers, rounds
):
    start, confirmed = shop.server.log_position(), 0
    for article in shop.last_units(*[units] * rounds):
        with Watch(shop, article) as watch:
            answers = at_once(*(partial(buyer.buy, article) for buyer in crowd(buyers)))
            left = watch.look()
        sold, refused = sort_out(answers)
        assert len(sold) == units
        assert all("Last units" in one.words for one in refused), refused
        assert shop.outcome(article) == {
            "confirmed": units,
            "reserved": units,
            "paid": units,
            "told": 0,
        }
        assert left == (units, units, 0)
        assert watch.looks
        assert watch.broken == []
        confirmed += len(sold)
    retries = shop.server.retries(start)
    assert retries <= RETRIES_PER_CONFIRMATION * confirmed, (retries, confirmed)


@pytest.mark.parametrize(
    "rounds", [pytest.param(1, id="one"), pytest.param(100, id="hundred", marks=long)]
)
def test_web_back_office_and_tills_share_the_last_units(shop, crowd, rounds):
    """Goods handed over always pass; each promise they break is told to a person."""
    units, sellers = 8, [Seller(shop, shop.server) for _one in range(4)]
    tills = [shop.till(shop.server, "Lyon 1") for _one in range(2)]
    afar = [shop.till(shop.server, "Paris 1") for _one in range(3)]
    customer = next(iter(shop.facts["shoppers"].values()))
    for article in shop.last_units(*[units] * rounds):
        shop.execute(
            "UPDATE pos_config SET ship_later = true, warehouse_id = %s WHERE id = %s",
            article["place"],
            afar[0].config_id,
        )
        works = [
            *(partial(buyer.buy, article) for buyer in crowd(12)),
            *(partial(seller.sell, article) for seller in sellers),
            *(partial(send_later, device, article, customer) for device in afar),
            *(partial(hand_over, device, article) for device in tills),
        ]
        answers = at_once(*works)
        sold, _refused = sort_out(answers)
        tickets = answers[-len(tills) :]
        assert [shop.sold(ticket) for ticket in tickets] == [(1, 0, 1, 1)] * len(tills)
        sent = [one for one in sold if isinstance(one, dict) and one not in tickets]
        check_every_promise(shop, article, units - len(tills), len(sent))


def check_every_promise(shop, article, on_hand, sent):
    """Each order and each ticket sent later has its goods, or a person is told."""
    orders = shop.rows(
        """
        SELECT sale.id, COALESCE(bool_and(move.state = 'assigned'), false),
               EXISTS (SELECT 1 FROM commerce_exception told
                        WHERE told.state = 'open' AND told.res_model = 'sale.order'
                          AND told.res_id = sale.id)
          FROM sale_order sale
          JOIN sale_order_line line ON line.order_id = sale.id
     LEFT JOIN stock_move move ON move.sale_line_id = line.id
         WHERE line.product_id = %s AND sale.state = 'sale'
      GROUP BY sale.id
        """,
        article["id"],
    )
    assert [one for one in orders if not one[1] and not one[2]] == []
    quants = shop.rows(
        """SELECT SUM(quantity)::float, SUM(reserved_quantity)::float
             FROM stock_quant quant
             JOIN stock_location place ON place.id = quant.location_id
            WHERE product_id = %s AND place.usage = 'internal'""",
        article["id"],
    )
    [(there, reserved)] = quants
    [(sent_reserved,)] = shop.rows(
        """SELECT COALESCE(SUM(line.quantity_product_uom), 0)::float
             FROM stock_move move JOIN stock_move_line line ON line.move_id = move.id
            WHERE move.product_id = %s AND move.hold_token LIKE 'ticket-%%'
              AND move.state IN ('assigned', 'partially_available')""",
        article["id"],
    )
    [(told,)] = shop.rows(
        """SELECT count(*) FROM commerce_exception
            WHERE state = 'open' AND kind = 'promise' AND res_model <> 'sale.order'
              AND name LIKE '%%' || %s || '%%'""",
        article["name"],
    )
    assert there == on_hand
    assert reserved == sum(1 for one in orders if one[1]) + sent_reserved <= on_hand
    assert sent_reserved + told >= sent
