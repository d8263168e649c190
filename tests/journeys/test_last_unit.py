# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The last unit: kept for who is first at checkout, told to who comes second."""

import re

import pytest
from playwright.sync_api import expect

from .retailer import wait_until

pytestmark = pytest.mark.browser

SHOPPER = "shopper"


def leave_one(retailer, product, code):
    """Leave one unit of an article in a place, none elsewhere is needed."""
    retailer.shell(
        f"""
        place = env["stock.warehouse"].search([("code", "=", "{code}")])
        product = env["product.product"].browse({product["id"]})
        available = env["commerce.availability"]._read(product, place)
        if missing := 1 - available[product.id, place.id]:
            env["stock.quant"]._update_available_quantity(
                product, place.lot_stock_id, missing)
            env.cr.commit()
        result = True
        """
    )


def test_the_last_unit_is_kept_for_who_is_first_at_checkout(retailer, people):
    article = retailer.products["web_1"]
    code = retailer.value(
        """SELECT place.code FROM website
             JOIN stock_warehouse place ON place.id = website.warehouse_id LIMIT 1"""
    )
    leave_one(retailer, article, code)
    retailer.start_over(SHOPPER)
    first, second = people.shopper(phone=True), people.shopper(login=None)
    first.add_to_cart(article)
    second.add_to_cart(article)
    first.go("/shop/checkout")
    first.sees("Mis de côté pour vous jusqu", within=5_000)
    held = retailer.ask(
        """SELECT quantity::float, reason FROM commerce_hold
            WHERE product_ref = %s AND expires_at > now() AT TIME ZONE 'UTC'""",
        article["id"],
    )
    assert held == [(1.0, "checkout")]
    # who comes second is sent back to the cart, and reads why, before any payment
    second.go("/shop/checkout")
    expect(second.page).to_have_url(re.compile("/shop/cart"))
    second.sees("quelqu.un d.autre|disponible", within=5_000)
    # the first one changes their mind: the unit is everybody's again
    first.open_cart()
    field = first.quantity_field
    field.fill("0")
    field.press("Enter")
    wait_until(
        lambda: (
            not retailer.ask(
                """SELECT 1 FROM commerce_hold
                    WHERE product_ref = %s AND expires_at > now() AT TIME ZONE 'UTC'""",
                article["id"],
            )
        )
    )


def test_the_till_tells_who_waits_for_the_last_one(retailer, people):
    shelf = retailer.products["shelf"]
    leave_one(retailer, shelf, "LYO")
    order = retailer.shell(
        f"""
        place = env["stock.warehouse"].search([("code", "=", "LYO")])
        order = env["sale.order"].create({{
            "partner_id": {retailer.partner_id(SHOPPER)},
            "warehouse_id": place.id,
            "order_line": [(0, 0, {{"product_id": {shelf["id"]},
                                    "product_uom_qty": 1}})],
        }})
        order.action_confirm()
        env.cr.commit()
        result = order.name
        """
    )
    cashier = people.cashier("Lyon 2", pin="1111")
    cashier.scan(shelf["barcode"])
    dialog = cashier.page.locator(".modal").filter(has_text=order)
    expect(dialog).to_be_visible()
    dialog.locator("button.btn-primary").click()
    cashier.pay_by_card()
    cashier.has_receipt()
    # it is on the list of a person at once
    wait_until(
        lambda: retailer.value(
            "SELECT count(*) FROM commerce_exception WHERE kind = 'promise'"
            " AND state = 'open' AND name LIKE %s",
            f"%{order}%",
        )
    )
