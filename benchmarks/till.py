# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A till as the server sees it: tickets sent, sessions opened and closed."""

import time
import uuid

VAT = 20.0


def line(product_id, quantity=1, price=12.0, taxes=(), **extra):
    """Return one ticket line, price with 20 % tax included in the total."""
    without = round(price * quantity, 2)
    with_tax = round(without * (1 + VAT / 100), 2) if taxes else without
    return {
        "uuid": str(uuid.uuid4()),
        "product_id": product_id,
        "qty": quantity,
        "price_unit": price,
        "discount": 0,
        "price_subtotal": without,
        "price_subtotal_incl": with_tax,
        "tax_ids": [(6, 0, list(taxes))],
        "pack_lot_ids": [],
        **extra,
    }


def ticket(session_id, user_id, lines, payment_method_id, **extra):
    """Return a paid ticket, as the till sends it."""
    total = round(sum(one["price_subtotal_incl"] for one in lines), 2)
    untaxed = round(sum(one["price_subtotal"] for one in lines), 2)
    now = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
    return {
        "uuid": str(uuid.uuid4()),
        "access_token": str(uuid.uuid4()),
        "state": "paid",
        "session_id": session_id,
        "user_id": user_id,
        "partner_id": False,
        "date_order": now,
        "pricelist_id": False,
        "fiscal_position_id": False,
        "amount_paid": total,
        "amount_total": total,
        "amount_tax": round(total - untaxed, 2),
        "amount_return": 0,
        "last_order_preparation_change": "{}",
        "to_invoice": False,
        "lines": [(0, 0, one) for one in lines],
        "payment_ids": [
            (
                0,
                0,
                {
                    "uuid": str(uuid.uuid4()),
                    "amount": total,
                    "name": now,
                    "payment_method_id": payment_method_id,
                },
            )
        ],
        **extra,
    }


class Till:
    """One device of a till, with a session of the cashier of its own."""

    def __init__(self, client, config_id, payment_method_id):
        self.client = client
        self.config_id = config_id
        self.payment_method_id = payment_method_id
        self.session_id = None
        self.device = str(uuid.uuid4())

    def open(self):
        """Open the session of the till, or join the one that is open."""
        found = self.client.call(
            "pos.session",
            "search_read",
            [("config_id", "=", self.config_id), ("state", "!=", "closed")],
            fields=["state"],
            limit=1,
        )
        if found:
            self.session_id = found[0]["id"]
        else:
            self.client.call("pos.config", "open_ui", [self.config_id])
            # The page of the till is what makes the session.
            self.client.get(f"/pos/ui/{self.config_id}")
            self.session_id = self.client.call(
                "pos.session",
                "search_read",
                [("config_id", "=", self.config_id), ("state", "!=", "closed")],
                fields=["state"],
                limit=1,
            )[0]["id"]
        self.client.call("pos.session", "set_opening_control", [self.session_id], 0, "")
        return self

    def ticket(self, lines, **extra):
        return ticket(
            self.session_id, self.client.uid, lines, self.payment_method_id, **extra
        )

    def send(self, *tickets):
        """Send tickets and return (seconds, answer)."""
        start = time.perf_counter()
        answer = self.client.call(
            "pos.order",
            "sync_from_ui",
            list(tickets),
            context={"config_id": self.config_id, "device_identifier": self.device},
        )
        return time.perf_counter() - start, answer

    def close(self):
        """Close the session and return the seconds of the closing itself."""
        call = self.client.call
        call(
            "pos.session", "update_closing_control_state_session", [self.session_id], ""
        )
        start = time.perf_counter()
        answer = call("pos.session", "close_session_from_ui", [self.session_id], [])
        seconds = time.perf_counter() - start
        if not answer.get("successful"):
            raise RuntimeError(f"the session did not close: {answer}")
        return seconds
