# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One gift card pays in the store, then on the shop, as far as it goes."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def card(retailer):
    """A gift card with less on it than one article costs: its code and its id."""
    code, card_id = retailer.shell(
        """
        company = env.ref("base.main_company")
        program = env["loyalty.program"].create({
            "name": "Carte cadeau", "program_type": "gift_card", "applies_on": "future",
            "company_id": False, "currency_id": company.currency_id.id,
        })
        card = program._issue_card(10.0, key="journey")
        env.cr.commit()
        result = [card.code, card.id]
        """
    )
    return {"code": code, "id": card_id}


def balance(retailer, card):
    return retailer.value(
        "SELECT sum(points)::float FROM loyalty_movement WHERE card_id = %s",
        card["id"],
    )


def test_gift_card_pays_a_part_at_the_till_and_the_total_stays_whole(
    retailer, people, card
):
    shelf = retailer.products["shelf"]
    cashier = people.cashier()
    cashier.scan(shelf["barcode"])
    cashier.order_shows(shelf)
    cashier.tap(".product-screen .pay-order-button")
    methods = cashier.page.locator(".paymentmethods .button.paymentmethod")
    cashier.tap(methods.filter(has_text="Carte cadeau"))
    asked = cashier.page.locator(".o_unified_card_popup input")
    asked.fill("044WRONG")
    asked.press("Enter")
    expect(cashier.page.locator(".o_unified_card_message")).to_be_visible()
    cashier.keep_screen("card_at_till_refused")
    asked.fill(card["code"])
    asked.press("Enter")
    expect(cashier.page.locator(".o_unified_card_popup")).to_have_count(0)
    cashier.keep_screen("card_at_till_paid")
    cashier.tap(methods.filter(has_text="Carte bancaire"))
    cashier.tap(".payment-screen button.validation-button.next")
    cashier.has_receipt()
    cashier.sees(card["code"][-4:])
    cashier.keep_screen("card_receipt")
    assert balance(retailer, card) == 0
    total, vat = retailer.ask(
        """SELECT amount_total::float, amount_tax::float
             FROM pos_order ORDER BY id DESC LIMIT 1"""
    )[0]
    assert total == shelf["price"] and vat > 0
    assert card["code"] not in cashier.page.content()


def test_gift_card_pays_a_part_on_a_phone(retailer, people, card):
    retailer.shell(
        f"""
        card = env["loyalty.card"].browse({card["id"]})
        card._put_money(12.0, key="journey-2", kind="adjust")
        env.cr.commit()
        result = True
        """
    )
    before = balance(retailer, card)
    shopper = people.shopper(phone=True)
    retailer.start_over("shopper")
    shopper.add_to_cart(retailer.products["web_1"])
    shopper.go("/shop/checkout?try_skip_step=true")
    shopper.go("/shop/payment")
    shopper.page.fill("#o_unified_card_code", card["code"])
    shopper.page.locator(".o_unified_card_form button").click()
    expect(shopper.page.locator(".o_unified_card_part")).to_be_visible()
    shopper.page.wait_for_selector("body[is-ready=true]", state="attached")
    assert not shopper.scrolls_sideways()
    shopper.page.locator(".o_unified_cards").scroll_into_view_if_needed()
    shopper.keep_screen("card_on_phone")
    assert shopper.barriers() == []
    shopper.page.locator("input[name=o_payment_radio]").first.check()
    shopper.page.locator("button[name=o_payment_submit_button]:visible").first.click()
    shopper.page.wait_for_url("**/shop/confirmation", timeout=60_000)
    assert balance(retailer, card) == 0
    total, asked = retailer.ask(
        """SELECT sale.amount_total::float, tx.amount::float
             FROM sale_order sale
             JOIN loyalty_payment part ON part.order_id = sale.id
             JOIN sale_order_transaction_rel rel ON rel.sale_order_id = sale.id
             JOIN payment_transaction tx ON tx.id = rel.transaction_id
            WHERE part.card_id = %s AND sale.state = 'sale'""",
        card["id"],
    )[0]
    assert asked == pytest.approx(total - before)
