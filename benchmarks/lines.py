# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The lines of the benchmark: the same work on bare Odoo and on the suite, in pairs."""

import contextlib
import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import psutil

from . import browser, till
from .dataset import PASSWORD, SHOPPERS, TILLS
from .lab import Client, RemoteError
from .report import Line
from .stats import percentile

TICKET_LINES = 4
CLAIMANTS, CLAIMS = 4, 100
CONFIRMED = 8
DEVICES, AUTHORISED = 20, 40
POINTS = "benchmarks.points"
BASKET_LINES = 20
SENDINGS = 5
CUSTOMER_FIELDS = (
    *("name", "parent_name", "phone_mobile_search", "email", "barcode", "street"),
    *("zip", "city", "state_id", "country_id", "vat"),
)


@dataclass
class Measure:
    """What one database took for one piece of work."""

    seconds: float
    rows: int = 0
    details: list = field(default_factory=list)
    retries: int = 0


class Meter:
    """Adds up the processor time of processes, of those that ended as well."""

    def __init__(self):
        self.seen = {}

    def read(self, parents, others):
        for pid in parents:
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(pid)
                self._note(process)
                for child in process.children(recursive=True):
                    self._note(child)
        for pid in others:
            with contextlib.suppress(psutil.Error):
                self._note(psutil.Process(pid))
        return sum(self.seen.values())

    def _note(self, process):
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            self.seen[process.pid] = times.user + times.system


class Side:
    """One of the two databases, with its server, its worker and its devices."""

    def __init__(self, server, worker, stack):
        self.server = server
        self.worker = worker
        self.stack = stack
        self.helpers = []
        self.facts = worker.ask("facts")
        self.meter = Meter()
        self.clients = {}
        self.tills = {}

    def cpu(self):
        """Return the processor seconds of Odoo and of its database connections."""
        lab, database = self.server.lab, self.server.database
        pids = {self.server.process.pid, self.worker.process.pid}
        return self.meter.read(pids, lab.backends(database))

    def together(self, work, script="benchmarks.inside", **params):
        """Let several processes do the same work at once; return the answers."""
        while len(self.helpers) < CLAIMANTS:
            lab, database = self.server.lab, self.server.database
            self.helpers.append(self.stack.enter_context(lab.worker(database)))
        with ThreadPoolExecutor(CLAIMANTS) as pool:
            asked = [
                pool.submit(
                    helper.ask, work, script, prefix=f"{work}-{number}", **params
                )
                for number, helper in enumerate(self.helpers)
            ]
            return [answer.result() for answer in asked]

    def client(self, login=None):
        if login not in self.clients:
            password = PASSWORD if login else None
            self.clients[login] = Client(self.server, login, password)
        return self.clients[login]

    def device(self, name):
        """Return the till of that name, with its session open."""
        if name not in self.tills:
            facts = self.facts["tills"][name]
            cashier = Client(self.server, "bench_cashier", PASSWORD)
            device = till.Till(cashier, facts["id"], facts["card"])
            self.tills[name] = device.open()
        return self.tills[name]

    def ticket(self, device, number):
        products = self.facts["products"]
        chosen = [products[(number + i) % len(products)] for i in range(TICKET_LINES)]
        taxes = self.facts["taxes"]
        return device.ticket([till.line(p["id"], taxes=taxes) for p in chosen])


def availability_by_core(side, _number):
    return Measure(side.worker.ask("availability_by_core")["seconds"])


def availability_by_service(side, _number):
    answer = side.worker.ask("availability_by_service", repeat=10)
    return Measure(answer["seconds"], rows=answer["rows"])


def availability_by_sql(side, _number):
    if not hasattr(side, "statement"):
        statements = side.worker.ask("availability_statement")
        if len(statements) != 1:
            raise RuntimeError(f"availability sends {len(statements)} statements")
        side.statement = statements[0]
    answer = side.worker.ask("plain_sql", statement=side.statement, repeat=10)
    return Measure(answer["seconds"], rows=answer["rows"])


def claims_by_service(side, _number):
    """Several processes claim one hot article; a clean table each time."""
    side.worker.ask("forget_holds")
    answers = side.together("claims_by_service", count=CLAIMS)
    return Measure(max(one["seconds"] for one in answers), rows=CLAIMS * CLAIMANTS)


