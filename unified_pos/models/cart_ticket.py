# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from odoo.addons.unified_commerce_base.models.sale_order_line_fulfilment import (
    OWED_MODES,
)

LINKS = ("sale_order_line_id", "sale_order_origin_id")
FULFILMENT = ("fulfilment_mode", "fulfilment_place_id", "unsent_qty")
CLOSED = ("draft", "cancel")


class Problem(NamedTuple):
    """What a person must settle: an idempotency key and two sentences."""

    key: str
    summary: str
    advice: str


@dataclass
class TicketLine:
    """A line of a ticket as it will be once the till's message is applied."""

    values: dict
    stored_id: int | bool = False
    command: Any = None

    @property
    def uuid(self):
        return self.values.get("uuid") or self.stored_id

    @property
    def sale_line_id(self):
        return as_id(self.values.get("sale_order_line_id"))

    @property
    def sale_order_id(self):
        return as_id(self.values.get("sale_order_origin_id"))

    @property
    def is_linked(self):
        return any(self.values.get(name) for name in LINKS)

    @property
    def mode(self):
        """How the goods reach the customer, False when they leave with them."""
        mode = self.values.get("fulfilment_mode")
        return mode if mode in OWED_MODES else False

    @property
    def place_id(self):
        return as_id(self.values.get("fulfilment_place_id"))

    @property
    def refunded_id(self):
        return as_id(self.values.get("refunded_orderline_id"))


@dataclass
class CartTicket:
    """One ticket of a till on its way in, and what was found about its cart lines."""

    message: dict
    existing: Any
    session: Any
    lines: list[TicketLine]
    refunds_cart: bool = False
    carts: Any = None
    orders: Any = None
    problems: list[Problem] = field(default_factory=list)
    agreed_discounts: dict = field(default_factory=dict)
    owed_order: Any = None
    owed_sale_lines: dict = field(default_factory=dict)

    @property
    def uuid(self):
        return self.message["uuid"]

    @property
    def config(self):
        return self.session.config_id

    @property
    def name(self):
        return self.message.get("pos_reference") or self.uuid

    @property
    def is_paid(self):
        return (self.message.get("state") or "draft") not in CLOSED

    @property
    def linked_lines(self):
        return [line for line in self.lines if line.is_linked]

    @property
    def has_fulfilment(self):
        """Whether a line says how it reaches the customer, or gives goods back."""
        return any(
            line.refunded_id or any(line.values.get(name) for name in FULFILMENT)
            for line in self.lines
        )

    def name_customer_of_deposit(self):
        """Make the quotation of a deposit that of the customer of the ticket."""
        # sudo(False): a customer that the cashier may not see is not named
        partners = self.orders.env["res.partner"].sudo(False)
        partner = partners.browse(as_id(self.message.get("partner_id"))).exists()
        partner = partner._filtered_access("read")
        for order in self.orders.filtered(lambda order: order.state == "draft"):
            if self.is_paid and partner and order.partner_id != partner:
                order.partner_id = partner.id

    def link(self, line, sale_line_id, sale_order_id):
        """Make the ticket line point to a sales order line, in the message itself."""
        links = dict(zip(LINKS, (sale_line_id, sale_order_id), strict=True))
        self.update(line, links)

    def update(self, line, values):
        """Change a line in the message itself."""
        line.values.update(values)
        if line.command is None:
            line.command = [1, line.stored_id, {}]
            self.message.setdefault("lines", []).append(line.command)
        line.command[2].update(values)

    def cut(self, line, summary, advice):
        """Keep the line as a plain sale and remember what a person must settle."""
        self.link(line, False, False)
        self.problems.append(Problem(f"cart:{self.uuid}:{line.uuid}", summary, advice))


def as_id(value):
    """Return a database id sent by a browser, 0 when it is anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def as_number(value):
    """Return a number sent by a browser, 0.0 when it is anything else."""
    return float(value) if isinstance(value, (int, float)) else 0.0


def read_lines(message, existing):
    """Return the lines of a ticket: those stored, changed by the till's message."""
    stored_lines = {line.id: read_stored_line(line) for line in existing.lines}
    new_lines = []
    for command in message.get("lines") or []:
        code, line_id = command[0], command[1]
        if code == 0:
            new_lines.append(TicketLine(dict(command[2]), command=command))
        elif code == 1 and line_id in stored_lines:
            stored_lines[line_id].values.update(command[2])
            stored_lines[line_id].command = command
        elif code in (2, 3):
            stored_lines.pop(line_id, None)
    return [*stored_lines.values(), *new_lines]


def read_stored_line(line):
    """Return a stored ticket line in the words of the till's message."""
    values = {
        "uuid": line.uuid,
        "product_id": line.product_id.id,
        "qty": line.qty,
        "price_unit": line.price_unit,
        "discount": line.discount,
        "sale_order_line_id": line.sale_order_line_id.id,
        "sale_order_origin_id": line.sale_order_origin_id.id,
        "refunded_orderline_id": line.refunded_orderline_id.id,
        "fulfilment_mode": line.fulfilment_mode,
        "fulfilment_place_id": line.fulfilment_place_id.id,
    }
    return TicketLine(values, line.id)
