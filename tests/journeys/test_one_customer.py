# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A file made in store is known at the next till and becomes an account of the shop."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EMAIL = "zoe.lambert@client.example"
PASSWORD = "une phrase assez longue"


@pytest.fixture(scope="module")
def known(retailer):
    """A customer of the stores, with an order and without an account."""
    return retailer.shell(
        f"""
        site = env["website"].search([], limit=1)
        site.auth_signup_uninvited = "b2c"
        customer = env["res.partner"].create({{
            "name": "Zoé Lambert", "email": "{EMAIL}", "city": "Lyon",
            "zip": "69002", "phone": "+33 1 99 00 55 66"}})
        env["res.partner"].create({{"name": "zoe lambert", "zip": "69002"}})
        order = env["sale.order"].create({{
            "partner_id": customer.id,
            "order_line": [(0, 0, {{
                "product_id": env["product.product"].search(
                    [("sale_ok", "=", True)], limit=1).id}})]}})
        order.action_confirm()
        env["commerce.customer.pair"]._find(customer.ids)
        env.cr.commit()
        result = {{"id": customer.id, "order": order.name}}
        """
    )


def test_a_till_uses_the_file_that_has_the_address(known, people):
    cashier = people.cashier()
    cashier.tap(".product-screen .set-partner")
    cashier.tap(cashier.page.locator(".modal button").filter(has_text="Créer"))
    form = cashier.page.locator(".modal .o_form_view")
    form.locator("[name=name] input, [name=name] textarea").first.fill("Mme Lambert")
    form.locator("[name=email] input").first.fill(f" {EMAIL.upper()}")
    cashier.tap(".modal .o_form_button_save")
    dialog = cashier.page.locator(".o_unified_known_customer")
    expect(dialog).to_contain_text("Zoé L.")
    expect(dialog).not_to_contain_text(EMAIL)
    cashier.keep_screen("known_customer_at_the_till")
    cashier.tap(".o_unified_use_file")
    expect(cashier.page.locator(".product-screen .set-partner")).to_contain_text(
        "Zoé Lambert"
    )
    assert cashier.errors == []


def test_two_files_are_proposed_to_a_manager(known, people):
    manager = people.manager()
    manager.go("/odoo/action-unified_commerce_base.action_commerce_customer_pair")
    row = manager.page.locator(".o_data_row").filter(has_text="Zoé Lambert")
    expect(row).to_contain_text("même code postal")
    manager.keep_screen("customers_who_may_be_the_same")
    row.get_by_role("button", name="Ce sont deux personnes").click()
    expect(row).to_have_count(0)


def test_an_account_adopts_the_file_once_the_address_is_confirmed(
    retailer, known, people
):
    shopper = people.shopper(login=None, phone=True)
    shopper.go("/web/signup")
    for field, value in (
        ("login", EMAIL),
        ("name", "Zoé"),
        ("password", PASSWORD),
        ("confirm_password", PASSWORD),
    ):
        shopper.page.fill(f"input[name={field}]", value)
    shopper.page.click(".oe_signup_form button[type=submit]")
    shopper.page.wait_for_url(lambda url: "/signup" not in url, wait_until="commit")
    shopper.go("/my/orders")
    expect(shopper.page.locator("body")).not_to_contain_text(known["order"])
    shopper.go("/my")
    expect(shopper.page.locator(".o_unified_store_file")).to_contain_text(EMAIL)
    assert not shopper.scrolls_sideways()
    assert shopper.barriers() == []
    shopper.keep_screen("address_to_confirm")

    body = retailer.value(
        "SELECT body_html FROM mail_mail WHERE email_to = %s ORDER BY id DESC", EMAIL
    )
    link = urlsplit(re.search(r'href="([^"]*/my/store_file/[^"]+)"', body)[1])
    shopper.go(link.path)
    assert shopper.barriers() == []
    shopper.keep_screen("store_file")
    shopper.page.get_by_role("button", name="Confirmer mon adresse").click()
    shopper.sees("Votre adresse est confirmée")
    shopper.keep_screen("store_file_confirmed")
    shopper.go("/my/orders")
    shopper.sees(known["order"])
    assert not shopper.scrolls_sideways()
    shopper.go(link.path)
    shopper.sees("Votre adresse est confirmée")
    assert shopper.errors == []
