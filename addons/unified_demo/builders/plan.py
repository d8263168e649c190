# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The month of sales, decided in full before the first one is entered.

A pure function of the seed, of the catalogue and of the first day: the same tickets
and orders come out wherever and however often it is computed. It keeps its own count
of the goods, so that no place sells more than its opening stock.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from . import catalogue, stock
from .people import CUSTOMERS, EMPLOYEES
from .places import STORES
from .toolbox import SEED, dice

DAYS = 30
TICKETS = 600
ORDERS = 150
WEB_PLACE = "ORL"
STORE_WEIGHT = {"PAR": 1.25, "LYO": 1.0, "BOR": 0.85}
DAY_WEIGHT = (0.8, 0.8, 1.0, 0.95, 1.15, 1.7, 0.0)  # Monday to Sunday: closed
WEB_DAY_WEIGHT = (1.1, 1.0, 1.0, 1.0, 0.9, 1.0, 1.3)
# The last orders wait in the warehouse, as they do in the morning of any shop.
DAYS_TO_SHIP = 2


class Line(NamedTuple):
    product: str  # external id
    quantity: int
    discount: int
    returns: int | None = None  # rank of the line given back on the first ticket


class Sale(NamedTuple):
    key: str
    moment: datetime  # UTC, naive as in the database
    customer: int | None
    employee: str | None
    lines: tuple
    means: str  # card, cash or cheque at the till; home or slow delivery on the web
    spends_points: bool = False
    returns: str | None = None  # key of the ticket goods are given back from

    @property
    def uuid(self):
        return key_uuid(self.key)


def key_uuid(key):
    """The identifier of a document of the history: the same at every try."""
    return str(uuid5(NAMESPACE_URL, f"{SEED}/{key}"))


class Step(NamedTuple):
    key: str
    kind: str  # till or web
    day: date
    place: str
    till: int
    sales: tuple


def _share(total, weights):
    """Split a whole number by weight, with the largest remainders; exact."""
    scale = total / sum(weights)
    parts = [int(weight * scale) for weight in weights]
    order = sorted(
        range(len(weights)),
        key=lambda rank: (parts[rank] - weights[rank] * scale, rank),
    )
    for rank in order[: total - sum(parts)]:
        parts[rank] += 1
    return parts


@lru_cache(maxsize=2)
def make_plan(first_day):
    """All the steps in the order of time."""
    return _Planner(first_day).plan()


