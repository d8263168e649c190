# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter
from datetime import date

from odoo.tests import tagged

from ..builders import catalogue, plan
from ..builders.stock import opening_quantity
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestPlan(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.steps = plan.make_plan(date(2026, 10, 23))
        cls.tills = [step for step in cls.steps if step.kind == "till"]
        cls.web = [step for step in cls.steps if step.kind == "web"]

    def test_the_month_has_its_tickets_and_its_orders(self):
        self.assertEqual(sum(len(step.sales) for step in self.tills), 600)
        self.assertEqual(sum(len(step.sales) for step in self.web), 150)
        self.assertEqual(len({step.key for step in self.steps}), len(self.steps))

    def test_the_plan_is_the_same_whenever_it_is_made(self):
        plan.make_plan.cache_clear()
        self.assertEqual(plan.make_plan(date(2026, 10, 23)), self.steps)

    def test_stores_are_closed_on_sundays(self):
        self.assertFalse([step for step in self.tills if step.day.weekday() == 6])

    def test_no_place_sells_more_than_it_had(self):
        rows = {
            xmlid: row
            for row in catalogue.read_products()
            for xmlid in catalogue.variant_xmlids(row)
        }
        sold = Counter()
        for step in self.steps:
            for sale in step.sales:
                for line in sale.lines:
                    if catalogue.storable(rows[line.product]):
                        sold[line.product, step.place] += line.quantity
        for (xmlid, place), quantity in sold.items():
            opening = opening_quantity(rows[xmlid], xmlid, place)
            self.assertLessEqual(quantity, opening, (xmlid, place))

    def test_the_products_of_the_journey_are_left_alone(self):
        for step in self.steps:
            for sale in step.sales:
                for line in sale.lines:
                    self.assertNotIn("journey", line.product)

    def test_a_return_gives_back_a_line_of_an_earlier_ticket_of_the_store(self):
        known, returned = {}, 0
        for step in self.tills:
            for sale in step.sales:
                if sale.returns:
                    returned += 1
                    first, place = known[sale.returns]
                    self.assertEqual(place, step.place)
                    self.assertLess(first.moment.date(), sale.moment.date())
                    line = sale.lines[0]
                    self.assertEqual(first.lines[line.returns].product, line.product)
                known[sale.key] = (sale, step.place)
        self.assertGreater(returned, 5)

    def test_shares_are_whole_and_add_up(self):
        self.assertEqual(plan._share(10, [1, 1, 1]), [4, 3, 3])
        self.assertEqual(plan._share(5, [0, 1]), [0, 5])
