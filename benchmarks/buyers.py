# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""People who buy over HTTP, each step as a browser, a seller or a till sends it."""

import html
import re
import threading
import time
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter

from . import till
from .dataset import PASSWORD
from .lab import Client, RemoteError

# Requests on their way at once: a proxy queues the others for the workers of a shop,
# whose own queue is short.
QUEUE = threading.BoundedSemaphore(24)
POLLS = 20
ADDRESS = {
    "name": "Alix Durand",
    "email": "alix.durand@client.example",
    "phone": "+33 1 99 00 12 34",
    "street": "12 rue des Lilas",
    "zip": "69002",
    "city": "Lyon",
}


class Refused(Exception):
    """The shop said no, in words, before anything was paid."""

    def __init__(self, step, words):
        super().__init__(f"{step}: {words}")
        self.step = step
        self.words = words


class Proxy(HTTPAdapter):
    """What stands between many people and the few workers of a server."""

    def send(self, *args, **kwargs):
        with QUEUE:
            return super().send(*args, **kwargs)


class Buyer:
    """One shopper with one browser: a customer who signed in, or a guest."""

    def __init__(self, shop, server, login=None):
        self.shop = shop
        self.browser = shop.browser(server, login)
        self.browser.http.mount("http://", Proxy())
        self.login = login
        self.form = self.order_id = self.reference = None

    def buy(self, article, quantity=1):
        """Go from the product page to the confirmation; return the order's id.

        :raise Refused: the article cannot be had any more
        """
        self.add(article, quantity)
        self.check_out()
        self.start_payment()
        self.notify("done")
        self.wait_for_confirmation()
        return self.order_id

    def add(self, article, quantity=1):
        answer = self.browser.call_route(
            "/shop/cart/add",
            product_template_id=article["template"],
            product_id=article["id"],
            quantity=quantity,
        )
        warning = (answer.get("notification_info") or {}).get("warning")
        if warning and not answer["quantity"]:
            raise Refused("cart", warning)

    def check_out(self):
        """Give address and way of delivery, up to the payment page."""
        page = self.open("/shop/checkout")
        if urlsplit(page.url).path == "/shop/address":
            self.give_address(page.text)
            page = self.open("/shop/checkout")
        delivery = re.search(r'data-dm-id="(\d+)"', page.text)
        assert delivery, f"no way of delivery on {page.url}"
        self.browser.call_route("/shop/set_delivery_method", dm_id=int(delivery[1]))

    def give_address(self, page):
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        country = re.search(r'<option value="(\d+)"[^>]*code="FR"', page)[1]
        answer = self.browser.http.post(
            f"{self.browser.url}/shop/address/submit",
            data={**ADDRESS, "csrf_token": csrf, "country_id": country}
            | {"address_type": "billing", "use_delivery_as_billing": "true"},
            timeout=120,
        )
        answer.raise_for_status()
        target = answer.json().get("redirectUrl")
        assert target, answer.text
        self.read_refusal(target)

    def open(self, path):
        """Open a page of the shop; to be sent back to the cart is a refusal."""
        page = self.browser.get(path)
        self.read_refusal(page.url, page.text)
        return page

    def read_refusal(self, url, page=None):
        if urlsplit(url).path != "/shop/cart":
            return
        page = page or self.browser.get("/shop/cart").text
        alerts = re.findall(r'class="alert alert-warning[^>]*>(.*?)</div>', page, re.S)
        words = " ".join(re.sub(r"<[^>]+>", " ", " ".join(alerts)).split())
        assert words, "sent back to the cart without a word"
        raise Refused("checkout", html.unescape(words))

    def start_payment(self):
        """Press Pay: the provider gets a payment in the state of a draft."""
        self.open_payment()
        self.press_pay()

    def open_payment(self):
        """Open the payment page; return what its form says."""
        page = self.open("/shop/payment").text
        self.form = dict(re.findall(r'\bdata-([a-z-]+)="([^"]*)"', page))
        return self.form

    def press_pay(self):
        route = self.form["transaction-route"]
        self.order_id = int(route.rsplit("/", 1)[1])
        try:
            answer = self.browser.call_route(route, **self.payment_terms(self.form))
        except RemoteError as error:
            if error.name != "odoo.exceptions.ValidationError":
                raise
            raise Refused("payment", str(error)) from error
        self.reference = answer["reference"]

    @staticmethod
    def payment_terms(facts):
        return {
            "provider_id": int(facts["provider-id"]),
            "payment_method_id": int(facts["payment-option-id"]),
            "token_id": None,
            "amount": float(facts["amount"]),
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": facts["landing-route"],
            "is_validation": False,
            "access_token": html.unescape(facts["access-token"]),
        }

    def notify(self, state):
        """The provider tells the shop what became of the payment."""
        self.browser.call_route(
            "/payment/demo/simulate_payment",
            reference=self.reference,
            payment_details="4242",
            simulated_state=state,
        )

    def poll(self):
        """Ask what became of the payment; the shop confirms the order meanwhile."""
        return self.browser.call_route("/payment/status/poll")

    def wait_for_confirmation(self):
        """Wait on the status page, as its script does, until the order is there."""
        self.browser.get("/payment/status")
        for _poll in range(POLLS):
            try:
                answer = self.poll()
                break
            except RemoteError as error:
                if str(error) != "retry":
                    raise
                time.sleep(1)
        assert answer["state"] == "done", answer
        page = self.browser.get(answer["landing_route"])
        assert urlsplit(page.url).path == "/shop/confirmation", page.url