def claims_by_sql(side, _number):
    if not hasattr(side, "claim_sql"):
        side.claim_sql = side.worker.ask("claim_statements")
    side.worker.ask("forget_holds")
    answers = side.together("claims_by_sql", statements=side.claim_sql, count=CLAIMS)
    return Measure(max(one["seconds"] for one in answers), rows=CLAIMS * CLAIMANTS)


def authorisations_by_service(side, _number):
    """Twenty devices authorise points of one card; the slowest of a hundred counts."""
    card = side.worker.ask("prepare", POINTS)
    return _authorise(side, "by_service", card=card)


def authorisations_by_sql(side, _number):
    card = side.worker.ask("prepare", POINTS)
    if not hasattr(side, "points_sql"):
        side.points_sql = side.worker.ask("statements", POINTS, card=card)
    return _authorise(side, "by_sql", statements=side.points_sql)


def _authorise(side, work, **params):
    side.worker.ask("forget", POINTS)
    answers = side.together(
        work, POINTS, devices=DEVICES // CLAIMANTS, count=AUTHORISED, **params
    )
    spent = list(itertools.chain.from_iterable(answers))
    return Measure(percentile(spent, 99), rows=len(spent), details=spent)


def claim_again(side, _number):
    return Measure(side.worker.ask("claim_again", repeat=20)["seconds"])


def confirmation(side, _number):
    return Measure(side.worker.ask("confirm_orders", repeat=5)["seconds"], rows=1)


def confirmations(side, _number):
    """Several processes confirm at once; the slowest of a hundred is what counts."""
    prefixes = [f"confirm_prepared-{number}" for number in range(CLAIMANTS)]
    side.worker.ask("prepare_orders", prefixes=prefixes, count=CONFIRMED)
    answers = side.together("confirm_prepared")
    spent = list(itertools.chain.from_iterable(one["spent"] for one in answers))
    return Measure(
        percentile(spent, 99),
        details=spent,
        retries=sum(one["retries"] for one in answers),
    )


def confirmations_note(line):
    both = [
        f"p99 {percentile(one.details, 99) * 1000:.0f} ms and "
        f"{one.retries / len(one.details):.2f} retries a confirmation"
        for one in (line.candidate, line.reference)
    ]
    return f"{both[0]}; bare: {both[1]}"


def _add(side, number, product):
    client = side.client(f"bench_shopper_{number % SHOPPERS:02}")
    start = time.perf_counter()
    client.call_route(
        "/shop/cart/add",
        product_template_id=product["template"],
        product_id=product["id"],
        quantity=1,
    )
    return time.perf_counter() - start


def _clear(side, number):
    side.client(f"bench_shopper_{number % SHOPPERS:02}").call_route("/shop/cart/clear")


def first_item(side, number):
    """The shopper's first article: the cart is made."""
    return Measure(_add(side, number, side.facts["products"][0]), rows=1)


def next_item(side, number):
    """Another article in the cart that exists, a few a round."""
    spent = [_add(side, number, p) for p in side.facts["products"][1:4]]
    return Measure(sum(spent), rows=len(spent), details=spent)


def shop_list(side, number):
    start = time.perf_counter()
    page = side.client().get("/shop", params={"page": 1 + number % 5}).text
    seconds = time.perf_counter() - start
    if page.count("oe_product_cart") < 10:
        raise RuntimeError("the shop page shows no products")
    return Measure(seconds)


def one_till(side, number):
    device = side.device("Solo")
    return Measure(_sell(side, device, number), rows=1)


def _sell(side, device, number):
    """Send a ticket until the server has it, as a till does; return the seconds."""
    ticket = side.ticket(device, number)
    start = time.perf_counter()
    for left in reversed(range(SENDINGS)):
        try:
            _seconds, answer = device.send(ticket)
            break
        except RemoteError:
            if not left:
                raise
    if len(answer["pos.order"]) != 1:
        raise RuntimeError(f"{len(answer['pos.order'])} tickets came back, not one")
    return time.perf_counter() - start


