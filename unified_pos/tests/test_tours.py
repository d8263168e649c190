# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestTours(TillCommon, HttpCase):
    """What a cashier does, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.cashier.lang = "en_US"
        cls.pen.barcode = "3701234500019"
        for till in cls.till_1 | cls.till_2:
            till.write(
                {
                    "use_fast_payment": True,
                    "fast_payment_method_ids": [Command.set(cls.card.ids)],
                }
            )

    def _play(self, tour):
        self.start_tour(f"/pos/ui/{self.till_1.id}", tour, login=self.cashier.login)
        return self.env["pos.order"].search([("config_id", "=", self.till_1.id)])

    def test_cart_is_finished_at_the_till_and_paid_by_card(self):
        order = self._play("unified_pos_take_cart")
        self.assertRecordValues(order, [{"state": "paid", "amount_total": 53.0}])
        sale = order.lines.sale_order_origin_id
        self.assertEqual(sale.cart_origin_id, self.cart)
        self.assertRecordValues(sale, [{"state": "sale", "invoice_status": "invoiced"}])
        self.assertEqual(len(order.picking_ids), 1)
        self.assertFalse(self.cart.order_line)
        self.assertFalse(self._exceptions(order))

    def test_cart_left_then_taken_then_given_back_is_whole(self):
        self._play("unified_pos_cart_left_then_given_back")
        self.assertEqual(self._content(self.cart), {self.shirt: 2, self.mug: 1})
        self.assertFalse(self.cart._cart_current_holder())

    def test_cart_held_by_another_till_is_taken_over_for_a_reason(self):
        self._open_till(self.till_2, self.other_cashier)
        self._take(self.till_2, self.other_cashier)
        self._play("unified_pos_cart_held_elsewhere")
        self.assertIn("Lyon – Lyon 1", self.cart.cart_holder_name)
        self.assertIn("The customer is here", self.cart.message_ids[0].body)

    def test_manager_approves_a_discount_and_refuses_a_removal(self):
        order = self._play("unified_pos_manager_approval")
        self.assertEqual(order.lines.discount, 25.0)
        log = self.env["commerce.approval"].search([("order_uuid", "=", order.uuid)])
        self.assertRecordValues(
            log,
            [
                {
                    "action": "discount",
                    "operator_id": self.amelie.id,
                    "approver_id": self.boss.id,
                    "after": 25.0,
                }
            ],
        )
        self.assertFalse(self._exceptions(order, "approval"))

    def test_cart_paid_without_network_is_settled_on_return(self):
        order = self._play("unified_pos_paid_without_network")
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.lines.sale_order_origin_id.cart_origin_id, self.cart)
        self.assertFalse(self._exceptions(order))
