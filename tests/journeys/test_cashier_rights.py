# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A cashier does the whole job with till rights only, and nothing more."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SHOPPER = "shopper"
DENIED = "odoo.exceptions.AccessError"


@pytest.fixture
def cashier(people):
    return people.cashier("Lyon 1", pin="1111")


def test_cashier_cannot_read_or_write_orders(retailer, people, cashier):
    retailer.start_over(SHOPPER)
    shopper = people.shopper()
    shopper.add_to_cart(retailer.products["web_1"])
    cart_id = retailer.cart(SHOPPER)["id"]
    for model, method, args in (
        ("sale.order", "read", [[cart_id], ["name"]]),
        ("sale.order", "write", [[cart_id], {"note": "mine"}]),
        ("sale.order", "search_read", [[]]),
        ("sale.order", "action_confirm", [[cart_id]]),
        ("sale.order.line", "search_read", [[]]),
        ("commerce.exception", "search_read", [[]]),
        ("res.users", "write", [[2], {"login": "mine"}]),
    ):
        assert cashier.ask_server(model, method, *args) == {"error": DENIED}, (
            model,
            method,
        )
    entries = [[["move_type", "=", "entry"]]]
    assert cashier.ask_server("account.move", "search_read", *entries) == {"result": []}
    assert retailer.cart(SHOPPER)["lines"] == {retailer.products["web_1"]["id"]: 1}


def test_cashier_cannot_call_the_private_service(retailer, cashier):
    for method in ("_cart_take", "_cart_acquire", "_cart_snapshot"):
        answer = cashier.ask_server("sale.order", method, [1])
        assert "error" in answer


def test_cashier_cannot_confirm_an_order_through_a_forged_ticket(retailer, cashier):
    order_id, line_id, product_id = retailer.shell(
        f"""
        product_id = {retailer.products["web_2"]["id"]}
        order = env["sale.order"].create({{
            "partner_id": env["res.partner"].create({{"name": "Somebody else"}}).id,
            "order_line": [(0, 0, {{"product_id": product_id}})],
        }})
        env.cr.commit()
        result = [order.id, order.order_line.id, order.order_line.product_id.id]
        """
    )
    session_id = retailer.value(
        """SELECT session.id FROM pos_session session
             JOIN pos_config config ON config.id = session.config_id
            WHERE config.name = 'Lyon 1' AND session.state = 'opened'"""
    )
    answer = cashier.ask_server(
        "pos.order",
        "sync_from_ui",
        [forged_ticket(session_id, order_id, line_id, product_id)],
    )
    assert "error" not in answer
    state = retailer.value("SELECT state FROM sale_order WHERE id = %s", order_id)
    assert state == "draft"
    told = retailer.value(
        "SELECT COUNT(*) FROM commerce_exception WHERE kind = 'cart' AND state = 'open'"
    )
    assert told >= 1


def forged_ticket(session_id, order_id, line_id, product_id):
    from uuid import uuid4

    return {
        "uuid": str(uuid4()),
        "access_token": str(uuid4()),
        "state": "paid",
        "session_id": session_id,
        "date_order": "2026-11-20 10:00:00",
        "amount_paid": 0,
        "amount_total": 0,
        "amount_tax": 0,
        "amount_return": 0,
        "last_order_preparation_change": "{}",
        "to_invoice": False,
        "lines": [
            [
                0,
                0,
                {
                    "uuid": str(uuid4()),
                    "product_id": product_id,
                    "qty": 1,
                    "price_unit": 0,
                    "discount": 0,
                    "price_subtotal": 0,
                    "price_subtotal_incl": 0,
                    "tax_ids": [],
                    "pack_lot_ids": [],
                    "sale_order_origin_id": order_id,
                    "sale_order_line_id": line_id,
                },
            ]
        ],
        "payment_ids": [],
    }


def test_discount_above_the_limit_asks_a_manager(retailer, cashier):
    cashier.scan(retailer.products["shelf"]["barcode"])
    cashier.order_shows(retailer.products["shelf"])
    logged = retailer.value("SELECT COUNT(*) FROM commerce_approval")
    cashier.page.click(".numpad button:has-text('%')")
    cashier.page.click(".numpad button:text-is('5')")
    cashier.page.click(".numpad button:text-is('0')")
    dialog = cashier.page.locator(".modal")
    for digit in "1234":
        dialog.get_by_role("button", name=digit, exact=True).click()
    dialog.get_by_role("button", name="Autoriser").click()
    expect(dialog).to_have_count(0)
    expect(cashier.lines.first).to_contain_text("50%")
    assert retailer.value("SELECT COUNT(*) FROM commerce_approval") > logged
