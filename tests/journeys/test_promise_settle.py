# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A store manager settles orders whose goods went to somebody else."""

import pytest
from playwright.sync_api import expect

from .retailer import wait_until

pytestmark = pytest.mark.browser

SHOPPER = "shopper"


@pytest.fixture
def manager(retailer, people):
    def arrive(lang):
        retailer.shell(
            f"""
            env["res.users"].search([("login", "=", "manager")]).lang = "{lang}"
            env.cr.commit()
            env.registry.signal_changes()  # the server remembers languages
            result = True
            """
        )
        return people.manager()

    return arrive


def make_broken(retailer, stock):
    """Confirm an order of two, which Lyon lacks; ``stock`` is what others have."""
    return retailer.shell(
        f"""
        product = env["product.product"].browse({retailer.products["web_1"]["id"]})
        places = env["stock.warehouse"].search([])
        wanted = {stock!r}
        available = env["commerce.availability"]._read(product, places)
        for place in places:
            change = wanted.get(place.name, 0) - available[product.id, place.id]
            if change:
                env["stock.quant"]._update_available_quantity(
                    product, place.lot_stock_id, change)
        order = env["sale.order"].create({{
            "partner_id": {retailer.partner_id(SHOPPER)},
            "warehouse_id": places.filtered(lambda place: place.code == "LYO").id,
            "order_line": [(0, 0, {{"product_id": product.id, "product_uom_qty": 2}})],
        }})
        order.action_confirm()
        provider = env["payment.provider"].search([("code", "=", "demo")], limit=1)
        method = provider.payment_method_ids[:1]
        method.support_refund = "partial"
        env["payment.transaction"].create({{
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "reference": f"journey-{{order.id}}",
            "amount": order.amount_total,
            "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id,
            "operation": "online_direct",
            "sale_order_ids": [(6, 0, order.ids)],
        }})._set_done()
        env.cr.commit()
        result = {{"id": order.id, "name": order.name}}
        """
    )


def state(retailer, order):
    return retailer.value(
        """SELECT state FROM commerce_exception
            WHERE kind = 'promise' AND res_model = 'sale.order' AND res_id = %s""",
        order["id"],
    )


@pytest.mark.parametrize(
    ("lang", "settle", "whole", "ship", "hello"),
    [
        (
            "fr_FR",
            "Régler",
            "Bordeaux a tout.",
            "Expédier depuis ces lieux",
            "Bonjour Camille",
        ),
        (
            "en_US",
            "Settle",
            "Bordeaux has everything.",
            "Ship from these places",
            "Bonjour Camille",
        ),
    ],
)
def test_another_store_ships_and_the_customer_reads_why(
    retailer, manager, lang, settle, whole, ship, hello
):
    order = make_broken(retailer, {"Bordeaux": 3, "Paris": 1})
    boss = manager(lang)
    boss.open_what_is_to_settle()
    row = boss.page.locator(".o_data_row").filter(has_text=order["name"])
    row.get_by_role("button", name=settle, exact=True).click()
    dialog = boss.page.locator(".modal")
    expect(dialog).to_contain_text(whole)
    expect(dialog.locator(".o_data_row")).to_contain_text("Bordeaux")
    boss.keep_screen(f"settle-{lang}")
    dialog.get_by_role("button", name=ship).click()
    # the message is in the customer's language, whoever writes it; nobody sends it
    expect(boss.page.locator(".modal .o_field_html")).to_contain_text(hello)
    boss.keep_screen(f"settle-message-{lang}")
    assert state(retailer, order) == "done"
    assert retailer.ask(
        """SELECT place.code, line.quantity::float
             FROM stock_move move
             JOIN stock_move_line line ON line.move_id = move.id
             JOIN stock_location location ON location.id = line.location_id
             JOIN stock_warehouse place ON place.id = location.warehouse_id
             JOIN sale_order_line sale ON sale.id = move.sale_line_id
            WHERE sale.order_id = %s AND move.state = 'assigned'""",
        order["id"],
    ) == [("BOR", 2.0)]


def test_what_nobody_has_is_cancelled_and_refunded(retailer, manager):
    order = make_broken(retailer, {})
    boss = manager("fr_FR")
    boss.open_what_is_to_settle()
    row = boss.page.locator(".o_data_row").filter(has_text=order["name"])
    row.get_by_role("button", name="Régler", exact=True).click()
    dialog = boss.page.locator(".modal")
    expect(dialog).to_contain_text("Aucun lieu n’a ces articles")
    expect(dialog.get_by_role("button", name="Expédier")).to_have_count(0)
    dialog.get_by_role("button", name="Annuler et rembourser").click()
    confirmation = boss.page.locator(".modal").filter(has_text="définitif")
    boss.keep_screen("settle-refund")
    confirmation.get_by_role("button", name="Annuler et rembourser").click()
    expect(
        boss.page.locator(".modal .o_field_html").filter(has_text="remboursons")
    ).to_be_visible()
    wait_until(lambda: state(retailer, order) == "done")
    assert retailer.ask(
        """SELECT refund.state, (refund.amount + payment.amount)::float
             FROM payment_transaction refund
             JOIN payment_transaction payment
               ON payment.id = refund.source_transaction_id
            WHERE refund.operation = 'refund' AND payment.reference = %s""",
        f"journey-{order['id']}",
    ) == [("done", 0.0)]
    assert (
        retailer.value("SELECT state FROM sale_order WHERE id = %s", order["id"])
        == "cancel"
    )


def test_who_comes_second_reads_who_was_faster(retailer, manager):
    order = make_broken(retailer, {"Bordeaux": 2})
    first, second = manager("fr_FR"), manager("fr_FR")
    for boss in (first, second):
        boss.open_what_is_to_settle()
        row = boss.page.locator(".o_data_row").filter(has_text=order["name"])
        row.get_by_role("button", name="Régler", exact=True).click()
        boss.page.wait_for_selector(".modal .o_data_row")
    ship = "Expédier depuis ces lieux"
    first.page.locator(".modal").get_by_role("button", name=ship).click()
    expect(first.page.locator(".modal .o_field_html")).to_be_visible()
    second.page.locator(".modal").get_by_role("button", name=ship).click()
    second.sees("Léa Morel a traité cette ligne")
    second.keep_screen("settle-second")
