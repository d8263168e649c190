# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What goes wrong in a day of selling: nothing is lost, nothing is doubled."""

import re

import pytest
from playwright.sync_api import expect

from .retailer import wait_until

pytestmark = pytest.mark.browser

SHOPPER = "shopper"


@pytest.fixture
def filled_cart(retailer, people):
    """A shopper with one article in the cart, looking at it on the phone."""
    retailer.start_over(SHOPPER)
    shopper = people.shopper(phone=True)
    shopper.add_to_cart(retailer.products["web_1"])
    shopper.open_cart()
    shopper.cart_shows(retailer.products["web_1"])
    return shopper


@pytest.fixture
def cashier_with_cart(retailer, people, filled_cart):
    cashier = people.cashier("Lyon 2", pin="1111")
    cashier.choose_customer(retailer.customer_name(SHOPPER))
    cashier.take_cart()
    return cashier


def test_shopper_cannot_change_a_cart_in_the_cashiers_hands(
    retailer, filled_cart, cashier_with_cart
):
    filled_cart.sees("passage en caisse", within=5_000)
    field = filled_cart.quantity_field
    expect(field).to_be_disabled()
    # and whoever goes round the page is refused by the server
    before = retailer.cart(SHOPPER)
    answer = filled_cart.page.evaluate(
        """async (params) => {
            const answer = await fetch("/shop/cart/add", {
                method: "POST",
                headers: {"Content-Type": "application/json"},
                body: JSON.stringify({jsonrpc: "2.0", method: "call", params}),
            });
            return await answer.json();
        }""",
        {
            "product_template_id": retailer.value(
                "SELECT product_tmpl_id FROM product_product WHERE id = %s",
                retailer.products["web_2"]["id"],
            ),
            "product_id": retailer.products["web_2"]["id"],
            "quantity": 1,
        },
    )
    assert "caisse" in str(answer)
    assert retailer.cart(SHOPPER)["lines"] == before["lines"]


def test_abandoned_cart_goes_back_to_the_shopper(
    retailer, filled_cart, cashier_with_cart
):
    # the shopper's page knows of the taking before it is told of the giving back
    expect(filled_cart.quantity_field).to_be_disabled(timeout=6_000)
    cashier_with_cart.page.click(".o_unified_chip_give_back")
    expect(filled_cart.quantity_field).to_be_enabled(timeout=6_000)
    assert retailer.cart(SHOPPER)["lines"] == {retailer.products["web_1"]["id"]: 1}
    wait_until(lambda: not retailer.cart(SHOPPER)["holder"])
    filled_cart.set_quantity(retailer.products["web_1"], 2)
    assert retailer.cart(SHOPPER)["lines"] == {retailer.products["web_1"]["id"]: 2}


def test_till_without_network_sells_the_cart_and_settles_it_once(
    retailer, filled_cart, cashier_with_cart
):
    web_1 = retailer.products["web_1"]
    tickets = len(retailer.tickets(SHOPPER))
    stock = retailer.stock(web_1, "Lyon")
    cashier_with_cart.lose_network()
    cashier_with_cart.pay_by_card_on_payment_screen()
    cashier_with_cart.has_receipt()
    cashier_with_cart.goes_on_without_network()
    assert len(retailer.tickets(SHOPPER)) == tickets
    cashier_with_cart.find_network()
    cashier_with_cart.next_order()
    wait_until(lambda: len(retailer.tickets(SHOPPER)) == tickets + 1)
    assert retailer.cart(SHOPPER)["lines"] == {}
    assert retailer.stock(web_1, "Lyon") == stock - 1


def test_second_till_is_told_who_has_the_cart(
    retailer, people, filled_cart, cashier_with_cart
):
    other = people.cashier("Paris 1", pin="1234", login="owner")
    other.choose_customer(retailer.customer_name(SHOPPER))
    expect(other.cart_dialog).to_contain_text("Lyon 2")
    assert "Lyon 2" in retailer.cart(SHOPPER)["holder"]


def test_same_ticket_sent_twice_counts_once(retailer, filled_cart, cashier_with_cart):
    web_1 = retailer.products["web_1"]
    sent = []
    cashier_with_cart.page.on(
        "request",
        lambda request: (
            sent.append(request.post_data)
            if "/pos.order/sync_from_ui" in request.url
            else None
        ),
    )
    tickets, orders = len(retailer.tickets(SHOPPER)), orders_taken(retailer)
    stock = retailer.stock(web_1, "Lyon")
    cashier_with_cart.pay_by_card()
    cashier_with_cart.has_receipt()
    wait_until(lambda: len(retailer.tickets(SHOPPER)) == tickets + 1)
    paid = [body for body in sent if re.search(r'"state":\s*"paid"', body or "")]
    assert paid
    for _again in range(2):
        answer = cashier_with_cart.context.request.post(
            f"{retailer.url}/web/dataset/call_kw/pos.order/sync_from_ui",
            data=paid[-1],
            headers={"Content-Type": "application/json"},
        )
        assert "error" not in answer.json()
    assert len(retailer.tickets(SHOPPER)) == tickets + 1
    assert retailer.stock(web_1, "Lyon") == stock - 1
    assert orders_taken(retailer) == orders + 1


def orders_taken(retailer):
    """Orders that tills have taken out of the shopper's cart."""
    return retailer.value(
        "SELECT COUNT(*) FROM sale_order WHERE cart_origin_id = %s",
        retailer.cart(SHOPPER)["id"],
    )
