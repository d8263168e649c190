# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One link, two phones that pay at the same moment."""

import re
from functools import partial
from urllib.parse import urlsplit

import pytest

from benchmarks import till
from benchmarks.buyers import Buyer, Refused
from benchmarks.lab import Lab, RemoteError
from benchmarks.shop import Shop, at_once

ROUNDS = 3


@pytest.fixture(scope="module")
def shop():
    running = Shop(Lab.from_environment(), "sent", shoppers=1)
    try:
        running.server = running.start(workers=4)
        yield running
        assert running.server.our_trouble() == []
    finally:
        running.close()


def send(shop, device, article):
    """Send a basket from the till; return the path of its link."""
    line = till.line(article["id"], 1, 10.0, shop.facts["taxes"])
    ticket = device.ticket([line], state="draft", amount_paid=0, payment_ids=[])
    device.send(ticket)
    answer = device.client.call(
        "pos.config", "unified_send_basket", [device.config_id], ticket["uuid"]
    )
    assert answer["status"] == "sent", answer
    return urlsplit(answer["url"]).path


def open_link(buyer, path):
    page = buyer.browser.get(path).text
    csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    answer = buyer.browser.http.post(
        f"{buyer.browser.url}{path}", data={"csrf_token": csrf}, timeout=120
    )
    answer.raise_for_status()


def pay(buyer):
    try:
        buyer.press_pay()
    except RemoteError as error:
        if not error.name.endswith(("CartHeldError", "UserError")):
            raise
        raise Refused("payment", str(error)) from error
    buyer.notify("done")
    return buyer.reference


def test_the_same_link_is_paid_once_by_two_phones_at_once(shop):
    device = shop.till(shop.server, "Lyon 1")
    for article in shop.last_units(*[5] * ROUNDS):
        path = send(shop, device, article)
        phones = [Buyer(shop, shop.server) for _one in range(2)]
        for phone in phones:
            open_link(phone, path)
        phones[0].check_out()
        for phone in phones:
            phone.open_payment()
        answers = at_once(*(partial(pay, phone) for phone in phones))
        refused = [one for one in answers if isinstance(one, Refused)]
        assert len(refused) == 1, answers
        assert [one for one in answers if isinstance(one, str)], answers
        late = phones[answers.index(refused[0])]
        with pytest.raises((Refused, RemoteError)):
            late.press_pay()
        [(paid, tried)] = shop.rows(
            """SELECT COUNT(*) FILTER (WHERE payment.state = 'done'), COUNT(*)
                 FROM payment_transaction payment
                 JOIN sale_order_transaction_rel rel
                   ON rel.transaction_id = payment.id
                 JOIN sale_order_line line ON line.order_id = rel.sale_order_id
                WHERE line.product_id = %s""",
            article["id"],
        )
        assert (paid, tried) == (1, 1)
        assert 'data-state="paid"' in late.browser.get(path).text
