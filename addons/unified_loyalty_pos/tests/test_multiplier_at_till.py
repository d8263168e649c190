# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import date

from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.unified_loyalty.models.loyalty_multiplier import ANY
from odoo.addons.unified_loyalty.multipliers import multiply_points

from .common import LoyaltyTillCommon

CASES = "unified_loyalty_pos/static/tests/unit/multiplier_cases.js"


@tagged("post_install", "-at_install")
class TestMultiplierAtTill(LoyaltyTillCommon):
    def test_server_multiplies_as_the_till_does(self):
        with file_open(CASES) as source:
            cases = json.loads(source.read().split("`")[-2])
        self.assertGreater(len(cases), 20)
        for case in cases:
            lines = case.get("lines", [{"product": 1, "amount": 10}])
            with self.subTest(case["name"]):
                result = multiply_points(
                    case["points"],
                    [{"categories": [], **line} for line in lines],
                    [{**ANY, **rule} for rule in case["rules"]],
                    date.fromisoformat(case.get("day", "2026-12-02")),
                    1,
                    case.get("tiers", []),
                )
                self.assertEqual(result, case["result"])

    def test_till_gets_the_rules_with_the_programme(self):
        gold = self.env["loyalty.tier"].create(
            {
                "name": "Or",
                "program_id": self.points.id,
                "threshold": 10,
                "multiplier": 1.5,
            }
        )
        self.env["loyalty.multiplier"].create(
            {"name": "Mercredi", "program_id": self.points.id, "wed": True}
        )
        program = self.points.with_user(self.cashier)
        [loaded] = program._load_pos_data_read(program, self.till_1)
        self.assertEqual(
            loaded["_multipliers"],
            [
                {**ANY, "factor": 2.0, "weekdays": [3]},
                {**ANY, "factor": 1.5, "tiers": gold.ids},
            ],
        )

    def test_multiplied_points_of_a_ticket_are_kept_and_no_more(self):
        card = self._card(0)
        self.env["loyalty.multiplier"].create(
            {"name": "Double", "program_id": self.points.id, "factor": 2}
        )
        self._sell(self.pen, won=6)
        self.assertEqual(card.points, 6)
        self._sell(self.pen, won=60)
        self.assertEqual(card.points, 12)

    def test_till_knows_the_tier_of_the_customer(self):
        gold = self.env["loyalty.tier"].create(
            {"name": "Or", "program_id": self.points.id, "threshold": 10}
        )
        card = self._card(50)
        self.assertEqual(self._summary()["loyalty_tier"], "")
        card.tier_id = gold
        self.assertEqual(self._summary()["loyalty_tier"], "Or")
        fields = card._load_pos_data_fields(self.till_1)
        [values] = card.with_user(self.cashier).read(fields, load=False)
        self.assertEqual(values["till_tier"], gold.id)

    def _summary(self):
        return self._till().unified_customer_summary(self.customer.id)
