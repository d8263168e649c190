# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A small shop on real server processes, and the means to make things meet in time."""

import contextlib
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from . import till
from .dataset import PASSWORD
from .lab import Client

PATIENCE = 60


class Gate:
    """Holds every writer of a table at the same point, then lets them go together.

    A writer has taken its snapshot when it waits here, so what follows is a true
    overlap of transactions, and not a matter of luck.
    """

    def __init__(self, shop, table):
        self.shop = shop
        self.table = table
        self.connection = shop.lab.connect(shop.database)

    def __enter__(self):
        with self.connection.cursor() as cr:
            cr.execute(f"LOCK TABLE {self.table} IN SHARE MODE")
        return self

    def wait_for(self, count):
        """Return when so many transactions wait: at the gate, or for one that does."""
        deadline = time.monotonic() + PATIENCE
        query = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        while time.monotonic() < deadline:
            if self.shop.rows(query)[0][0] >= count:
                return
            time.sleep(0.01)
        raise AssertionError(f"{count} writers of {self.table} did not come")

    def open(self):
        if not self.connection.closed:
            self.connection.rollback()
            self.connection.close()

    def __exit__(self, *_exc):
        self.open()


class Shop:
    """The database of a small shop, with its servers, browsers and tills."""

    def __init__(self, lab, name="shop", shoppers=8):
        self.lab = lab
        self.database = lab.unique(name)
        lab.clone(lab.template("suite"), self.database)
        with lab.worker(self.database) as worker:
            self.facts = worker.ask(
                "build_shop", "benchmarks.dataset", shoppers=shoppers
            )
        self.servers = []
        self.free_shoppers = itertools.cycle(sorted(self.facts["shoppers"]))

    def start(self, workers=2):
        """Start a server (of one process, or of several), kept until the end."""
        server = self.lab.server(self.database, workers=workers).start()
        self.servers.append(server)
        return server

    def close(self):
        for server in self.servers:
            server.kill()
        self.lab.drop(self.database)

    # Looking -------------------------------------------------------------------

    def rows(self, query, *params):
        with contextlib.closing(self.lab.connect(self.database)) as connection:
            with connection.cursor() as cr:
                cr.execute(query, params)
                return cr.fetchall()

    def execute(self, query, *params):
        with contextlib.closing(self.lab.connect(self.database)) as connection:
            with connection, connection.cursor() as cr:
                cr.execute(query, params)

    def open_carts(self, login):
        """Return {cart id: {article: quantity}} of the customer's open carts."""
        return self._carts(login, "open")

    def kept_carts(self, login):
        """Return [{article: quantity}] of the baskets that are not the open cart."""
        return list(self._carts(login, "saved", "waiting").values())

    def _carts(self, login, *states):
        found = self.rows(
            """SELECT o.id, product.default_code, sum(line.product_uom_qty)::int
                 FROM sale_order o
                 LEFT JOIN sale_order_line line ON line.order_id = o.id
                 LEFT JOIN product_product product ON product.id = line.product_id
                WHERE o.cart_state = ANY(%s) AND o.partner_id = %s
                GROUP BY 1, 2 ORDER BY 1, 2""",
            list(states),
            self.facts["shoppers"][login],
        )
        carts = {}
        for cart_id, code, quantity in found:
            basket = carts.setdefault(cart_id, {})
            if code:
                basket[code] = quantity
        return carts

    def last_units(self, *units):
        """Make an article for each number of units, all there is of it; return them."""
        with self.lab.worker(self.database) as worker:
            return worker.ask("last_units", "benchmarks.dataset", units=units)

    def the_cart(self, login):
        """Return (id, {article: quantity}) of the one open cart."""
        carts = self.open_carts(login)
        assert len(carts) == 1, f"{login} has {len(carts)} open carts: {carts}"
        return next(iter(carts.items()))

    # Acting --------------------------------------------------------------------

    def shopper(self):
        """Return the login of a customer without an open cart."""
        login = next(self.free_shoppers)
        self.execute(
            "UPDATE sale_order SET cart_state = 'cancelled', state = 'cancel'"
            " WHERE cart_state = 'open' AND partner_id = %s",
            self.facts["shoppers"][login],
        )
        return login

    def forget_saved_carts(self, login):
        self.execute(
            "UPDATE sale_order SET cart_state = 'cancelled', state = 'cancel'"
            " WHERE cart_state IN ('saved', 'waiting') AND partner_id = %s",
            self.facts["shoppers"][login],
        )

    def browser(self, server, login=None):
        return Client(server, login, PASSWORD if login else None)

    def add(self, browser, code, quantity=1):
        """Put an article in the cart; return the answer of the shop."""
        product = self.facts["products"][code]
        return browser.call_route(
            "/shop/cart/add",
            product_template_id=product["template"],
            product_id=product["id"],
            quantity=quantity,
        )

    def till(self, server, name):
        """Return a device of the till, its session open."""
        facts = self.facts["tills"][name]
        cashier = Client(server, "bench_cashier", PASSWORD)
        return till.Till(cashier, facts["id"], facts["card"]).open()

    def take(self, device, login, **options):
        """Take the customer's cart at a till, as its screen does."""
        partner_id = self.facts["shoppers"][login]
        return device.client.call(
            "pos.config", "unified_cart_take", [device.config_id], partner_id, **options
        )

    def cart_ticket(self, device, taken, login, extra=()):
        """Return the paid ticket of a cart that was taken, with further articles."""
        [cart_id] = (one["id"] for one in taken["records"]["sale.order"])
        lines = [
            till.line(
                one["product_id"],
                one["qty"],
                one["price_unit"],
                one["tax_ids"],
                sale_order_line_id=one["sale_line_id"],
                sale_order_origin_id=cart_id,
            )
            for one in taken["lines"]
        ]
        lines += [
            till.line(self.facts["products"][code]["id"], 1, 10.0, self.facts["taxes"])
            for code in extra
        ]
        return device.ticket(lines, partner_id=self.facts["shoppers"][login])

    def outcome(self, article):
        """Return how many orders of an article were confirmed, got their goods, were
        paid by the provider, and are on the list of a person."""
        orders = (
            "SELECT DISTINCT sale.* FROM sale_order sale"
            " JOIN sale_order_line line ON line.order_id = sale.id"
            f" WHERE line.product_id = {int(article['id'])}"
        )
        [counts] = self.rows(
            f"""
            WITH orders AS ({orders})
            SELECT (SELECT count(*) FROM orders WHERE state = 'sale'),
                   (SELECT count(*) FROM orders
                     WHERE EXISTS (SELECT 1 FROM stock_move move
                                     JOIN sale_order_line line
                                       ON line.id = move.sale_line_id
                                    WHERE line.order_id = orders.id
                                      AND move.state = 'assigned')),
                   (SELECT count(*) FROM payment_transaction payment
                      JOIN sale_order_transaction_rel link
                        ON link.transaction_id = payment.id
                      JOIN orders ON orders.id = link.sale_order_id
                     WHERE payment.state = 'done'),
                   (SELECT count(*) FROM commerce_exception told
                      JOIN orders ON orders.id = told.res_id
                     WHERE told.res_model = 'sale.order' AND told.state = 'open')
            """
        )
        names = ("confirmed", "reserved", "paid", "told")
        return dict(zip(names, counts, strict=True))

    def sold(self, ticket):
        """Return what a ticket left behind: (tickets, orders, pickings, moved)."""
        return self.rows(
            """SELECT count(DISTINCT t.id), count(DISTINCT l.sale_order_origin_id),
                      count(DISTINCT p.id),
                      COALESCE((SELECT sum(m.quantity)::int FROM stock_move m
                                  JOIN stock_picking mp ON mp.id = m.picking_id
                                  JOIN pos_order mt ON mt.id = mp.pos_order_id
                                 WHERE mt.uuid = %s AND m.state = 'done'), 0)
                 FROM pos_order t
                 LEFT JOIN pos_order_line l ON l.order_id = t.id
                 LEFT JOIN stock_picking p ON p.pos_order_id = t.id
                WHERE t.uuid = %s""",
            ticket["uuid"],
            ticket["uuid"],
        )[0]


def at_once(*works):
    """Run the works in threads that start together; return results in order.

    An exception is a result: the tests say who may fail, and how.
    """
    barrier = threading.Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - judged by the test
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def meeting(shop, table, *works, waiting=None):
    """Run the works so that all have begun to write the table before one goes on.

    :param waiting: how many must wait at the gate, all of them if not given
    """
    with Gate(shop, table) as gate, ThreadPoolExecutor(1) as pool:
        running = pool.submit(at_once, *works)
        try:
            gate.wait_for(waiting or len(works))
        finally:
            gate.open()
        return running.result()


def cut_power_during(shop, server, table, work):
    """Kill every process of the server while the work has begun to write a table.

    :return: the exception that the work ended with
    """
    with ThreadPoolExecutor(1) as pool, Gate(shop, table) as gate:
        running = pool.submit(work)
        gate.wait_for(1)
        server.kill()
        gate.open()
        return running.exception(timeout=60)
