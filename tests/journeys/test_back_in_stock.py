# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sold out everywhere: asked for on a phone and at a till, told once to each."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

VISITOR = "alix.durand@client.example"
WALK_IN = "sacha.roy@client.example"
CRON = "unified_commerce_base.ir_cron_stock_alert"


@pytest.fixture
def sold_out(retailer):
    """An article that no place has, and nobody waits for."""
    article = retailer.products["web_1"]
    retailer.shell(
        f"""
        product = env["product.product"].browse({article["id"]})
        places = env["stock.warehouse"].search([])
        available = env["commerce.availability"]._read(product, places)
        for place in places:
            if left := available[product.id, place.id]:
                env["stock.quant"]._update_available_quantity(
                    product, place.lot_stock_id, -left)
        env["commerce.stock.alert"].search([]).unlink()
        env["mail.mail"].search([("model", "=", "commerce.stock.alert")]).unlink()
        if not env["res.partner"].search_count([("name", "=", "Sacha Roy")]):
            env["res.partner"].create({{"name": "Sacha Roy"}})
        env.cr.commit()
        result = True
        """
    )
    return article


def receive(retailer, article, code, quantity):
    """Receive goods as a warehouse does; say whether the alerts were woken by it."""
    return retailer.shell(
        f"""
        cron = env.ref("{CRON}")
        triggers = [("cron_id", "=", cron.id)]
        before = env["ir.cron.trigger"].search_count(triggers)
        place = env["stock.warehouse"].search([("code", "=", "{code}")])
        operation = place.in_type_id
        receipt = env["stock.picking"].create({{
            "picking_type_id": operation.id,
            "location_id": env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": place.lot_stock_id.id,
            "move_ids": [(0, 0, {{
                "product_id": {article["id"]},
                "product_uom_qty": {quantity},
                "location_id": env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": place.lot_stock_id.id,
            }})],
        }})
        receipt.action_confirm()
        receipt.move_ids.quantity = {quantity}
        receipt.move_ids.picked = True
        receipt.button_validate()
        assert receipt.state == "done"
        env.cr.commit()
        result = env["ir.cron.trigger"].search_count(triggers) > before
        cron.method_direct_trigger()
        """
    )


def mails(retailer):
    """Return the addresses that a mail about an alert is written to."""
    rows = retailer.ask(
        """SELECT mail.email_to FROM mail_mail mail
             JOIN mail_message message ON message.id = mail.mail_message_id
            WHERE message.model = 'commerce.stock.alert' ORDER BY mail.email_to"""
    )
    return [address for [address] in rows]


def test_who_asked_on_the_shop_and_at_the_till_is_told_once(retailer, people, sold_out):
    article, warehouse = sold_out, shop_place(retailer)
    visitor = people.shopper(login=None, phone=True)
    visitor.open_product(article)
    visitor.page.click("#product_stock_notification_message")
    visitor.page.fill("#stock_notification_input", VISITOR)
    visitor.page.click("#product_stock_notification_form_submit_button")
    expect(visitor.page.locator("#stock_notification_success_message")).to_be_visible()
    assert not visitor.scrolls_sideways()

    # at the till: a customer without address, who gives one for this
    cashier = people.cashier("Lyon 1", pin="1111")
    cashier.choose_customer("Sacha Roy")
    card = cashier.page.locator("article.product").filter(has_text=article["name"])
    card.first.click(delay=1200)
    information = cashier.page.locator(".modal .o_unified_alert")
    information.locator("button").click()
    information.locator("input").fill(WALK_IN)
    information.locator("button").click()
    expect(information).to_contain_text(WALK_IN)

    assert mails(retailer) == []
    assert receive(retailer, article, "LYO", 3)
    assert receive(retailer, article, warehouse, 3)
    assert mails(retailer) == [VISITOR, WALK_IN]
    # nobody is left to wait: a second receipt wakes nothing and mails nobody
    assert not receive(retailer, article, "LYO", 3)
    assert mails(retailer) == [VISITOR, WALK_IN]


def test_a_customer_waits_for_a_store_and_changes_their_mind(
    retailer, people, sold_out
):
    shopper = people.shopper(phone=True)
    shopper.open_product(sold_out)
    alert = shopper.page.locator(".o_unified_store_alert")
    alert.locator("select").select_option(label="Lyon")
    alert.locator("button").click()
    expect(alert.locator("p")).to_contain_text("Lyon")
    assert not shopper.scrolls_sideways()
    path = retailer.shell(
        """
        from urllib.parse import urlsplit
        result = urlsplit(env["commerce.stock.alert"].search([])._get_stop_url()).path
        """
    )
    state = "SELECT state FROM commerce_stock_alert"
    # what reads the mail before the customer does opens the link, too
    shopper.context.request.get(retailer.url + path)
    assert retailer.value(state) == "waiting"
    shopper.go(path)
    shopper.sees("Lyon")
    shopper.page.locator("#wrap button[type=submit]").click()
    expect(shopper.page.locator("#wrap .alert-success")).to_be_visible()
    assert not shopper.scrolls_sideways()
    assert retailer.value(state) == "cancelled"
    receive(retailer, sold_out, "LYO", 1)
    assert mails(retailer) == []


def shop_place(retailer):
    return retailer.value(
        """SELECT place.code FROM website
             JOIN stock_warehouse place ON place.id = website.warehouse_id LIMIT 1"""
    )
