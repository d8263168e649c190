# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A till whose company seals: numbers without gap, duplicates, training, an evening
without network."""

import json

import pytest
from playwright.sync_api import expect

from .retailer import wait_until

pytestmark = pytest.mark.browser

TILL = "Lyon 2"
# the printer of a browser is a dialog: its paper is read instead
PAPER = """() => {
    window.papers = [];
    window.print = (paper) => window.papers.push(paper.innerText);
}"""


def documents(retailer, kind="ticket"):
    """[(number, type, offline, content)] of the browser at the till, oldest first."""
    rows = retailer.ask(
        """SELECT document.number, document.doc_type, document.offline,
                  document.content
             FROM fiscal_document document
             JOIN pos_config config ON config.fiscal_till_id = document.till_id
            WHERE config.name = %s AND document.kind = %s
         ORDER BY document.id""",
        TILL,
        kind,
    )
    return [(*row[:3], json.loads(row[3])) for row in rows]


def events(retailer, code):
    return [
        content
        for _number, _type, _offline, content in documents(retailer, "event")
        if content["code"] == code
    ]


@pytest.fixture(scope="module")
def sealed(retailer):
    """The company of the demo retailer seals from now on."""
    retailer.shell(
        """
        config = env["pos.config"].search([("name", "=", "Lyon 2")])
        if not config.company_id.fiscal_started_on:
            config.company_id._start_sealing("Parcours")
        env.cr.commit()
        result = True
        """
    )
    return retailer


@pytest.fixture
def cashier(sealed, people):
    cashier = people.cashier(TILL, pin="1111")
    cashier.page.evaluate(PAPER)
    return cashier


def sell(cashier, product, lone=False):
    cashier.scan(product["barcode"])
    cashier.order_shows(product)
    cashier.pay_by_card()
    cashier.has_receipt()
    if lone:
        cashier.goes_on_without_network()
    return cashier.page.locator(".pos-receipt").inner_text()


def papers(cashier):
    return cashier.page.evaluate("window.papers")


def press_print(cashier, count):
    cashier.tap(".receipt-screen .button.print")
    wait_until(lambda: len(papers(cashier)) == count)
    return papers(cashier)[-1]


def paid_tickets(retailer):
    return retailer.value(
        "SELECT count(*) FROM pos_order WHERE state IN ('paid', 'done')"
    )


def test_a_sale_its_duplicates_and_its_refund(sealed, cashier):
    shelf, page = sealed.products["shelf"], cashier.page
    before = len(documents(sealed))
    receipt = sell(cashier, shelf)
    wait_until(lambda: len(documents(sealed)) == before + 1)
    number, kind, offline, content = documents(sealed)[-1]
    assert (kind, offline) == ("SALE", False)
    # the browser signed it, and the server found the same amounts
    assert content["device_signature"]
    assert not [one for one in events(sealed, "90") if number in one["description"]]
    for said in (number, "ORIGINAL", "732829320", "France", "TVA", "rang"):
        assert said in receipt
    cashier.keep_screen("sealed-receipt")
    # nothing is printed until somebody asks
    assert papers(cashier) == []
    assert "ORIGINAL" in press_print(cashier, 1)
    for count in (1, 2):
        print_again(cashier, count)
        assert f"DUPLICATA n°\N{NO-BREAK SPACE}{count}" in papers(cashier)[-1]
    assert [one[3]["count"] for one in documents(sealed, "duplicate")][-2:] == [1, 2]
    cashier.next_order()
    refund(cashier)
    wait_until(lambda: len(documents(sealed)) == before + 2)
    returned = documents(sealed)[-1]
    assert returned[1] in ("CANCEL", "REFUND")
    assert returned[3]["links"][0]["no"] == number
    text = page.locator(".receipt-screen .pos-receipt").inner_text()
    assert number in text
    assert returned[0] in text
    cashier.keep_screen("sealed-refund")


def print_again(cashier, count):
    cashier.tap(".receipt-screen .button.print")
    dialog = cashier.page.locator(".modal").filter(has_text="Pourquoi")
    dialog.locator("textarea, input").first.fill("Perdu par le client")
    cashier.keep_screen("sealed-duplicate")
    dialog.locator("footer .btn-primary").click()
    wait_until(lambda more=count + 1: len(papers(cashier)) == more)


def refund(cashier):
    page = cashier.page
    page.click(".pos-topheader .orders-button")
    page.click(".ticket-screen .filter, .ticket-screen .search-bar .dropdown-toggle")
    page.locator(".dropdown-item, .filter li").filter(has_text="Payé").first.click()
    cashier.tap(page.locator(".ticket-screen .order-row").first)
    cashier.tap(page.locator(".ticket-screen .orderline").first)
    page.keyboard.press("1")
    page.locator(".ticket-screen .pads button").filter(has_text="Rembours").click()
    cashier.approve("1234")
    page.locator(".paymentmethods .button.paymentmethod").filter(
        has_text="Carte bancaire"
    ).first.click()
    page.locator(".payment-screen button.validation-button.next").click()
    cashier.has_receipt()


def test_af_09_an_evening_without_network_leaves_no_gap(sealed, cashier):
    shelf = sealed.products["shelf"]
    before = documents(sealed)
    cashier.lose_network()
    cashier.page.wait_for_timeout(500)
    printed = []
    for count in range(3):
        printed.append(sell(cashier, shelf, lone=not count))
        cashier.next_order()
    assert len(documents(sealed)) == len(before)
    cashier.keep_screen("sealed-offline")
    cashier.find_network()
    wait_until(lambda: len(documents(sealed)) == len(before) + 3)
    tickets = documents(sealed)[-3:]
    ranks = [int(number.rpartition("-")[2]) for number, *_rest in tickets]
    assert ranks == [ranks[0], ranks[0] + 1, ranks[0] + 2]
    assert all(offline for _number, _type, offline, _content in tickets)
    for (number, *_rest), text in zip(tickets, printed, strict=True):
        assert number in text
    wait_until(lambda: events(sealed, "120"))
    told = events(sealed, "120")[-1]
    assert (told["count"], told["first"], told["last"]) == (
        3,
        tickets[0][0],
        tickets[2][0],
    )
    assert len(events(sealed, "70")) == len(events(sealed, "120"))


def test_af_08_training_counts_nowhere(sealed, cashier):
    shelf, page = sealed.products["shelf"], cashier.page
    sold, tickets = paid_tickets(sealed), len(documents(sealed))
    cashier.open_menu()
    page.click(".o_unified_toggle_training")
    cashier.approve("1234")
    expect(page.locator(".o_unified_training")).to_contain_text("MODE ÉCOLE – FACTICE")
    receipt = sell(cashier, shelf)
    wait_until(lambda: documents(sealed, "training"))
    assert "FACTICE" in receipt
    expect(page.locator(".receipt-screen .pos-receipt")).to_contain_text(
        documents(sealed, "training")[-1][0]
    )
    cashier.keep_screen("sealed-training")
    cashier.next_order()
    cashier.open_menu()
    page.click(".o_unified_toggle_training")
    expect(page.locator(".o_unified_training")).to_have_count(0)
    assert len(documents(sealed)) == tickets
    assert paid_tickets(sealed) == sold
    assert events(sealed, "260")
    assert events(sealed, "265")
