# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shop is usable by everybody, on a phone and at a desk."""

import pytest

pytestmark = pytest.mark.browser

PAGES = ["/", "/shop", "product", "/shop/cart", "/shop/checkout", "/my"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "phone",
    [
        pytest.param(True, id="phone"),
        # the same pages in the same words: the narrow one is the hard one
        pytest.param(False, id="desk", marks=pytest.mark.long),
    ],
)
def test_page_is_accessible(retailer, people, page, phone):
    shopper = people.shopper(phone=phone)
    if page in ("/shop/cart", "/shop/checkout"):
        retailer.start_over("shopper")
        shopper.add_to_cart(retailer.products["web_1"])
    shopper.go(retailer.path_of(page))
    shopper.page.wait_for_load_state("load")
    barriers = shopper.barriers()
    assert not barriers, "\n".join(barriers)
    assert not shopper.scrolls_sideways()
