# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestStockAtTill(TillCommon):
    """A cashier sees what can be promised here and elsewhere, and who waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls.till_1._get_place()
        cls.elsewhere = cls.env["stock.warehouse"].create(
            {"name": "Lille", "code": "LIL"}
        )
        cls.env["commerce.channel"]._get_for_place(cls.elsewhere)
        cls.pen.is_storable = True
        before = cls.env["commerce.availability"]._read(cls.pen, cls.place)
        cls._set_stock(cls.pen, cls.place, 2 - before[cls.pen.id, cls.place.id])
        cls._set_stock(cls.pen, cls.elsewhere, 4)

    def _ask(self, *products):
        ids = [product.id for product in products]
        return self._till().unified_stock(ids)["stock"]

    def test_here_and_elsewhere(self):
        level = self._ask(self.pen)[self.pen.id]
        self.assertEqual(level["here"], 2)
        self.assertEqual(level["promised"], [])
        self.assertIn({"name": "Lille", "available": 4}, level["places"])

    def test_the_last_unit_says_who_waits_for_it(self):
        self.env["commerce.hold"]._claim(
            "a",
            {(self.pen, self.place): 2},
            reason="checkout",
            minutes=5,
            origin=self.cart,
        )
        level = self._ask(self.pen)[self.pen.id]
        self.assertEqual(level["here"], 0)
        self.assertEqual(level["promised"], [self.cart.name])

    def test_an_order_that_waits_for_it_is_named_too(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.cart.partner_id.id,
                "warehouse_id": self.place.id,
                "order_line": [
                    Command.create({"product_id": self.pen.id, "product_uom_qty": 2})
                ],
            }
        )
        order.action_confirm()
        level = self._ask(self.pen)[self.pen.id]
        self.assertEqual(level["promised"], [order.name])

    def test_articles_that_nobody_waits_for_cost_no_question_each(self):
        many = self.env["product.product"].create(
            [{"name": f"Gone {n}", "is_storable": True} for n in range(20)]
        )
        self._ask(*many)
        self.env.invalidate_all()
        with self._count_queries() as few:
            self._ask(*many[:2])
        self.env.invalidate_all()
        with self._count_queries() as all_of_them:
            self._ask(*many)
        self.assertLessEqual(all_of_them(), few())

    @contextmanager
    def _count_queries(self):
        before = self.cr.sql_log_count
        counted = []
        yield lambda: counted[0]
        counted.append(self.cr.sql_log_count - before)

    def test_the_information_of_an_article_says_which_places_are_told(self):
        other = self.env["stock.warehouse"].create({"name": "Quai", "code": "QUA"})
        self.env["commerce.channel"].search([("warehouse_id", "=", other.id)]).unlink()
        product = self.pen.with_user(self.cashier)
        info = product.product_tmpl_id.get_product_info_pos(
            12, 1, self.till_1.id, self.pen.id
        )
        self.assertEqual(info["product_id"], self.pen.id)
        told = {one["name"]: one["is_told"] for one in info["warehouses"]}
        self.assertTrue(told["Lille"])
        self.assertTrue(told[self.place.name])
        self.assertFalse(told["Quai"])

    def test_the_till_may_ask_while_the_cash_is_counted(self):
        self.session_1.state = "opening_control"
        self.assertEqual(self._ask(self.pen)[self.pen.id]["here"], 2)

    def test_services_have_no_stock(self):
        service = self.env["product.product"].create({"name": "S", "type": "service"})
        self.assertEqual(self._ask(service), {})

    def test_nonsense_is_no_error(self):
        self.assertEqual(self._till().unified_stock(["x", None, -1])["stock"], {})

    def test_only_the_staff_of_tills_may_ask(self):
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.till_1.with_user(stranger).unified_stock([self.pen.id])

    def test_tills_are_told_when_stock_changes(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        channel = self._till().unified_stock([])["channel"]
        self._set_stock(self.pen, self.place, 1)
        self.env.cr.precommit.run()
        message = self.env["bus.bus"].search([("channel", "ilike", channel)])
        self.assertEqual(len(message), 1)
        self.assertIn(str(self.pen.id), message.message)