def ticket_with_card(side, number):
    """Sell to a customer who wins points: the ticket, then what becomes of the card."""
    if not hasattr(side, "points"):
        side.points = side.worker.ask("points_card")
    device, card = side.device("Solo"), side.points
    ticket = {**side.ticket(device, number), "partner_id": card["partner_id"]}
    won = {
        "points": ticket["amount_total"],
        "program_id": card["program_id"],
        "coupon_id": card["coupon_id"],
        "partner_id": card["partner_id"],
        "barcode": False,
        "appliedRules": card["rules"],
    }
    if card["has_ledger"]:
        told = {"code": False, "expiration_date": False, "line_codes": []}
        ticket["unified_points"] = [{**won, **told}]
    start = time.perf_counter()
    _seconds, answer = device.send(ticket)
    device.client.call(
        "pos.order",
        "confirm_coupon_programs",
        [answer["pos.order"][0]["id"]],
        {str(card["coupon_id"]): won},
    )
    return Measure(time.perf_counter() - start, rows=1)


def unsealed_ticket(side, number):
    side.worker.ask("let_seal", on=False)
    return one_till(side, number)


def sealed_ticket(side, number):
    side.worker.ask("let_seal", on=True)
    return one_till(side, number)


def eight_tills(side, number, tickets=3):
    """Eight devices sell at the same time, as fast as they can."""
    devices = [side.device(f"Caisse {n}") for n in range(1, TILLS + 1)]

    def sell(index):
        spent = []
        for turn in range(tickets):
            # Every till sells its own articles: only the till's own path is measured.
            position = (index * TICKET_LINES + turn) % len(side.facts["products"])
            spent.append(_sell(side, devices[index], position))
        return spent

    start = time.perf_counter()
    with ThreadPoolExecutor(TILLS) as pool:
        spent = list(itertools.chain.from_iterable(pool.map(sell, range(TILLS))))
    return Measure(time.perf_counter() - start, rows=len(spent), details=spent)


def closing(side, number, tickets=500):
    device = side.device("Clôture")
    for turn in range(10):
        device.send(side.ticket(device, turn))
    side.worker.ask("fill_session", session_id=device.session_id, count=tickets)
    seconds = device.close()
    del side.tills["Clôture"]
    return Measure(seconds, rows=tickets)


def product_search(side, number):
    word = f"ticle 1{number % 100:02}"
    domain = ["|", "|", "|", ("name", "ilike", word)]
    domain += [("product_variant_ids.name", "ilike", word)]
    for name in ("default_code", "barcode"):
        domain += ["|", (name, "ilike", word)]
        domain += [(f"product_variant_ids.{name}", "ilike", word)]
    domain += [("available_in_pos", "=", True), ("sale_ok", "=", True)]
    device = side.device("Solo")
    start = time.perf_counter()
    answer = device.client.call(
        *("product.template", "load_product_from_pos", device.config_id, domain, 0, 30)
    )
    seconds = time.perf_counter() - start
    if len(answer["product.template"]) != 30:
        raise RuntimeError(f"{len(answer['product.template'])} products found, not 30")
    return Measure(seconds, rows=30)


def customer_search(side, number):
    word = f"client 0{number % 100:02}%"
    domain = ["|"] * (len(CUSTOMER_FIELDS) - 1)
    domain += [(name, "ilike", word) for name in CUSTOMER_FIELDS]
    device = side.device("Solo")
    start = time.perf_counter()
    answer = device.client.call(
        "res.partner", "get_new_partner", device.config_id, domain, 0
    )
    seconds = time.perf_counter() - start
    if len(answer["res.partner"]) != 100:
        raise RuntimeError(f"{len(answer['res.partner'])} customers found, not 100")
    return Measure(seconds, rows=100)


def _basket(side):
    """Return the customer and the order that the lines on a cart of 20 lines use."""
    if not hasattr(side, "basket"):
        side.basket = side.worker.ask("prepare_basket", count=BASKET_LINES)
    return side.basket


def _salesperson(side):
    """Bare Odoo lets nobody else read an order at the till."""
    side.device("Solo")
    return side.client("bench_seller")


def settling_by_core(side, _number):
    """What Odoo's till asks when it settles an order."""
    basket, device, client = _basket(side), side.device("Solo"), _salesperson(side)
    start = time.perf_counter()
    answer = client.call(
        "sale.order", "load_sale_order_from_pos", [basket["order"]], device.config_id
    )
    line_ids = answer["sale.order"][0]["order_line"]
    lines = client.call("sale.order.line", "read_converted", line_ids)
    seconds = time.perf_counter() - start
    _check_count(lines)
    return Measure(seconds, rows=len(lines))


