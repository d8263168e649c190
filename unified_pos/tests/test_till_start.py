# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestTillStart(TillCommon):
    """A till that starts again finds the carts it was working on."""

    def _load(self, user=None):
        session = self.session_1.with_user(user or self.cashier)
        models = ["pos.order", "pos.order.line", "sale.order", "sale.order.line"]
        return session.load_data(models)

    def test_cart_in_hand_is_loaded_for_a_cashier(self):
        self._take()
        data = self._load()
        self.assertEqual([one["id"] for one in data["sale.order"]], self.cart.ids)
        self.assertEqual(
            {one["id"] for one in data["sale.order.line"]},
            set(self.cart.order_line.ids),
        )
        self.assertNotIn("note", data["sale.order"][0])

    def test_cart_of_a_saved_ticket_is_loaded_for_a_cashier(self):
        self._take()
        self._send(self._cart_ticket(state="draft"))
        self.cart.write(self.cart._cart_no_holder())
        data = self._load()
        self.assertEqual([one["id"] for one in data["sale.order"]], self.cart.ids)

    def test_nothing_is_loaded_when_no_cart_is_in_hand(self):
        data = self._load()
        self.assertFalse(data["sale.order"])
        self.assertFalse(data["sale.order.line"])

    def test_cart_of_another_till_is_not_loaded(self):
        self._open_till(self.till_2, self.other_cashier)
        self._take(self.till_2, self.other_cashier)
        self.assertFalse(self._load()["sale.order"])

    def test_seller_gets_a_cart_once(self):
        self._take()
        self._send(self._cart_ticket(state="draft"))
        data = self._load(self.seller)
        self.assertEqual([one["id"] for one in data["sale.order"]], self.cart.ids)
        line_ids = [one["id"] for one in data["sale.order.line"]]
        self.assertEqual(sorted(line_ids), sorted(self.cart.order_line.ids))
