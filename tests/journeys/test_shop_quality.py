# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shop is usable by everybody, on a phone and at a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = ["/", "/shop", "product", "/shop/cart", "/shop/checkout", "/my"]
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_page_is_accessible(retailer, people, page, phone):
    shopper = people.shopper(phone=phone)
    if page in ("/shop/cart", "/shop/checkout"):
        retailer.start_over("shopper")
        shopper.add_to_cart(retailer.products["web_1"])
    shopper.go(retailer.path_of(page))
    shopper.page.wait_for_load_state("load")
    found = Axe().run(shopper.page).response["violations"]
    serious = [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in SERIOUS
    ]
    assert not serious, "\n".join(serious)
    assert not shopper.scrolls_sideways()
