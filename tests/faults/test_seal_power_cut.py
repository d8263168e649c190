# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The power goes while a ticket is sealed: paid and sealed, or neither."""

import pytest
import requests

from benchmarks import till
from benchmarks.lab import Lab
from benchmarks.shop import Shop, cut_power_during


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The small shop, whose company seals."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNIFIED_FISCAL_KEY_DIR", str(tmp_path_factory.mktemp("keys")))
        running = Shop(Lab.from_environment(), "seals")
        try:
            with running.lab.worker(running.database) as worker:
                worker.ask("let_seal", on=True)
            yield running
        finally:
            running.close()


def basket(shop, device):
    article = shop.facts["products"]["A"]["id"]
    return device.ticket([till.line(article, 1, 10.0, shop.facts["taxes"])])


def seals(shop):
    """Return the ranks of sealed tickets, and the last one that the chain knows."""
    query = "SELECT seq FROM fiscal_document WHERE kind = 'ticket' ORDER BY 1"
    ranks = shop.rows(query)
    last = shop.rows("SELECT max(seq) FROM fiscal_chain WHERE kind = 'ticket'")
    return [rank for (rank,) in ranks], last[0][0] or 0


@pytest.mark.parametrize(
    "table",
    [
        "fiscal_document",
        # the document is written, the head of the chain has not moved yet
        pytest.param("fiscal_chain", marks=pytest.mark.long),
    ],
)
def test_a_ticket_cut_off_while_it_is_sealed_is_sealed_once_when_sent_again(
    shop, server, table
):
    device = shop.till(server, "Lyon 1")
    device.send(basket(shop, device))
    ranks, last = seals(shop)
    ticket = basket(shop, device)
    failure = cut_power_during(shop, server, table, lambda: device.send(ticket))
    assert isinstance(failure, requests.RequestException)
    assert shop.sold(ticket)[0] == 0
    assert seals(shop) == (ranks, last)

    device = shop.till(shop.start(), "Lyon 1")
    for _sending in range(2):
        _seconds, answer = device.send(ticket)
        assert answer["pos.order"][0]["fiscal_rank"] == last + 1
    assert shop.sold(ticket)[0] == 1
    assert seals(shop) == ([*ranks, last + 1], last + 1)
