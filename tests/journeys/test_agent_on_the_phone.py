# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One cart on the shopper's phone, in the back office and at a till."""

import re

import pytest
from playwright.sync_api import expect

from .people import LIVE, base_name

pytestmark = pytest.mark.browser

SHOPPER = "shopper"


def test_shopper_agent_and_till_work_on_one_cart(retailer, people):
    """The agent adds, the shopper asks for the cart back, the till takes it over."""
    web_1, web_2 = retailer.products["web_1"], retailer.products["web_2"]
    retailer.start_over(SHOPPER)
    phone = people.shopper(phone=True)
    phone.add_to_cart(web_1)
    phone.open_cart()

    # 1. the agent opens the customer's cart, takes it and adds an article
    agent = people.agent()
    agent.open_cart_of(retailer.partner_id(SHOPPER))
    expect(agent.page.locator(".o_field_x2many_list_row_add")).to_have_count(0)
    agent.press("Modifier le panier")
    phone.sees("un conseiller prépare votre panier", within=LIVE)
    agent.add_article(web_2)
    phone.cart_shows(web_1, web_2)
    agent.keep_screen("agent_has_the_cart")

    # 2. the shopper asks for it back, the agent hands it over
    phone.page.click(".o_unified_cart_ask")
    phone.keep_screen("shopper_has_asked")
    assert not phone.scrolls_sideways()
    asked = agent.page.locator(".o_notification").filter(has_text="demande ce panier")
    expect(asked).to_be_visible(timeout=LIVE)
    agent.keep_screen("agent_is_asked")
    asked.get_by_role("button", name="Céder le panier").click()
    phone.sees("de nouveau à vous", within=LIVE)
    phone.set_quantity(web_1, 3)
    assert retailer.cart(SHOPPER)["lines"] == {web_1["id"]: 3, web_2["id"]: 1}

    # 3. what the phone changes shows on the agent's form
    quantity = agent.line(web_1).locator("td[name='product_uom_qty']")
    expect(quantity).to_have_text(re.compile(r"^\s*3"), timeout=LIVE)

    # 4. a till takes it over from the agent, who is told why
    agent.press("Modifier le panier")
    cashier = people.cashier("Lyon 1", pin="1111")
    cashier.choose_customer(retailer.customer_name(SHOPPER))
    expect(cashier.cart_dialog).to_contain_text("bureau")
    cashier.keep_screen("till_sees_a_held_cart")
    cashier.tap(".o_unified_take")
    cashier.tap(".modal .selection-item")
    cashier.page.wait_for_selector(".o_unified_chip_in_hand")
    expect(
        agent.page.locator(".o_notification").filter(has_text="Lyon 1")
    ).to_be_visible(timeout=LIVE)
    expect(agent.page.locator(".o_unified_cart_held")).to_contain_text("Lyon 1")
    agent.keep_screen("agent_lost_the_cart")
    assert not agent.errors and not phone.errors and not cashier.errors
    assert base_name(web_1["name"]) in cashier.lines.all_inner_texts()[0]
