# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import LoyaltyCase

START = date(2030, 1, 1)
STEP = st.one_of(
    st.tuples(st.just("earn"), st.integers(1, 50), st.integers(0, 20)),
    st.tuples(st.just("burn"), st.integers(1, 50), st.none()),
    st.tuples(st.just("undo"), st.integers(0, 9), st.none()),
    st.tuples(st.just("night"), st.integers(1, 10), st.none()),
)


class Purse:
    """The same rules, one point at a time: lists of lots that are emptied."""

    def __init__(self):
        self.lots = []
        self.owed = 0

    @property
    def balance(self):
        return sum(lot["left"] for lot in self.lots) - self.owed

    def earn(self, points, last_day):
        lot = {"left": points, "size": points, "end": last_day, "expired": 0}
        self.lots.append(lot)
        self.settle()

    def settle(self):
        for lot in self.lots:
            paid = min(lot["left"], self.owed)
            lot["left"] -= paid
            self.owed -= paid

    def spend(self, points):
        self.owed += points
        self.settle()

    def undo(self, lot):
        """Take a lot back: what is left of it, then what it had paid."""
        due = lot["size"] - lot["expired"]
        lot["size"] = lot["expired"] = 0
        from_it = min(lot["left"], due)
        lot["left"] -= from_it
        self.spend(due - from_it)

    def expire(self, today):
        for lot in self.lots:
            if lot["end"] < today:
                lot["expired"] += lot["left"]
                lot["left"] = 0


@tagged("post_install", "-at_install")
class TestLotsAnySequence(LoyaltyCase):
    """Any sequence of sales, refunds and nights: SQL and a naive purse agree."""

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(STEP, max_size=12))
    def _check(self, steps):
        with self.env.cr.savepoint() as savepoint:
            self._play(steps)
            savepoint.rollback()
            self.env.invalidate_all()

    def _play(self, steps):
        movements = self.env["loyalty.movement"]
        self.points.points_life = 1
        card = self.env["loyalty.card"].create(
            {"program_id": self.points.id, "partner_id": self.customer.id}
        )
        purse, earned, today = Purse(), [], START
        for kind, number, days in steps:
            if kind == "earn":
                last_day = today + timedelta(days=days)
                purse.earn(number, last_day)
                earned.append(
                    movements._record(
                        [
                            {
                                "card_id": card.id,
                                "kind": "earn",
                                "points": number,
                                "expires_on": last_day,
                            }
                        ]
                    )
                )
            elif kind == "burn" and purse.balance >= number:
                purse.spend(number)
                movements._record(
                    [{"card_id": card.id, "kind": "burn", "points": -number}]
                )
            elif kind == "undo" and number < len(earned):
                purse.undo(purse.lots[number])
                earned[number]._reverse_to(1.0, {})
            elif kind == "night":
                today += timedelta(days=number)
                purse.expire(today)
                movements._expire(card.ids, today)
            card.invalidate_recordset()
            lots = movements._get_lots(card)[card]
            self.assertEqual(
                [lot.points for lot in lots],
                [lot["left"] for lot in purse.lots if lot["left"]],
            )
            self.assertEqual(card.points, purse.balance)

    def test_lots_are_what_a_naive_purse_says(self):
        self._check()
