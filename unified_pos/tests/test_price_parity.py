# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging
import os
import time
from contextlib import ExitStack
from unittest import skipUnless

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import ChromeBrowser
from odoo.tools import groupby

from .baskets import Catalogue
from .common import TillCommon

try:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st
except ImportError:  # a tool of developers, not of those who run the tests of a module
    given = None

EXAMPLES = int(os.environ.get("UNIFIED_BASKETS", 500))
CHUNK = 100
# each step of a ticket writes to the console, which a debugger carries away in whole
SILENT = "console.log = () => {}; "

_logger = logging.getLogger(__name__)


def batched(baskets):
    """Yield parts of baskets that are rounded alike."""
    for _rounding, alike in groupby(baskets, key=lambda basket: basket["rounding"]):
        for start in range(0, len(alike), CHUNK):
            yield alike[start : start + CHUNK]


def draw(strategy, count=EXAMPLES):
    """Return ``count`` examples, always the same ones."""
    drawn = []

    @settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(example):
        drawn.append(example)

    keep()
    return drawn


def basket_of(catalogue, **values):
    """Return a strategy of baskets; ``values`` are strategies for its parts."""
    kilo = catalogue.env.ref("uom.product_uom_kgm")

    def line(product):
        quantity = st.sampled_from([1, 1, 2, 3, 5, 7, 12, 100])
        if product.type == "combo":
            quantity = st.just(1)  # see what is known to differ
        if product.uom_id == kilo:
            quantity |= st.integers(1, 999).map(lambda grams: grams / 100)
        own = catalogue.extras.filtered(
            lambda extra: extra.product_tmpl_id == product.product_tmpl_id
        )
        return st.fixed_dictionaries(
            {
                "product": st.just(product.id),
                "quantity": quantity,
                "discount": st.sampled_from([0, 0, 0, 5, 10, 33.33, 100]),
                "extras": st.tuples(*([st.sampled_from(own.ids)] if own else [])),
                "combo_items": st.tuples(
                    *(
                        st.sampled_from(combo.combo_item_ids.ids)
                        for combo in product.combo_ids
                    )
                ),
            }
        )

    lines = {product: line(product) for product in catalogue.products}
    return st.fixed_dictionaries(
        {
            "rounding": st.sampled_from(["round_per_line", "round_globally"]),
            "pricelist": st.sampled_from(catalogue.lists.ids),
            "fiscal_position": st.just(False),
            "lines": st.lists(
                st.sampled_from(list(catalogue.products)),
                min_size=1,
                max_size=6,
                unique_by=lambda product: product.id,
            ).flatmap(lambda chosen: st.tuples(*(lines[one] for one in chosen))),
            **values,
        }
    )


def by_article(line):
    return line["product"], line["price"]


def differences(till, server):
    """Return what differs by a cent or more, in words."""
    found = []
    for name in ("total", "tax"):
        if abs(till[name] - server[name]) > 0.001:
            found.append(f"{name}: till {till[name]}, server {server[name]}")
    if len(till["lines"]) != len(server["lines"]):
        found.append("not the same lines")
    for mine, theirs in zip(
        *(sorted(one["lines"], key=by_article) for one in (till, server)), strict=False
    ):
        for name in ("price", "total", "net"):
            if abs(mine[name] - theirs[name]) > 0.001:
                found.append(
                    f"line of {mine['product']}, {name}: "
                    f"till {mine[name]}, server {theirs[name]}"
                )
    rates, theirs = dict(till["rates"]), dict(server["rates"])
    for group in rates | theirs:
        if abs(rates.get(group, 0) - theirs.get(group, 0)) > 0.001:
            found.append(
                f"tax group {group}: till {rates.get(group)}, "
                f"server {theirs.get(group)}"
            )
    return found


