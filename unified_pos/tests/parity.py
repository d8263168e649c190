# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import logging
import os
import time
from contextlib import ExitStack
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import HttpCase
from odoo.tests.common import ChromeBrowser
from odoo.tools import SQL, groupby

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


def basket_of(catalogue, discounts=(0, 0, 0, 5, 10, 33.33, 100), **values):
    """Return a strategy of baskets; ``values`` are strategies for its parts."""
    kilo = catalogue.env.ref("uom.product_uom_kgm")

    def line(product):
        quantity = st.sampled_from([1, 1, 2, 3, 5, 7, 12, 100])
        if product.uom_id == kilo:
            quantity |= st.integers(1, 999).map(lambda grams: grams / 100)
        own = catalogue.extras.filtered(
            lambda extra: extra.product_tmpl_id == product.product_tmpl_id
        )
        return st.fixed_dictionaries(
            {
                "product": st.just(product.id),
                "quantity": quantity,
                "discount": st.sampled_from(discounts),
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


class ParityCase(TillCommon, HttpCase):
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
        return self._at_till("unifiedReckon", baskets)

    def _sell_at_till(self, baskets):
        """Sell the baskets at the real till; return the tickets in the same order."""
        tickets = self.env["pos.order"].browse(self._at_till("unifiedSell", baskets))
        self.env.invalidate_all()
        return tickets

    def _at_till(self, function, baskets):
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
                        "expression": f"{SILENT}{function}({json.dumps(chunk)})",
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


class DayCase(ParityCase):
    """A day sold at a real till, in Chromium, and compared the night after."""

    def _sell_day(self, baskets):
        self.company.tax_calculation_rounding_method = "round_globally"
        tickets = self._sell_at_till(baskets)
        self.assertEqual(set(tickets.mapped("state")), {"paid"})
        self._let_the_night_pass()
        return tickets

    def _let_the_night_pass(self):
        """Make all that was done today a day older.

        By SQL: French law lets nobody write another date on a ticket.
        """
        self.env.flush_all()
        for table, column in (
            ("pos_order", "date_order"),
            ("pos_session", "start_at"),
            ("product_pricelist_item", "write_date"),
            ("product_template", "write_date"),
        ):
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s - INTERVAL '1 day'",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    SQL.identifier(column),
                )
            )
        self.env.invalidate_all()

    def _replay(self, tickets):
        Replay = self.env["commerce.replay"]
        today = Replay.new({"company_id": self.company.id})._today()
        replay = Replay.create({"day": today - timedelta(days=1)})
        while replay._replay_batch():
            pass
        self.assertEqual(replay.ticket_count, len(tickets))
        return replay.gap_ids