def taking_a_cart(side, _number):
    """The cashier looks at the cart of a customer and takes it over."""
    basket, device = _basket(side), side.device("Solo")
    start = time.perf_counter()
    shown = _ask_till(device, "unified_cart_preview", basket["partner"])
    # a till knows its articles; core's loads them again
    taken = _ask_till(
        *(device, "unified_cart_take", basket["partner"]),
        version=shown["cart"]["version"],
        missing_ids=[],
    )
    seconds = time.perf_counter() - start
    _check_count(taken["lines"])
    _ask_till(device, "unified_cart_release", [basket["order"]])
    return Measure(seconds, rows=len(taken["lines"]))


def reading_by_core(side, _number):
    """What Odoo's till asks to show one order."""
    basket, device, client = _basket(side), side.device("Solo"), _salesperson(side)
    start = time.perf_counter()
    answer = client.call(
        "sale.order", "load_sale_order_from_pos", [basket["order"]], device.config_id
    )
    seconds = time.perf_counter() - start
    _check_count(answer["sale.order.line"])
    return Measure(seconds, rows=1)


def customer_panel(side, _number):
    """A seller opens the panel of a customer with orders, tickets and a cart."""
    basket, device = _basket(side), side.device("Solo")
    start = time.perf_counter()
    answer = _ask_till(
        device, "unified_customer_panel", basket["partner"], on_ticket=True
    )
    seconds = time.perf_counter() - start
    if answer["adviser"] != "open":
        raise RuntimeError(f"the panel shows no file: {answer}")
    return Measure(seconds, rows=1)


def _ask_till(device, method, *args, **kwargs):
    return device.client.call("pos.config", method, [device.config_id], *args, **kwargs)


def _check_count(lines):
    if len(lines) != BASKET_LINES:
        raise RuntimeError(f"{len(lines)} lines came, not {BASKET_LINES}")


def till_opening(side, _number):
    return Measure(browser.open_till(side.device("Écran")))


COMPARED = ("bare", "suite")
WITHIN_SUITE = ("suite", "suite")
GROWTH = ("small", "grown")


@dataclass
class Work:
    """How a line is measured; each function takes a side and the pair's number."""

    code: str
    label: str
    candidate: callable
    pairs: int
    reference: callable = None
    limit: float = 1.10
    warm: int = 1
    sides: tuple = COMPARED
    most: int = 3
    workers: int = 1
    together: bool = False
    note: callable = None


