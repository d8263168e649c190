# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Points at the till: won, kept, spent and given back, with a network and without."""

import pytest
from playwright.sync_api import expect

from .retailer import wait_until

pytestmark = pytest.mark.browser

TILL = "Lyon 2"


def give_points(retailer, points):
    """Camille has these points, and nobody keeps any of them."""
    retailer.shell(
        f"""
        env.cr.execute("DELETE FROM loyalty_hold")
        card = env.ref("unified_demo.loyalty_card_shopper")
        card.points = {points}
        reward = env.ref("unified_demo.loyalty_reward")
        if len(reward.program_id.reward_ids) == 1:
            reward.copy({{"discount_mode": "per_point", "discount": 0.05,
                          "required_points": 1, "program_id": reward.program_id.id}})
        env.cr.commit()
        result = True
        """
    )


def kept(retailer):
    """Points that are kept for tickets now, those used up left out."""
    return retailer.value(
        """SELECT COALESCE(SUM(points), 0)::float FROM loyalty_hold hold
            WHERE NOT EXISTS (SELECT FROM loyalty_movement
                               WHERE token = hold.token)"""
    )


def choose_reward(cashier, number):
    page = cashier.page
    cashier.tap(".product-screen .more-btn")
    cashier.tap(page.locator(".modal .control-button").filter(has_text="Récompense"))
    cashier.tap(page.locator(".modal .selection-item").nth(number))


def open_payment(cashier):
    cashier.tap(".product-screen .pay-order-button")


def pay(cashier):
    cashier.tap(
        cashier.page.locator(".paymentmethods .button.paymentmethod").filter(
            has_text="Carte bancaire"
        )
    )
    cashier.tap(".payment-screen button.validation-button.next")


@pytest.fixture
def cashier(retailer, people):
    retailer.start_over("shopper")
    give_points(retailer, 300)
    return people.cashier(TILL, pin="1111")


def test_points_are_kept_spent_and_given_back(retailer, cashier):
    shelf, page = retailer.products["shelf"], cashier.page
    cashier.choose_customer(retailer.customer_name("shopper"))
    # set aside in case the network is lost: enough for the smallest reward
    wait_until(lambda: kept(retailer) == 1)
    cashier.scan(shelf["barcode"])
    choose_reward(cashier, 1)
    page.locator("#o_unified_money_input").fill("5")
    expect(page.locator("#o_unified_points_input")).to_have_value("100")
    cashier.keep_screen("points-popup")
    page.keyboard.press("Enter")
    expect(cashier.lines).to_have_count(2)
    open_payment(cashier)
    page.wait_for_selector(".payment-screen")
    wait_until(lambda: kept(retailer) > 1)
    # left without paying: only what is set aside stays kept
    cashier.tap(".payment-screen .back-button")
    wait_until(lambda: kept(retailer) == 1)
    open_payment(cashier)
    pay(cashier)
    cashier.has_receipt()
    paid = retailer.value("SELECT amount_total FROM pos_order ORDER BY id DESC LIMIT 1")
    assert float(paid) == pytest.approx(shelf["price"] - 5, abs=0.01)
    wait_until(lambda: kept(retailer) == 0)
    spent = retailer.value(
        "SELECT -points FROM loyalty_movement WHERE kind = 'burn' ORDER BY id DESC"
    )
    assert float(spent) == 100
    # the article comes back: what was paid, and the points
    cashier.next_order()
    cashier.open_menu()
    page.click("text=Commandes")
    page.click(".ticket-screen .filter, .ticket-screen .search-bar .dropdown-toggle")
    page.locator(".dropdown-item, .filter li").filter(has_text="Payé").first.click()
    cashier.tap(page.locator(".ticket-screen .order-row").first)
    cashier.tap(page.locator(".ticket-screen .orderline").first)
    page.keyboard.press("1")
    cashier.tap(page.locator(".ticket-screen .pads button").filter(has_text="Rembours"))
    cashier.approve("1234")
    page.wait_for_selector(".payment-screen")
    cashier.keep_screen("points-refund")
    pay(cashier)
    cashier.has_receipt()
    assert (
        retailer.value("SELECT amount_total FROM pos_order ORDER BY id DESC LIMIT 1")
        == -paid
    )
    assert retailer.points("shopper") == 300


def test_a_till_without_network_spends_what_is_set_aside(retailer, cashier):
    shelf, page = retailer.products["shelf"], cashier.page
    retailer.shell(
        f"""
        env["pos.config"].browse({retailer.till_id(TILL)}).offline_points = 100
        env.cr.commit()
        result = True
        """
    )
    cashier.choose_customer(retailer.customer_name("shopper"))
    wait_until(lambda: kept(retailer) == 100)
    cashier.scan(shelf["barcode"])
    cashier.lose_network()
    choose_reward(cashier, 1)
    page.keyboard.press("Enter")
    open_payment(cashier)
    dialog = page.locator(".modal").filter(has_text="Sans réseau")
    expect(dialog).to_contain_text("100")
    cashier.keep_screen("points-offline")
    dialog.locator("footer .btn-primary").click()
    expect(cashier.lines).to_have_count(1)
    choose_reward(cashier, 0)
    expect(cashier.lines).to_have_count(2)
    open_payment(cashier)
    pay(cashier)
    cashier.goes_on_without_network()
    cashier.has_receipt()
    cashier.find_network()
    wait_until(
        lambda: (
            retailer.value(
                "SELECT count(*) FROM loyalty_movement WHERE kind = 'burn'"
                " AND points = -100 AND token LIKE 'pos.order,%%'"
            )
            == 2
        )
    )
    due = 300 - 100 + shelf["price"]
    wait_until(lambda: retailer.points("shopper") == pytest.approx(due, abs=0.01))
