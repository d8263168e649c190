# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Somebody without account buys on a phone: few screens, nothing beside the screen."""

import pytest

pytestmark = pytest.mark.browser

MOST_SCREENS = 4


def test_guest_buys_in_four_screens_without_scrolling_sideways(retailer, people):
    guest = people.shopper(login=None, phone=True)
    screens = []

    def screen(name):
        guest.page.wait_for_load_state("load")
        screens.append(name)
        assert not guest.scrolls_sideways(), name

    guest.add_to_cart(retailer.products["web_1"])
    screen("product")
    guest.open_cart()
    guest.cart_shows(retailer.products["web_1"])
    screen("cart")
    guest.page.locator("a[name='website_sale_main_button']:visible").first.click()
    guest.page.wait_for_selector("input[name=name]")
    screen("address")
    fill_address(guest.page)
    guest.page.locator("[name='website_sale_main_button']:visible").first.click()
    guest.page.wait_for_selector("button[name=o_payment_submit_button]:visible")
    screen("payment")
    pay(guest.page)
    guest.page.wait_for_url("**/shop/confirmation", timeout=60_000)
    assert len(screens) <= MOST_SCREENS
    state, channel = retailer.ask(
        """SELECT sale.state, channel.channel_type
             FROM sale_order sale
             JOIN commerce_channel channel ON channel.id = sale.channel_id
             JOIN res_partner partner ON partner.id = sale.partner_id
            WHERE partner.email = 'alix.durand@client.example'
         ORDER BY sale.id DESC LIMIT 1"""
    )[0]
    assert (state, channel) == ("sale", "web")


def fill_address(page):
    for name, value in {
        "name": "Alix Durand",
        "email": "alix.durand@client.example",
        "phone": "06 39 98 12 34",
        "street": "12 rue des Lilas",
        "zip": "69002",
        "city": "Lyon",
    }.items():
        page.fill(f"input[name={name}]", value)


def pay(page):
    option = page.locator("input[name=o_payment_radio]")
    if option.count() and option.first.is_visible() and not option.first.is_checked():
        option.first.check()
    card = page.locator("input[name=customer_input], #customer_input")
    if card.count() and card.first.is_visible():
        card.first.fill("4242")
    page.locator("button[name=o_payment_submit_button]:visible").first.click()
