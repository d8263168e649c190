# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A scarce article at a till that loses the network: sold as far as it is set aside."""

import pytest
from playwright.sync_api import expect

from .retailer import wait_until
from .test_last_unit import leave_one

pytestmark = pytest.mark.browser

TILL = "Lyon 2"


def envelope(retailer, product):
    """Units that are set aside for tills, None when no till has asked."""
    return retailer.value(
        """SELECT SUM(quantity)::float FROM commerce_hold
            WHERE product_ref = %s AND token LIKE 'till-%%'""",
        product["id"],
    )


def tickets_of_two(retailer, product):
    return retailer.value(
        "SELECT count(*) FROM pos_order_line WHERE product_id = %s AND qty = 2",
        product["id"],
    )


def promise_to_somebody(retailer, product):
    """A quotation is confirmed in the back office, for goods in Lyon."""
    return retailer.shell(
        f"""
        place = env["stock.warehouse"].search([("code", "=", "LYO")])
        order = env["sale.order"].create({{
            "partner_id": {retailer.partner_id("shopper")},
            "warehouse_id": place.id,
            "order_line": [(0, 0, {{"product_id": {product["id"]},
                                    "product_uom_qty": 1}})],
        }})
        order.action_confirm()
        env.cr.commit()
        result = order.name
        """
    )


def forget_tills(retailer):
    """Nothing is set aside for the tills of an earlier test."""
    retailer.shell(
        """
        env.cr.execute("DELETE FROM commerce_hold WHERE token LIKE 'till-%'")
        env.cr.execute("DELETE FROM commerce_envelope")
        env.cr.commit()
        result = True
        """
    )


def fall_silent(retailer):
    """What the server would see after three minutes without a sign of life."""
    retailer.shell(
        """
        env.cr.execute("UPDATE commerce_envelope SET counts_from = "
                       "counts_from - interval '1 hour'")
        env.cr.commit()
        result = True
        """
    )


@pytest.fixture
def cashier(retailer, people):
    """A cashier of Lyon, whose till has learned that one article is scarce."""
    shelf = retailer.products["shelf"]
    forget_tills(retailer)
    leave_one(retailer, shelf, "LYO")
    cashier = people.cashier(TILL, pin="1111")
    wait_until(lambda: envelope(retailer, shelf) == 1)
    return cashier


def test_a_till_without_network_sells_what_is_set_aside_and_asks_for_more(
    retailer, cashier
):
    shelf = retailer.products["shelf"]
    cashier.lose_network()
    cashier.page.wait_for_timeout(500)
    expect(cashier.page.locator(".o_unified_stock[title]").first).to_be_visible()
    cashier.scan(shelf["barcode"])
    expect(cashier.page.locator(".modal")).to_have_count(0)
    cashier.order_shows(shelf)
    # meanwhile the same unit is promised by telephone
    order = promise_to_somebody(retailer, shelf)
    # a second one is not set aside: refused first, then approved with the PIN
    cashier.scan(shelf["barcode"])
    dialog = cashier.page.locator(".modal").filter(has_text="Sans réseau")
    dialog.locator("footer .btn-secondary").click()
    expect(cashier.lines.locator(".qty")).to_have_text("1")
    cashier.scan(shelf["barcode"])
    cashier.approve("1234")
    expect(cashier.lines.locator(".qty")).to_have_text("2")
    cashier.pay_by_card()
    cashier.has_receipt()
    cashier.goes_on_without_network()
    assert not tickets_of_two(retailer, shelf)
    cashier.find_network()
    wait_until(lambda: tickets_of_two(retailer, shelf) == 1)
    cashier.sees("hors réseau.*2, dont 1", within=5_000)
    # settled: nothing is set aside, the approval is kept, a person is told
    wait_until(lambda: not envelope(retailer, shelf))
    assert retailer.value(
        "SELECT count(*) FROM commerce_approval WHERE action = 'offline_sale'"
        " AND offline AND after = 2"
    )
    wait_until(
        lambda: retailer.value(
            "SELECT count(*) FROM commerce_exception WHERE kind = 'promise'"
            " AND state = 'open' AND name LIKE %s",
            f"%{order}%",
        )
    )


def test_the_shop_does_not_sell_what_a_silent_till_may_sell(retailer, people, cashier):
    shelf = retailer.products["shelf"]
    visitor = people.shopper(login=None)
    assert visitor.stock_shown(shelf, "Lyon") == 1
    cashier.lose_network()
    fall_silent(retailer)
    assert visitor.stock_shown(shelf, "Lyon") == 0
    cashier.find_network()
    wait_until(lambda: visitor.stock_shown(shelf, "Lyon") == 1)
