# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A part of the price now; the rest at another till, or online."""

import re

import pytest
from playwright.sync_api import expect

from .test_guest_buys import pay
from .test_mixed_basket import choose, stocked, touch

pytestmark = pytest.mark.browser

SHOPPER = "shopper"
# the fixture that gives each place its stock
__all__ = ["stocked"]


def sell_for_later(cashier, article, way):
    """Put an article on the ticket that the customer does not leave with."""
    cashier.scan(article["barcode"])
    cashier.tap(".o_unified_fulfil")
    choose(cashier, way)


def press_deposit(cashier):
    cashier.tap(".product-screen .more-btn")
    cashier.tap(".o_unified_deposit")
    cashier.page.locator(".modal .selection-item").first.wait_for()


def pay_ticket(cashier, name):
    cashier.pay_by_card_on_payment_screen()
    cashier.has_receipt()
    receipt = cashier.page.locator(".pos-receipt")
    left = receipt.locator(".o_unified_left_to_pay")
    left.scroll_into_view_if_needed()
    cashier.keep_screen(name)
    return receipt, left


def read_orders(retailer, *orders):
    """Return what orders say of money and goods, once the office invoices the rest."""
    return retailer.shell(
        f"""
        result = []
        for order in env["sale.order"].browse({list(orders)}):
            if order.invoice_status == "to invoice":
                order._create_invoices(final=True)
            tickets = order.pos_order_line_ids.order_id.sorted("id")
            documents = [*tickets, *order.invoice_ids]
            result.append({{
                "state": order.state,
                "invoice_status": order.invoice_status,
                "to_invoice": set(order.order_line.mapped("qty_to_invoice")) - {{0.0}}
                    and "something" or "nothing",
                "paid": [order.amount_paid_at_till, order.amount_paid],
                "unpaid": [order.amount_left_to_pay, order.amount_unpaid],
                "documents": [
                    [round(one.amount_total, 2), round(one.amount_tax, 2)]
                    for one in documents],
                "order": [order.amount_total, round(order.amount_tax, 2)],
                "deliveries": sorted(
                    [one.picking_type_id.warehouse_id.code, one.state]
                    for one in order.picking_ids),
                "carried_out": len(tickets.picking_ids),
                "told": env["commerce.exception"].search_count([
                    ("res_model", "in", ("pos.order", "sale.order")),
                    ("res_id", "in", tickets.ids + order.ids)]),
            }})
        """
    )


SETTLED = {
    "state": "sale",
    "invoice_status": "invoiced",
    "to_invoice": "nothing",
    "unpaid": [0.0, 0.0],
    "carried_out": 0,
    "told": 0,
}


def test_deposit_is_settled_at_another_till_and_another_one_online(
    retailer, people, stocked
):
    shipped, collected = retailer.products["web_1"], retailer.products["web_2"]
    name = retailer.customer_name(SHOPPER)
    cashier = people.cashier()
    cashier.choose_customer(name)
    # a book and a bag: two rates of VAT
    sell_for_later(cashier, collected, "À retirer à Paris")
    touch(cashier, shipped)
    choose(cashier, "depuis Orléans")
    press_deposit(cashier)
    cashier.keep_screen("deposit-ask")
    expect(cashier.page.locator(".modal")).to_contain_text("50,40")
    choose(cashier, "30")
    articles = cashier.page.locator(".product-screen .o_unified_deposit_article")
    expect(articles).to_have_count(3)
    cashier.keep_screen("deposit-ticket")
    receipt, left = pay_ticket(cashier, "deposit-receipt")
    expect(receipt).to_contain_text("À retirer à Paris")
    expect(receipt).to_contain_text("Expédié à domicile depuis Orléans")
    expect(left).to_have_text(re.compile(r"Reste à payer sur S\d+\s*35,28"))
    cashier.next_order()
    # a second order, of which the rest is paid at home
    cashier.choose_customer(name)
    sell_for_later(cashier, collected, "À retirer à Paris")
    press_deposit(cashier)
    choose(cashier, "30")
    expect(articles.first).to_be_visible()
    _receipt, left = pay_ticket(cashier, "deposit-receipt-2")
    expect(left).to_contain_text("13,65")
    rows = retailer.ask(
        "SELECT id FROM sale_order WHERE ticket_uuid IS NOT NULL ORDER BY id"
    )
    first, second = (row[0] for row in rows)

    other = people.cashier("Lyon 2")
    other.choose_customer(name)
    press_deposit(other)
    other.keep_screen("deposit-which")
    other.tap(other.page.locator(".modal .selection-item").filter(has_text="35,28"))
    choose(other, "Régler la commande")
    expect(other.lines).to_have_count(5)
    expect(other.page.locator(".order-summary")).to_contain_text("35,28")
    other.keep_screen("deposit-rest")
    _receipt, left = pay_ticket(other, "deposit-rest-receipt")
    expect(left).to_have_text(re.compile(r"S\d+ est entièrement payée"))

    phone = people.shopper(SHOPPER, phone=True)
    phone.go(f"/my/orders/{second}")
    banner = phone.page.locator(".o_unified_paid_in_store")
    expect(banner).to_contain_text("5,85")
    expect(banner).to_contain_text("13,65")
    banner.scroll_into_view_if_needed()
    assert not phone.scrolls_sideways()
    phone.keep_screen("deposit-online")
    phone.page.locator("#o_sale_portal_paynow:visible").first.click()
    phone.page.wait_for_selector("button[name=o_payment_submit_button]:visible")
    phone.keep_screen("deposit-online-pay")
    pay(phone.page)
    # The page of the payment leads back by itself, to the order's own link. Another
    # address opened before it does would be lost, or lose the page of the payment.
    phone.page.wait_for_url(f"**/my/orders/{second}?access_token=*", timeout=60_000)
    expect(phone.page.locator("#o_sale_portal_paynow")).to_have_count(0)
    phone.keep_screen("deposit-online-paid")

    assert read_orders(retailer, first, second) == [
        {
            **SETTLED,
            "paid": [50.4, 0.0],
            "order": [50.4, 6.17],
            "documents": [[15.12, 1.86], [35.28, 4.31]],
            "deliveries": [["ORL", "assigned"], ["PAR", "assigned"]],
        },
        {
            **SETTLED,
            "paid": [5.85, 13.65],
            "order": [19.5, 1.02],
            "documents": [[5.85, 0.31], [13.65, 0.71]],
            "deliveries": [["PAR", "assigned"]],
        },
    ]
    assert not cashier.errors + other.errors + phone.errors