class _Planner:
    def __init__(self, first_day):
        self.days = [first_day + timedelta(days=rank) for rank in range(DAYS)]
        self.goods = []  # (xmlid, row, weight)
        self.left = {}
        for row in catalogue.read_products():
            for xmlid in catalogue.variant_xmlids(row):
                self.goods.append((xmlid, row))
                for place in (WEB_PLACE, *STORES):
                    if catalogue.storable(row):
                        quantity = stock.opening_quantity(row, xmlid, place)
                        # What the browser journeys stand on stays on the shelf.
                        spare = 25 if "plenty" in row["extra"] else 0
                        self.left[xmlid, place] = max(quantity - spare, 0)
        self.sold = {place: [] for place in STORES}

    def plan(self):
        tills = [
            (day, place, till)
            for day in self.days
            for place in STORES
            for till in ((1, 2) if day.weekday() == 5 else (1,))
            if DAY_WEIGHT[day.weekday()]
        ]
        counts = _share(
            TICKETS,
            [
                DAY_WEIGHT[day.weekday()]
                * STORE_WEIGHT[place]
                * (0.5 if day.weekday() == 5 else 1)
                for day, place, _till in tills
            ],
        )
        steps = [
            self._till_step(day, place, till, count)
            for (day, place, till), count in zip(tills, counts, strict=True)
            if count
        ]
        orders = _share(ORDERS, [WEB_DAY_WEIGHT[day.weekday()] for day in self.days])
        steps += [
            self._web_step(day, count)
            for day, count in zip(self.days, orders, strict=True)
            if count
        ]
        return tuple(sorted(steps, key=lambda step: (step.day, step.kind, step.key)))

    def _till_step(self, day, place, till, count):
        key = f"till-{day:%Y%m%d}-{place}-{till}"
        draw = dice(key)
        staff = [
            xmlid
            for xmlid, data in EMPLOYEES.items()
            if data[1] == place and data[5] in ("basic", "advanced")
        ]
        minutes = sorted(draw.randint(0, 9 * 60 + 20) for _rank in range(count))
        sales = []
        for rank, minute in enumerate(minutes, start=1):
            # From 10 h in Paris, as UTC: the hour of summer time is of no import.
            moment = datetime.combine(day, time(8, 30)) + timedelta(minutes=minute)
            sale = self._ticket(draw, f"{key}-{rank:03d}", moment, place, staff)
            sales.append(sale)
            self.sold[place].append(sale)
        return Step(key, "till", day, place, till, tuple(sales))

    def _ticket(self, draw, key, moment, place, staff):
        employee = draw.choice(staff)
        given_back = self._return(draw, key, moment, place)
        if given_back:
            return given_back
        customer = self._regular(draw) if draw.random() < 0.55 else None
        lines = self._basket(draw, place, draw.choice((1, 1, 2, 2, 3, 3, 4, 5)))
        means = draw.choices(("card", "cash", "cheque"), (72, 24, 4))[0]
        return Sale(
            key,
            moment,
            customer,
            employee,
            lines,
            means,
            bool(customer) and draw.random() < 0.25,
        )

    def _return(self, draw, key, moment, place):
        """Now and then somebody brings back a line of an earlier ticket.

        The manager of the store rings it up: a cashier would have to ask for the PIN.
        """
        earlier = [
            sale
            for sale in self.sold[place]
            if not sale.returns
            and not sale.spends_points
            and moment - sale.moment < timedelta(days=20)
            and sale.moment.date() < moment.date()
        ]
        if not earlier or draw.random() >= 0.045:
            return None
        first = draw.choice(earlier)
        rank = draw.randrange(len(first.lines))
        line = first.lines[rank]
        known = {sale.returns for sale in self.sold[place]}
        if first.key in known or (line.product, place) not in self.left:
            return None
        self.left[line.product, place] += line.quantity
        return Sale(
            key,
            moment,
            first.customer,
            next(
                xmlid
                for xmlid, data in EMPLOYEES.items()
                if data[1] == place and data[5] == "advanced"
            ),
            (line._replace(quantity=-line.quantity, returns=rank),),
            "card" if first.means == "cheque" else first.means,
            returns=first.key,
        )

    def _web_step(self, day, count):
        key = f"web-{day:%Y%m%d}"
        draw = dice(key)
        minutes = sorted(draw.randint(0, 16 * 60) for _rank in range(count))
        sales = []
        for rank, minute in enumerate(minutes, start=1):
            moment = datetime.combine(day, time(5, 0)) + timedelta(minutes=minute)
            sales.append(
                Sale(
                    f"{key}-{rank:03d}",
                    moment,
                    self._regular(draw),
                    None,
                    self._basket(draw, WEB_PLACE, draw.choice((1, 1, 2, 2, 3, 4))),
                    draw.choices(("home", "slow"), (65, 35))[0],
                )
            )
        return Step(key, "web", day, WEB_PLACE, 0, tuple(sales))

    def _basket(self, draw, place, size):
        at_till = place != WEB_PLACE
        weights = [
            self._appetite(row) * min(self.left.get((xmlid, place), 4), 12)
            if at_till or catalogue.storable(row)
            else 0
            for xmlid, row in self.goods
        ]
        lines, seen = [], set()
        while len(lines) < size:
            xmlid, row = draw.choices(self.goods, weights)[0]
            if xmlid in seen:
                continue
            seen.add(xmlid)
            left = self.left.get((xmlid, place))
            quantity = draw.choices((1, 2, 3), (80, 15, 5))[0]
            if left is not None:
                quantity = min(quantity, left)
                self.left[xmlid, place] = left - quantity
            discount = 10 if at_till and draw.random() < 0.05 else 0
            lines.append(Line(xmlid, quantity, discount))
        return tuple(lines)

    @staticmethod
    def _regular(draw):
        """A customer; some come often, as everywhere."""
        return int(CUSTOMERS * draw.random() ** 2) + 1

    @staticmethod
    def _appetite(row):
        """Cheap things sell more often than dear ones."""
        if row["ref"].startswith("journey_"):
            return 0
        return 8 / (6 + float(row["price"]))
