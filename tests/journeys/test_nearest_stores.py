# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The nearest store with the article: said by the browser, which keeps the position."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Villeurbanne, 3 km from the middle of Lyon
HERE = {"latitude": 45.7719, "longitude": 4.8762}


class Visitor:
    """A shopper who watches what leaves the browser."""

    def __init__(self, shopper):
        self.shopper, self.page = shopper, shopper.page
        self.sent = []
        self.page.on("request", self._note)

    def _note(self, request):
        self.sent.append(f"{request.url} {request.post_data or ''}")

    def stands_at(self, position):
        context = self.shopper.context
        context.grant_permissions(["geolocation"])
        context.set_geolocation(position)

    @property
    def button(self):
        return self.page.locator(".o_unified_nearest button")

    @property
    def stores(self):
        return self.page.locator(".o_unified_store_stock li")

    def shows_in_order(self, *texts):
        expect(self.stores).to_have_text(
            [re.compile(text) for text in texts], timeout=5_000
        )

    def kept_the_position(self):
        """Nothing that was sent holds a coordinate of the shopper."""
        assert not [sent for sent in self.sent if re.search(r"45\.77|4\.876", sent)]


@pytest.mark.parametrize(
    ("lang", "near", "far"),
    [
        ("fr-FR", r"Lyon \(à 3,3 km\)", r"Paris \(à 39\d km\)"),
        ("en-US", r"Lyon \(3\.3 km away\)", r"Paris \(39\d km away\)"),
    ],
)
def test_the_nearest_store_comes_first(retailer, people, lang, near, far):
    visitor = Visitor(people.shopper(login=None, phone=True, lang=lang))
    visitor.stands_at(HERE)
    prefix = "" if lang == "fr-FR" else "/en"
    visitor.shopper.go(prefix + retailer.products["web_1"]["url"])
    before = visitor.stores.all_inner_texts()
    assert not any("km" in text for text in before)
    visitor.button.press("Enter")
    visitor.shows_in_order(near, far, r"Bordeaux \(.*4\d\d km")
    expect(visitor.button).to_have_attribute("aria-pressed", "true")
    assert not visitor.shopper.scrolls_sideways()
    assert not visitor.shopper.barriers()
    visitor.shopper.keep_screen(f"nearest-{lang}")
    # the live stock keeps the order, and the next page knows it without asking
    with visitor.page.expect_response(lambda got: "/shop/store_stock" in got.url):
        pass
    visitor.shows_in_order(near, far, "Bordeaux")
    visitor.shopper.context.clear_permissions()
    visitor.shopper.go(prefix + retailer.products["web_2"]["url"])
    visitor.shows_in_order(near, far, "Bordeaux")
    # in the cart, too
    with visitor.page.expect_response(lambda got: "/shop/cart/add" in got.url):
        visitor.page.click("#add_to_cart")
    visitor.shopper.go(prefix + "/shop/cart")
    line = visitor.page.locator(".o_unified_stock_line").first.locator("> span")
    expect(line).to_have_text([re.compile(near), re.compile(far), re.compile("Bord")])
    assert not visitor.shopper.scrolls_sideways()
    visitor.shopper.keep_screen(f"nearest-cart-{lang}")
    # pressed again, the position is forgotten
    visitor.button.click()
    expect(visitor.page.locator(".o_unified_distance")).to_have_count(0)
    visitor.shopper.go(prefix + retailer.products["web_1"]["url"])
    visitor.shows_in_order(*[re.escape(text) for text in before])
    visitor.kept_the_position()


def test_the_position_is_asked_for_by_nobody_but_the_shopper(retailer, people):
    visitor = Visitor(people.shopper(login=None))
    visitor.page.add_init_script(
        """const ask = navigator.geolocation.getCurrentPosition;
           window.asked = 0;
           navigator.geolocation.getCurrentPosition = function () {
               window.asked += 1;
               return ask.apply(navigator.geolocation, arguments);
           };"""
    )
    visitor.shopper.open_product(retailer.products["web_1"])
    assert visitor.page.evaluate("window.asked") == 0
    visitor.button.click()
    assert visitor.page.evaluate("window.asked") == 1


def test_a_refusal_changes_nothing_and_is_told_in_one_sentence(retailer, people):
    visitor = Visitor(people.shopper(login=None, phone=True))
    visitor.shopper.open_product(retailer.products["web_1"])
    before = visitor.stores.all_inner_texts()
    visitor.button.click()
    told = visitor.page.locator(".o_unified_nearest [role=status]")
    expect(told).to_contain_text(
        "n’est pas partagée", use_inner_text=True, timeout=5_000
    )
    expect(visitor.button).to_have_attribute("aria-pressed", "false")
    assert visitor.stores.all_inner_texts() == before
    assert not visitor.shopper.scrolls_sideways()


def test_a_position_that_cannot_be_found_is_told(retailer, people):
    visitor = Visitor(people.shopper(login=None, phone=True, lang="en-US"))
    visitor.page.add_init_script(
        """navigator.geolocation.getCurrentPosition = (found, lost) =>
               lost({ code: 3, PERMISSION_DENIED: 1 });"""
    )
    visitor.shopper.go("/en" + retailer.products["web_1"]["url"])
    visitor.button.click()
    told = visitor.page.locator(".o_unified_nearest [role=status]")
    expect(told).to_contain_text("could not be found", use_inner_text=True)


def test_a_store_whose_place_is_not_known_comes_last(retailer, people):
    visitor = Visitor(people.shopper(login=None))
    visitor.stands_at(HERE)
    retailer.shell(
        """
        address = env["stock.warehouse"].search([("code", "=", "LYO")]).partner_id
        address.write({"partner_latitude": 0, "partner_longitude": 0})
        env.cr.commit()
        result = True
        """
    )
    visitor.shopper.open_product(retailer.products["web_1"])
    visitor.button.click()
    visitor.shows_in_order(r"Paris \(", r"Bordeaux \(", r"Lyon$")