class Seller:
    """A seller in the back office, who writes and confirms orders."""

    def __init__(self, shop, server):
        self.shop = shop
        self.client = Client(server, "bench_seller", PASSWORD)

    def sell(self, article, quantity=1):
        """Confirm an order at once; return its id."""
        partner = next(iter(self.shop.facts["shoppers"].values()))
        line = {"product_id": article["id"], "product_uom_qty": quantity}
        [order_id] = self.client.call(
            "sale.order",
            "create",
            [
                {
                    "partner_id": partner,
                    "warehouse_id": article["place"],
                    "order_line": [(0, 0, line)],
                }
            ],
        )
        self.client.call("sale.order", "action_confirm", [order_id])
        return order_id


def hand_over(device, article, quantity=1):
    """Sell goods a customer carries out of the store; return the ticket."""
    ticket = device.ticket([till.line(article["id"], quantity, 10.0)])
    device.send(ticket)
    return ticket


def send_later(device, article, partner_id, quantity=1):
    """Sell goods at a till that another place sends, as its screen does.

    :raise Refused: they are promised to others; nothing was paid
    """
    ticket = device.ticket(
        [till.line(article["id"], quantity, 10.0)],
        partner_id=partner_id,
        shipping_date=time.strftime("%Y-%m-%d"),
    )
    answer = device.client.call(
        "pos.config",
        "unified_promise_later",
        [device.config_id],
        ticket["uuid"],
        [[article["id"], quantity]],
    )
    if answer["status"] != "held":
        raise Refused("till", answer["message"])
    device.send(ticket)
    return ticket


class Watch(threading.Thread):
    """Looks again and again, while others buy, for a promise beyond what is there.

    One statement, so that what it sees was true in one instant.
    """

    QUERY = """
        SELECT stock.on_hand, stock.reserved, COALESCE(held.quantity, 0)
          FROM (SELECT SUM(COALESCE(quant.quantity, 0))::float AS on_hand,
                       SUM(COALESCE(quant.reserved_quantity, 0))::float AS reserved
                  FROM stock_quant quant
                  JOIN stock_location place ON place.id = quant.location_id
                 WHERE quant.product_id = %(product)s AND place.usage = 'internal'
               ) stock,
               (SELECT SUM(GREATEST(hold.quantity - COALESCE(borne.quantity, 0), 0)
                          )::float AS quantity
                  FROM commerce_hold hold
     LEFT JOIN LATERAL (
                    SELECT SUM(line.quantity_product_uom) AS quantity
                      FROM stock_move move
                      JOIN stock_move_line line ON line.move_id = move.id
                     WHERE move.hold_token = hold.token
                       AND move.product_id = hold.product_ref
                       AND move.state <> 'cancel'
                     ) borne ON true
                 WHERE hold.product_ref = %(product)s
                   AND hold.expires_at > clock_timestamp() AT TIME ZONE 'UTC'
               ) held
    """

    def __init__(self, shop, article):
        super().__init__(daemon=True)
        self.connection = shop.lab.connect(shop.database)
        self.connection.autocommit = True
        self.article = article
        self.ended = threading.Event()
        self.looks = 0
        self.broken = []

    def look(self):
        """Return (on hand, reserved, held beyond what is reserved) of this instant."""
        with self.connection.cursor() as cr:
            cr.execute(self.QUERY, {"product": self.article["id"]})
            return cr.fetchone()

    def run(self):
        while not self.ended.wait(0.01):
            seen = self.look()
            self.looks += 1
            if seen[1] + seen[2] > seen[0]:
                self.broken.append(seen)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exc):
        self.ended.set()
        self.join()
        self.connection.close()
