# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The till sends a basket, a phone pays it, the till sees it at once."""

import re

import pytest
from playwright.sync_api import expect

from .people import LIVE, base_name
from .test_guest_buys import fill_address, pay

pytestmark = pytest.mark.browser


def test_basket_sent_by_the_till_is_paid_on_a_phone_and_shown_as_paid(retailer, people):
    shelf = retailer.products["shelf"]
    cashier = people.cashier()
    cashier.scan(shelf["barcode"])
    cashier.order_shows(shelf)
    cashier.tap(".product-screen .more-btn")
    cashier.keep_screen("send-actions")
    cashier.tap(".o_unified_send")
    dialog = cashier.page.locator(".o_unified_sent_basket")
    dialog.locator(".o_unified_sent_qr").wait_for()
    state = dialog.locator(".o_unified_sent_state")
    expect(state).to_have_text(re.compile("en attente"))
    cashier.keep_screen("send-till-qr")
    link = dialog.locator(".o_unified_sent_url").input_value()
    link = re.sub(r"^https?://[^/]+", "", link)

    phone = people.shopper(login=None, phone=True)
    phone.go(link)
    phone.sees(base_name(shelf["name"]))
    assert not phone.scrolls_sideways()
    assert not phone.barriers()
    phone.keep_screen("send-phone-link")
    expect(state).to_have_text(re.compile("en attente"))
    phone.page.click(".o_unified_open_cart")
    phone.page.wait_for_selector("input[name=name]")
    # the form fills in itself once more when the page is ready
    phone.page.wait_for_selector("body[is-ready=true]", state="attached")
    expect(state).to_have_text(re.compile("ouvert"), timeout=LIVE)
    fill_address(phone.page)
    phone.page.locator("[name='website_sale_main_button']:visible").first.click()
    phone.page.wait_for_selector("button[name=o_payment_submit_button]:visible")
    assert not phone.scrolls_sideways()
    phone.keep_screen("send-phone-pay")
    pay(phone.page)
    phone.page.wait_for_url("**/shop/confirmation", timeout=60_000)
    expect(state).to_have_text(re.compile("payé"), timeout=LIVE)
    expect(dialog).to_contain_text("Alix Durand", timeout=LIVE)
    cashier.keep_screen("send-till-paid")

    other = people.shopper(login=None, phone=True)
    other.go(link)
    other.sees("déjà payé")
    other.keep_screen("send-phone-second")

    dialog.locator(".o_unified_sent_done").click()
    cashier.tap(".o_unified_sent_chip")
    listed = cashier.page.locator(".o_unified_sent_baskets")
    expect(listed).to_contain_text("Alix Durand")
    expect(listed).to_contain_text(base_name(shelf["name"]))
    cashier.keep_screen("send-till-list")
    assert (
        retailer.value(
            """SELECT COUNT(*) FROM payment_transaction payment
             JOIN sale_order_transaction_rel rel ON rel.transaction_id = payment.id
             JOIN sale_order sale ON sale.id = rel.sale_order_id
            WHERE sale.sent_key IS NOT NULL AND payment.state = 'done'"""
        )
        == 1
    )
    assert not cashier.errors + phone.errors