WORKS = (
    Work(
        code="availability_core",
        label="24 products × 20 places, against free_qty",
        reference=availability_by_core,
        candidate=availability_by_service,
        pairs=15,
    ),
    Work(
        code="availability_sql",
        label="24 products × 20 places, against plain SQL",
        reference=availability_by_sql,
        candidate=availability_by_service,
        sides=WITHIN_SUITE,
        limit=2.0,
        pairs=30,
    ),
    Work(
        code="claims",
        label="claims of one article, 4 processes, against plain SQL",
        reference=claims_by_sql,
        candidate=claims_by_service,
        sides=WITHIN_SUITE,
        limit=2.0,
        pairs=7,
        together=True,
    ),
    Work(
        code="authorize_p99",
        label="points of one card authorised by 20 devices, p99, against plain SQL",
        reference=authorisations_by_sql,
        candidate=authorisations_by_service,
        sides=WITHIN_SUITE,
        limit=3.0,
        pairs=5,
        together=True,
    ),
    Work("confirm", "confirming an order of 3 lines", confirmation, pairs=10),
    Work(
        code="confirm_p99",
        label="confirming, 4 processes at once, p99",
        candidate=confirmations,
        limit=2.0,
        pairs=4,
        most=2,
        together=True,
        note=confirmations_note,
    ),
    Work("cart_first", "first article in the cart", first_item, pairs=15, most=2),
    Work("cart_next", "next article in the cart", next_item, pairs=25),
    Work("shop_list", "shop list page", shop_list, pairs=25, warm=5),
    Work("ticket_1", "ticket of 4 lines, 1 till", one_till, pairs=30, warm=3),
    Work(
        "ticket_card",
        "ticket of 4 lines that wins points",
        ticket_with_card,
        pairs=30,
        warm=3,
    ),
    Work(
        code="ticket_sealed",
        label="sealed ticket of 4 lines, against one that is not",
        reference=unsealed_ticket,
        candidate=sealed_ticket,
        sides=WITHIN_SUITE,
        limit=1.07,
        pairs=30,
        warm=3,
    ),
    Work(
        "closing", "closing a session of 500 tickets", closing, pairs=2, warm=0, most=1
    ),
    Work(
        "till_opening",
        "opening the till, 5,000 products",
        till_opening,
        pairs=3,
        most=1,
    ),
    Work(
        code="cart_taken",
        label="taking a cart of 20 lines, against settling the order",
        reference=settling_by_core,
        candidate=taking_a_cart,
        limit=0.7,
        pairs=25,
        warm=3,
    ),
    Work(
        code="customer_panel",
        label="the customer's panel, against reading an order of 20 lines",
        reference=reading_by_core,
        candidate=customer_panel,
        limit=1.0,
        pairs=25,
        warm=3,
    ),
    Work("product_search", "searching 20,000 products", product_search, pairs=15),
    Work("customer_search", "searching 100,000 customers", customer_search, pairs=15),
    Work(
        code="ticket_8",
        label="tickets of 4 lines, 8 tills",
        candidate=eight_tills,
        pairs=3,
        most=2,
        workers=TILLS,
    ),
    Work(
        code="growth_read",
        label="24 products × 20 places, 100,000 articles against 2,000",
        candidate=availability_by_service,
        sides=GROWTH,
        limit=1.5,
        pairs=15,
        warm=2,
    ),
    Work(
        code="growth_claim",
        label="one claim, 100,000 articles against 2,000",
        candidate=claim_again,
        sides=GROWTH,
        limit=1.5,
        pairs=15,
        warm=2,
    ),
)


@dataclass
class Clock:
    """How long a line may go on: planned pairs until the end, others for a share."""

    share: float = float("inf")
    end: float = float("inf")

    def allows(self, planned):
        return time.monotonic() < (self.end if planned else self.share)


def measure(work, sides, pairs, clock=None, say=lambda text: None):
    """Measure one line: pairs in alternate order, more of them while undecided."""
    clock = clock or Clock()
    alone = work.workers == 1 and not work.together
    line = Line(work.code, work.label, limit=work.limit, alone=alone)
    for turn in range(work.warm):
        _run_pair(work, sides, turn)
    number = work.warm
    while len(line.reference.seconds) < pairs * work.most:
        done = len(line.reference.seconds)
        if done >= pairs and not line.undecided():
            break
        if done and not clock.allows(planned=done < pairs):
            if done < pairs:
                line.note = f"stopped by the time limit after {done} pairs"
            break
        for series, (result, counted) in zip(
            (line.reference, line.candidate),
            _run_pair(work, sides, number),
            strict=True,
        ):
            series.add(result.seconds, result.rows, details=result.details, **counted)
        number += 1
    if work.note:
        line.note = line.note or work.note(line)
    say(f"{work.label}: {len(line.reference.seconds)} pairs, ratio {line.ratio:.2f}")
    return line


def _run_pair(work, sides, number):
    """Return (measure, what it cost the server) of the reference and the candidate."""
    jobs = [
        (work.reference or work.candidate, sides[work.sides[0]]),
        (work.candidate, sides[work.sides[1]]),
    ]
    results = [None, None]
    # The one that goes second finds warmer caches: they take turns.
    for index in (0, 1) if number % 2 else (1, 0):
        function, side = jobs[index]
        server = side.server
        position, before = server.log_position(), side.cpu()
        result = function(side, number)
        counted = {
            "retries": server.retries(position) + result.retries,
            "queries": server.queries(position),
            "cpu": side.cpu() - before,
        }
        results[index] = (result, counted)
    return results


@contextmanager
def open_sides(lab, databases, workers, log_dir):
    """Servers and workers of both databases: {"bare": Side, "suite": Side}."""
    with ExitStack() as stack:
        sides = {}
        for name, database in databases.items():
            server = lab.server(database, workers=workers, log_dir=log_dir)
            stack.enter_context(server)
            worker = stack.enter_context(lab.worker(database))
            sides[name] = Side(server, worker, stack)
        yield sides
