# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The main job: a web cart, finished at the till, right in the books."""

import re

import pytest
from playwright.sync_api import expect

from .retailer import wait_until

pytestmark = pytest.mark.browser

MOST_TAPS = 5
SHOPPER = "shopper"


def test_web_cart_is_finished_at_the_till(retailer, people):
    """One story, told in the order it happens; every step stands on the one before."""
    web_1, web_2, shelf = (
        retailer.products[key] for key in ("web_1", "web_2", "shelf")
    )
    stock_before = {key: retailer.stock(retailer.products[key], "Lyon") for key in KEYS}
    points_before = retailer.points(SHOPPER)
    tickets_before = len(retailer.tickets(SHOPPER))

    # 1. the same cart on a phone that was signed in before the cart existed
    retailer.start_over(SHOPPER)
    phone = people.shopper(phone=True)
    phone.go("/shop")
    laptop = people.shopper()
    laptop.add_to_cart(web_1)
    laptop.add_to_cart(web_2)
    phone.badge_shows(2)
    phone.open_cart()
    phone.cart_shows(web_1, web_2)

    # 2. the cashier of Lyon takes it over, adds an article, takes the card
    cashier = people.cashier("Lyon 1", pin="1111")
    cashier.taps = 0
    cashier.choose_customer(retailer.customer_name(SHOPPER))
    expect(cashier.cart_dialog).to_contain_text("24,90")
    expect(cashier.cart_dialog).to_contain_text(f"{stock_before['web_1']:.0f}")
    cashier.take_cart()
    phone.sees("passage en caisse", within=5_000)
    assert "Lyon" in retailer.cart(SHOPPER)["holder"]
    cashier.scan(shelf["barcode"])
    cashier.order_shows(web_1, web_2, shelf)
    cashier.pay_by_card()
    cashier.has_receipt()
    assert cashier.taps <= MOST_TAPS

    # 3. settled once: order, goods, reports, cart, points, account page
    tickets = retailer.tickets(SHOPPER)
    assert len(tickets) == tickets_before + 1
    ticket_id, _name, amount = tickets[0]
    assert amount == pytest.approx(
        sum(retailer.products[key]["price"] for key in KEYS), abs=0.001
    )
    check_order_settled_once(retailer, ticket_id)
    for key in KEYS:
        assert retailer.stock(retailer.products[key], "Lyon") == stock_before[key] - 1
    assert laptop.stock_shown(web_1, "Lyon") == stock_before["web_1"] - 1
    assert retailer.cart(SHOPPER)["lines"] == {}
    phone.badge_shows("0?")
    # one point per euro
    assert retailer.points(SHOPPER) - points_before == pytest.approx(amount, abs=1)
    check_account_page(laptop, ticket_id, amount)

    code = check_card_on_phone(phone)

    # 4. a cash sale by the next employee, who scans the card on the phone; then the
    # till is counted and closed
    cashier.next_order()
    cashier.change_operator("2222")
    cashier.scan(code)
    expect(cashier.page.locator(".product-screen .set-partner")).to_contain_text(
        retailer.customer_name(SHOPPER)
    )
    cashier.scan(shelf["barcode"])
    cashier.order_shows(shelf)
    cashier.tap(cashier.page.locator("button").filter(has_text="Espèces"))
    cashier.has_receipt()
    cashier.next_order()
    cashier.change_operator("1234")
    cashier.close_till(f"{shelf['price']:.2f}".replace(".", ","))
    wait_until(lambda: retailer.session_state(ticket_id) == "closed")
    check_books(retailer, ticket_id)


KEYS = ("web_1", "web_2", "shelf")


