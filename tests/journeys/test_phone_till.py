# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A till on a phone in the aisle: the customer's file, a wish, the payment."""

import re

import pytest
from playwright.sync_api import expect

from .people import LIVE, PHONE

pytestmark = pytest.mark.browser

SHOPPER = "shopper"
TAPPED = ".o_unified_panel button, .o_unified_panel summary"
TOO_SMALL = """(box) => [...document.querySelectorAll(box)]
    .filter((one) => one.checkVisibility())
    .map((one) => [one.className, one.getBoundingClientRect()])
    .filter(([, size]) => size.height < 43.5 || size.width < 43.5)
    .filter(([name]) => !name.includes('btn-close') && !name.includes('oi-arrow-left'))
    .map(([name]) => name)"""


def test_adviser_sells_a_wish_on_a_phone_until_the_customer_withdraws(retailer, people):
    """One story, told in the order it happens; every step stands on the one before."""
    wish = retailer.products["shelf"]
    retailer.start_over(SHOPPER)

    # 1. at home: a heart on an article
    shopper = people.shopper()
    shopper.open_product(wish)
    shopper.page.click(".o_add_wishlist_dyn")
    expect(shopper.page.locator(".my_wish_quantity").first).to_have_text(
        re.compile("1"), timeout=LIVE
    )

    # 2. in the aisle: the customer is chosen on the phone
    adviser = people.cashier("Lyon 1", pin="1111")
    adviser.page.set_viewport_size(PHONE)
    choose_customer(adviser, retailer.customer_name(SHOPPER))

    # 3. a PIN, a consent in plain words, and the wish is there
    adviser.page.click(".o_unified_chip_name")
    panel = adviser.page.locator(".o_unified_panel")
    panel.locator(".o_unified_panel_pin").click()
    for digit in "1111":
        adviser.page.locator(f".modal .numpad button[value='{digit}']").click()
    adviser.page.locator(".modal:has(.numpad) footer .btn-primary").click()
    expect(panel).to_contain_text("liste d’envies")
    assert not panel.locator(".o_unified_panel_wishes").count()
    panel.locator(".o_unified_panel_agree").click()
    wishes = panel.locator(".o_unified_panel_wishes")
    expect(wishes).to_contain_text("Tasse en grès")
    assert fits(adviser.page)
    assert adviser.page.evaluate(TOO_SMALL, TAPPED) == []
    assert not [one for one in adviser.barriers() if "o_unified" in one]

    # 4. one tap, and the payment
    wishes.locator(".o_unified_panel_add").first.click()
    expect(wishes.locator(".fa-check")).to_be_visible()
    panel.locator(".o_unified_panel_close").click()
    adviser.order_shows(wish)
    assert fits(adviser.page)
    adviser.pay_by_card()
    adviser.has_receipt()
    assert fits(adviser.page)
    adviser.next_order()

    # 5. the customer withdraws at home: the file closes on the phone, live
    choose_customer(adviser, retailer.customer_name(SHOPPER))
    adviser.page.click(".o_unified_chip_name")
    expect(panel.locator(".o_unified_panel_purchase").first).to_contain_text("Lyon")
    shopper.go("/my/advice")
    shopper.page.click("form[action='/my/advice/withdraw'] button")
    expect(panel.locator(".o_unified_panel_withdrawn")).to_be_visible(timeout=LIVE)
    assert not panel.locator(".o_unified_panel_purchase").count()

    # 6. who opened the file is written down
    opened = retailer.ask(
        """SELECT person, part, reason, on_ticket FROM commerce_file_access
            WHERE partner_ref = %s ORDER BY id""",
        retailer.partner_id(SHOPPER),
    )
    assert opened == [("Amélie Girard", "file", "present", True)] * 2
    assert not adviser.errors and not shopper.errors


def choose_customer(adviser, name):
    """On a phone the ticket and the search are one tap away."""
    page = adviser.page
    page.click(".review-button")
    page.click(".product-screen .set-partner")
    page.click(".modal .fa-search")
    page.fill(".modal input", name)
    page.keyboard.press("Enter")
    page.locator(".partner-info").filter(has_text=name).first.click()


def fits(page):
    """Say whether nothing hangs over the edge of the screen."""
    return page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('.modal-body')]
            .every((box) => box.scrollWidth <= box.clientWidth + 1)"""
    )
