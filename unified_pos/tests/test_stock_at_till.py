# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
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
