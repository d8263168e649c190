# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A visitor without account finishes a web cart at the till, by its code."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_visitor_finishes_part_of_a_cart_at_the_till_by_its_code(retailer, people):
    web_1, web_2 = retailer.products["web_1"], retailer.products["web_2"]
    stock = retailer.stock(web_1, "Lyon")
    phone = people.shopper(login=None, phone=True)
    phone.add_to_cart(web_1)
    phone.add_to_cart(web_2)
    phone.open_cart()
    phone.page.click(".o_unified_show_code")
    code_shown = phone.page.locator(".o_unified_code .visually-hidden")
    code = re.sub(r"\D", "", code_shown.inner_text())
    assert re.fullmatch(r"\d{6}", code)
    expect(phone.page.locator(".o_unified_code_qr")).to_be_visible()
    assert not phone.scrolls_sideways()
    assert not phone.barriers()
    phone.keep_screen("cart_code_phone")

    # the cashier mistypes it, is told, and types it again
    cashier = people.cashier("Lyon 1", pin="1111")
    cashier.tap(".o_unified_find_cart_button")
    field = cashier.page.locator(".o_unified_find_cart input")
    wrong = f"{(int(code) + 1) % 10**6:06}"
    type_slowly(field, wrong)
    expect(cashier.page.locator(".o_unified_find_message")).to_contain_text(
        "Aucun panier ne porte ce code"
    )
    cashier.keep_screen("cart_code_wrong")
    field.fill("")
    type_slowly(field, code)
    expect(cashier.cart_dialog).to_contain_text("visiteur")
    expect(cashier.cart_dialog.locator(".o_unified_cart_line")).to_have_count(2)
    # takes one of the two articles
    line = cashier.cart_dialog.locator(".o_unified_cart_line")
    line.filter(has_text=web_2["name"].split(" (")[0]).locator(
        ".o_unified_tick"
    ).click()
    cashier.keep_screen("cart_code_taken")
    cashier.take_cart()
    phone.sees("passage en caisse à Lyon", within=5_000)
    cashier.order_shows(web_1)
    cashier.pay_by_card()
    cashier.has_receipt()

    # the other one is still on the phone, which was not touched
    phone.cart_shows(web_2, within=5_000)
    expect(phone.page.locator(".o_unified_cart_banner")).not_to_contain_text("caisse")
    phone.keep_screen("cart_code_rest")
    assert retailer.stock(web_1, "Lyon") == stock - 1
    [(state, picked)] = retailer.ask(
        """SELECT cart.cart_state, COUNT(picking.id)
             FROM sale_order cart
             LEFT JOIN stock_picking picking ON picking.sale_id = cart.id
            WHERE cart.cart_code = %s GROUP BY cart.cart_state""",
        code,
    )
    assert (state, picked) == ("guest", 0)
    assert not phone.errors and not cashier.errors


def type_slowly(field, code):
    """Type as a person does, not as a reader."""
    field.press_sequentially(code, delay=120)
    field.press("Enter")
