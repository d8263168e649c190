# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A phone with a basket of its own signs in, and its owner is asked what to keep."""

import pytest
from playwright.sync_api import expect

from .people import base_name

pytestmark = pytest.mark.browser

SHOPPER = "shopper"


@pytest.fixture
def asked(retailer):
    """The shop asks; the customer begins with nothing saved."""

    def set_rule(rule):
        retailer.shell(
            f"""
            env["website"].search([]).cart_merge_rule = "{rule}"
            kept = env["sale.order"].search([
                ("partner_id", "=", {retailer.partner_id(SHOPPER)}),
                ("cart_state", "in", ("saved", "waiting", "aside")),
            ])
            kept.write({{"cart_state": "cancelled", "state": "cancel"}})
            env.cr.commit()
            result = True
            """
        )

    retailer.start_over(SHOPPER)
    set_rule("ask")
    yield
    set_rule("merge")


def test_phone_signs_in_and_its_owner_chooses(retailer, people, asked):
    web_1, web_2 = (retailer.products[key] for key in ("web_1", "web_2"))
    laptop = people.shopper(SHOPPER)
    laptop.add_to_cart(web_1)

    phone = people.shopper(login=None, phone=True)
    phone.add_to_cart(web_2)
    phone.sign_in(SHOPPER)

    # every page says it, and the cart page asks
    phone.go("/shop")
    banner = phone.page.locator(".o_unified_choice_banner")
    expect(banner).to_be_visible()
    assert not phone.scrolls_sideways()
    banner.locator("a").tap()
    choice = phone.page.locator(".o_unified_cart_choice")
    expect(choice).to_contain_text("Que faire de vos deux paniers")
    phone.cart_shows(web_1)
    assert not phone.scrolls_sideways()
    assert phone.barriers() == []
    for button in choice.locator("button").all():
        assert button.bounding_box()["height"] >= 44
    phone.keep_screen("two_baskets_phone")

    # the basket of the phone is kept, the other one is saved
    choice.get_by_role("button", name="Garder celui-là").tap()
    phone.cart_shows(web_2)
    expect(choice).to_have_count(0)
    saved = phone.page.locator("#saved_carts")
    expect(saved).to_contain_text(base_name(web_1["name"]))
    laptop.badge_shows(1)
    saved.scroll_into_view_if_needed()
    assert not phone.scrolls_sideways()
    assert phone.barriers() == []
    phone.keep_screen("saved_carts_phone")

    # and found again in the account, and put back
    phone.go("/my/carts")
    expect(phone.page.locator("#saved_carts")).to_contain_text(base_name(web_1["name"]))
    phone.keep_screen("my_carts_phone")
    phone.page.locator(".o_unified_put_back").tap()
    phone.cart_shows(web_1, web_2)
    expect(phone.page.locator("#saved_carts")).to_have_count(0)
    laptop.badge_shows(2)
    phone.keep_screen("cart_save_for_later_phone")