def check_order_settled_once(retailer, ticket_id):
    [(order_id, state, invoice_status, warehouse)] = retailer.ask(
        """SELECT DISTINCT sale.id, sale.state, sale.invoice_status, place.code
             FROM pos_order_line line
             JOIN sale_order sale ON sale.id = line.sale_order_origin_id
             JOIN stock_warehouse place ON place.id = sale.warehouse_id
            WHERE line.order_id = %s""",
        ticket_id,
    )
    assert (state, invoice_status, warehouse) == ("sale", "invoiced", "LYO")
    lines = retailer.ask(
        """SELECT product_uom_qty, qty_delivered, qty_invoiced, qty_to_invoice
             FROM sale_order_line WHERE order_id = %s AND display_type IS NULL""",
        order_id,
    )
    assert lines and all(line == (1, 1, 1, 0) for line in lines)
    pickings = retailer.ask(
        "SELECT state FROM stock_picking WHERE sale_id = %s OR pos_order_id = %s",
        order_id,
        ticket_id,
    )
    assert pickings == [("done",)]
    sold = retailer.shell(
        f"""
        ticket = env["pos.order"].browse({ticket_id})
        order = env["sale.order"].browse({order_id})
        documents = [f"pos.order,{{ticket.id}}", f"sale.order,{{order.id}}"]
        lines = env["sale.report"].search([("order_reference", "in", documents)])
        result = {{str(line.product_id.id): 0 for line in lines}}
        for line in lines:
            result[str(line.product_id.id)] += line.product_uom_qty
        """
    )
    assert sold == {str(retailer.products[key]["id"]): 1 for key in KEYS}


def check_account_page(shopper, ticket_id, amount):
    written = re.compile(f"{amount:.2f}".replace(".", ","))
    shopper.go("/my")
    shopper.page.locator("a[href='/my/purchases']").first.click()
    purchase = shopper.page.locator(f"a[href*='/my/purchases/store/{ticket_id}']")
    expect(purchase.first).to_be_visible()
    shopper.sees("Lyon")
    purchase.first.click()
    expect(shopper.page.locator("#wrap")).to_contain_text("Tasse en grès")
    expect(shopper.page.locator("#wrap")).to_contain_text(written)
    receipt = shopper.context.request.get(
        f"{shopper.retailer.url}/my/purchases/store/{ticket_id}/receipt"
    )
    assert receipt.headers["content-type"] == "application/pdf"
    assert receipt.body().startswith(b"%PDF")


def check_card_on_phone(phone):
    """The card is read by a scanner from a screen of 360 px; return its code."""
    phone.go("/my")
    phone.keep_screen("points-account")
    phone.page.locator(".o_unified_loyalty_card a[href*='/my/points/']").first.click()
    phone.page.wait_for_selector(".o_unified_loyalty_qr")
    phone.keep_screen("points-card")
    code = phone.page.locator(".o_unified_loyalty_code").inner_text()
    for picture in (".o_unified_loyalty_barcode", ".o_unified_loyalty_qr"):
        assert phone.read_code(picture) == code
    assert not phone.barriers()
    assert not phone.scrolls_sideways()
    return code


def check_books(retailer, ticket_id):
    [(entry_id, session)] = retailer.ask(
        """SELECT session.move_id, session.name
             FROM pos_order ticket
             JOIN pos_session session ON session.id = ticket.session_id
            WHERE ticket.id = %s""",
        ticket_id,
    )
    assert entry_id, f"session {session} has no entry"
    state, debit, credit, reference, channel = retailer.ask(
        """SELECT move.state, SUM(line.debit), SUM(line.credit), move.ref, channel.code
             FROM account_move move
             JOIN account_move_line line ON line.move_id = move.id
             JOIN commerce_channel channel ON channel.id = move.channel_id
            WHERE move.id = %s GROUP BY move.state, move.ref, channel.code""",
        entry_id,
    )[0]
    assert (state, channel) == ("posted", "LYO")
    assert debit == credit > 0
    assert "Lyon" in reference
    lines = retailer.ask(
        """SELECT account.code_store->>line.company_id::text,
                  tax.amount, SUM(line.balance)
             FROM account_move_line line
             JOIN account_account account ON account.id = line.account_id
             LEFT JOIN account_tax tax ON tax.id = line.tax_line_id
            WHERE line.move_id = %s GROUP BY 1, 2""",
        entry_id,
    )
    # 24.90 + 2 x 14.90 at 20 %, 19.50 at 5.5 %
    vat = {float(rate): float(-balance) for _code, rate, balance in lines if rate}
    assert vat == {20.0: pytest.approx(9.11, abs=0.01), 5.5: pytest.approx(1.02)}
    methods = {
        name: float(balance)
        for name, balance in retailer.ask(
            """SELECT method.name->>'fr_FR', SUM(payment.amount)
                 FROM pos_payment payment
                 JOIN pos_payment_method method ON method.id = payment.payment_method_id
                 JOIN pos_session session ON session.id = payment.session_id
                WHERE session.move_id = %s GROUP BY 1""",
            entry_id,
        )
    }
    assert sum(methods.values()) == pytest.approx(float(debit), abs=0.001)
    assert len(methods) == 2
