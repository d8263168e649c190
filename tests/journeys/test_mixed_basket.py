# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One ticket, one payment: taken away, shipped home, collected in another store."""

import re

import pytest
from playwright.sync_api import expect

from .people import base_name

pytestmark = pytest.mark.browser

SHOPPER = "shopper"


@pytest.fixture
def stocked(retailer):
    """Lyon has the article of the shelf, Paris and Orléans the two others."""
    retailer.start_over(SHOPPER)
    retailer.shell(
        f"""
        wanted = {{
            {retailer.products["shelf"]["id"]}: {{"LYO": 5}},
            {retailer.products["web_1"]["id"]}: {{"ORL": 4}},
            {retailer.products["web_2"]["id"]}: {{"LYO": 2, "PAR": 3}},
        }}
        places = env["stock.warehouse"].search([])
        products = env["product.product"].browse(list(wanted))
        available = env["commerce.availability"]._read(products, places)
        for product in products:
            for place in places:
                units = wanted[product.id].get(place.code, 0)
                change = units - available[product.id, place.id]
                if change:
                    env["stock.quant"]._update_available_quantity(
                        product, place.lot_stock_id, change)
        carrier = env.ref("unified_demo.carrier_home")
        env["pos.config"].search([]).delivery_carrier_ids = carrier
        env.cr.commit()
        result = True
        """
    )


def touch(cashier, article):
    """Find an article by its name and touch its card."""
    name = base_name(article["name"])
    cashier.page.fill(".pos-rightheader .form-control > input", name)
    cashier.tap(cashier.page.locator(".product-list .product").filter(has_text=name))


def choose(cashier, label):
    cashier.tap(
        cashier.page.locator(".modal .selection-item").filter(
            has_text=re.compile(label)
        )
    )
    expect(cashier.page.locator(".modal")).to_have_count(0)


def test_three_ways_in_one_ticket(retailer, people, stocked):
    shelf, shipped, collected = (
        retailer.products[key] for key in ("shelf", "web_1", "web_2")
    )
    cashier = people.cashier()
    cashier.choose_customer(retailer.customer_name(SHOPPER))
    cashier.scan(shelf["barcode"])
    # what is scanned is in the hand: sent from elsewhere only when it is asked for
    cashier.scan(collected["barcode"])
    cashier.tap(".o_unified_fulfil")
    choose(cashier, "À retirer à Paris")
    # none here, some in Orléans: said at once
    touch(cashier, shipped)
    dialog = cashier.page.locator(".modal")
    expect(dialog).to_contain_text("Orléans")
    cashier.keep_screen("till-endless-aisle")
    choose(cashier, "depuis Orléans")
    ways = cashier.page.locator(".product-screen .o_unified_fulfilment")
    expect(ways).to_have_count(2)
    expect(ways.first).to_contain_text("Paris")
    expect(ways.last).to_contain_text("Orléans")
    expect(cashier.lines.filter(has_text="Livraison à domicile")).to_have_count(1)
    cashier.keep_screen("till-mixed-basket")
    before = len(retailer.tickets(SHOPPER))
    cashier.pay_by_card_on_payment_screen()
    cashier.has_receipt()
    expect(cashier.page.locator(".pos-receipt .o_unified_fulfilment")).to_have_count(2)
    cashier.keep_screen("till-mixed-receipt")
    assert len(retailer.tickets(SHOPPER)) == before + 1
    [(ticket, _name, _amount)] = retailer.tickets(SHOPPER)[:1]
    deliveries = retailer.ask(
        """SELECT DISTINCT place.code, move.fulfilment_mode, picking.state
             FROM pos_order_line line
             JOIN sale_order_line sold ON sold.id = line.sale_order_line_id
             JOIN stock_move move ON move.sale_line_id = sold.id
             JOIN stock_picking picking ON picking.id = move.picking_id
             JOIN stock_picking_type type ON type.id = picking.picking_type_id
             JOIN stock_warehouse place ON place.id = type.warehouse_id
            WHERE line.order_id = %s ORDER BY 1""",
        ticket,
    )
    assert deliveries == [
        ("ORL", "ship", "assigned"),
        ("PAR", "collect", "assigned"),
    ]
    order = retailer.value(
        "SELECT MAX(sale_order_origin_id) FROM pos_order_line WHERE order_id = %s",
        ticket,
    )
    owner = people.manager("owner")
    owner.go(f"/odoo/sales/{order}")
    owner.sees("Complètement facturé|Entièrement facturé|Livraison")
    owner.page.locator("button[name=action_view_delivery]").click()
    rows = owner.page.locator(".o_list_view .o_data_row")
    expect(rows).to_have_count(2)
    owner.keep_screen("office-mixed-deliveries")