@tagged("post_install", "-at_install")
@skipUnless(given, "hypothesis is not installed")
class TestPriceParity(TillCommon, HttpCase):
    """The till's JavaScript and the server's Python say the same, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.catalogue = Catalogue(cls.env, cls.company)
        lists = cls.catalogue.lists
        positions = cls.catalogue.overseas | cls.catalogue.export
        cls.till_1.write(
            {
                "use_pricelist": True,
                "available_pricelist_ids": [Command.set(lists.ids)],
                "pricelist_id": lists[0].id,
                "tax_regime_selection": True,
                "fiscal_position_ids": [Command.set(positions.ids)],
            }
        )

    def _reckon_at_till(self, baskets):
        """Return what the real till, opened in Chromium, says of the baskets."""
        browser = ChromeBrowser(self)
        said = []
        with self.allow_requests(browser=browser), ExitStack() as closing:
            closing.callback(self._wait_remaining_requests)
            closing.callback(browser.stop)
            self.authenticate(self.cashier.login, self.cashier.login, browser=browser)
            self.env.cr.flush()
            self.env.cr.clear()
            browser.navigate_to(f"{self.base_url()}/pos/ui/{self.till_1.id}")
            ready = "Boolean(window.unifiedReckon && window.posmodel?.session)"
            self.assertTrue(browser._wait_ready(ready), "the till did not open")
            for chunk in batched(baskets):
                answer = browser._websocket_request(
                    "Runtime.evaluate",
                    params={
                        "expression": f"{SILENT}unifiedReckon({json.dumps(chunk)})",
                        "awaitPromise": True,
                    },
                    timeout=60,
                )
                self.assertNotIn("exceptionDetails", answer)
                said += json.loads(answer["result"]["value"])
        return said

    def _reckon_on_server(self, baskets):
        said = []
        for chunk in batched(baskets):
            said += self.catalogue.reckon_on_server(chunk)
            self.env.invalidate_all()
        return said

    def _disagreements(self, baskets):
        """Return (basket, what differs), the shortest basket first."""
        baskets = sorted(baskets, key=lambda basket: basket["rounding"])
        start = time.monotonic()
        till = self._reckon_at_till(baskets)
        middle = time.monotonic()
        server = self._reckon_on_server(baskets)
        _logger.info(
            "%s baskets: till %.1f s, server %.1f s",
            len(baskets),
            middle - start,
            time.monotonic() - middle,
        )
        wrong = [
            (basket, found)
            for basket, mine, theirs in zip(baskets, till, server, strict=True)
            if (found := differences(mine, theirs))
        ]
        return sorted(wrong, key=lambda one: len(one[0]["lines"]))

    def test_generated_baskets_cost_the_same_on_both_engines(self):
        baskets = draw(basket_of(self.catalogue))
        wrong = self._disagreements(baskets)
        self.assertFalse(wrong[:1], f"{len(wrong)} of {len(baskets)} baskets differ")

    def _basket(self, product, **values):
        line = {"product": product.id, "quantity": 1, "discount": 0}
        line |= {"extras": [], "combo_items": []}
        line |= {name: values.pop(name) for name in list(values) if name in line}
        basket = {"rounding": "round_globally", "fiscal_position": False}
        return {
            **basket,
            "pricelist": self.catalogue.lists[0].id,
            "lines": [line],
            **values,
        }

    def _list(self, **rule):
        pricelist = self.env["product.pricelist"].create(
            {"name": "Q", "item_ids": [Command.create(rule)]}
        )
        self.till_1.available_pricelist_ids |= pricelist
        return pricelist.id

    def test_what_is_known_to_differ_differs_as_it_is_told(self):
        """Odoo's own disagreements: the nightly comparison lists them with their cause.

        Each one that is gone with a new version of Odoo is to be taken off this list.
        """
        catalogue = self.catalogue
        cup, menu = catalogue.products[0], catalogue.products[-1]
        cup.write(
            {"list_price": 120.0, "taxes_id": [Command.set(catalogue.taxes[0].ids)]}
        )
        plain = self._list(compute_price="percentage", percent_price=0)
        items = [combo.combo_item_ids[0].id for combo in menu.combo_ids]
        many = self._list(
            compute_price="percentage",
            percent_price=50,
            min_quantity=2,
            product_id=menu.id,
        )
        self.env.user.group_ids |= self.env.ref("sale.group_discount_per_so_line")
        discounted = self._list(compute_price="percentage", percent_price=15)
        pen = catalogue.products[6]
        pen.list_price = 9.99
        cases = {
            # the server takes the old rate out of the price, the till keeps the price
            "fiscal position": self._basket(
                cup, pricelist=plain, fiscal_position=catalogue.overseas.id
            ),
            # the till prices one combo, the server as many as are bought
            "combo by quantity": self._basket(
                menu, pricelist=many, combo_items=items, quantity=2
            ),
            # the till rounds the reduced price, the server the reduced line
            "discount on the line": self._basket(
                pen, pricelist=discounted, quantity=10
            ),
        }
        baskets = list(cases.values())
        tills = self._reckon_at_till(baskets)
        servers = self.catalogue.reckon_on_server(baskets)
        totals = {
            name: (till["total"], server["total"])
            for name, till, server in zip(cases, tills, servers, strict=True)
        }
        self.assertEqual(
            totals,
            {
                "fiscal position": (120.0, 108.5),
                "combo by quantity": (63.41, 31.7),
                "discount on the line": (101.88, 101.9),
            },
        )
