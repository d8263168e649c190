# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from ..report.loyalty_statement import DAY_KEY, SINCE_KEY
from .common import LoyaltyCase

END_2026 = date(2026, 12, 31)
END_2027 = date(2027, 12, 31)


class StatementCase(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Europe/Paris"
        cls.gift = cls._money_program("Carte cadeau", "gift_card")

    @classmethod
    def _money_program(cls, name, kind, **values):
        return cls.env["loyalty.program"].create(
            {"name": name, "program_type": kind, **values}
        )

    @classmethod
    def _terms(cls, day, value, usage=1.0, cost=1.0, method="provision", program=None):
        return cls.env["loyalty.valuation"].create(
            {
                "program_id": (program or cls.points).id,
                "date": day,
                "method": method,
                "value_per_point": value,
                "usage_probability": usage,
                "cost_ratio": cost,
            }
        )

    def _empty_card(self, program=None):
        return self.env["loyalty.card"].create(
            {"program_id": (program or self.points).id, "points": 0}
        )

    def _move(self, card, kind, points, moment, **values):
        return self.env["loyalty.movement"].create(
            {
                "card_id": card.id,
                "kind": kind,
                "points": points,
                "date": moment,
                **values,
            }
        )

    def _statement(self, day, since=None):
        return (
            self.env["loyalty.statement"]
            .with_context(**{DAY_KEY: day, SINCE_KEY: since})
            .search([("program_id", "in", (self.points + self.gift).ids)])
        )

    def _lines(self, day, since=None, **terms):
        lines = self.env["loyalty.statement"]._get_subledger_lines(day, since, **terms)
        return {(line["program"], line["nature"]): line for line in lines}
