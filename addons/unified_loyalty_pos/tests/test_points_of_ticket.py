# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestPointsOfTicket(LoyaltyTillCommon):
    """A web cart finished at the till, with something from the shelf: points once."""

    def test_points_of_the_cart_and_of_the_shelf_come_once(self):
        card = self._card()
        self._take()
        order = self._send(self._cart_ticket([self._line(self.pen)]))
        self.assertEqual(self._balance(), 50)
        result = self._confirm(order, 3)
        self.assertEqual(self._balance(), 53)
        self.assertEqual(result["coupon_updates"][0]["points"], 53)
        self.assertEqual(sum(card.movement_ids.mapped("points")), 53)

    def test_points_of_what_is_shipped_come_once(self):
        self._card()
        self._take()
        owed = {"fulfilment_mode": "ship", "fulfilment_place_id": self.store.id}
        order = self._send(
            self._ticket(
                [
                    self._line(self.shirt, 2, self.shirt_line, **owed),
                    self._line(self.mug, 1, self.mug_line),
                    self._line(self.pen, **owed),
                ]
            )
        )
        self.assertEqual(self._balance(), 50)
        self._confirm(order, 3)
        self.assertEqual(self._balance(), 53)

    def test_ticket_and_points_sent_twice_give_points_once(self):
        self._card()
        self._take()
        ticket = self._cart_ticket([self._line(self.pen)])
        for _attempt in range(2):
            order = self._send(ticket)
            self._confirm(order, 3)
        self.assertEqual(self._balance(), 53)

    def test_first_purchase_of_a_customer_makes_one_card(self):
        self._take()
        order = self._send(self._cart_ticket([self._line(self.pen)]))
        self._confirm(order, 3, card=self.env["loyalty.card"])
        self.assertEqual(len(self._cards()), 1)
        self.assertEqual(self._balance(), 53)

    def test_movements_say_store_and_receipt(self):
        self._card()
        self._take()
        order = self._send(self._cart_ticket([self._line(self.pen)]))
        self._confirm(order, 3)
        account = self.customer._get_loyalty_account(self.company)
        shelf, cart = account["movements"]
        self.assertEqual(shelf["points"], 3)
        self.assertEqual(shelf["document"], order.pos_reference)
        self.assertEqual(cart["points"], 50)
        self.assertEqual(cart["document"], order.lines.sale_order_origin_id.name)
        self.assertEqual({shelf["channel"], cart["channel"]}, {"Lyon"})

    def test_plain_ticket_moves_points_as_before(self):
        self._card(20)
        order = self._send(self._ticket([self._line(self.pen)]))
        self._confirm(order, 3)
        self.assertEqual(self._balance(), 23)

    def test_part_of_the_cart_gives_its_part_of_the_points(self):
        self._card()
        self._take()
        self._send(self._ticket([self._line(self.shirt, 1, self.shirt_line)]))
        self.assertEqual(self._balance(), 20)

    def test_reward_of_the_cart_is_paid_once_at_the_till(self):
        self._card(120)
        reward = self._claim(self.reward)
        self._take()
        lines = [
            self._line(line.product_id, line.product_uom_qty, line)
            for line in self.cart._cart_items()
        ]
        order = self._send(self._ticket([*lines, self._reward_line(reward)]))
        sale = order.lines.sale_order_origin_id
        self.assertEqual(order.amount_total, 45)
        self.assertRecordValues(
            sale, [{"amount_total": 45, "invoice_status": "invoiced", "state": "sale"}]
        )
        self.assertEqual(self._balance(), 120 - 100 + 50)
        self.assertFalse(self.cart.order_line)
        self.assertFalse(self._exceptions(order, "approval"))

    def test_reward_taken_off_the_ticket_stays_the_customer_s(self):
        self._card(120)
        self._claim(self.reward)
        self._take()
        lines = [
            self._line(line.product_id, line.product_uom_qty, line)
            for line in self.cart._cart_items()
        ]
        order = self._send(self._ticket(lines))
        sale = order.lines.sale_order_origin_id
        self.assertEqual(sale.amount_total, 50)
        self.assertEqual(sale.invoice_status, "invoiced")
        self.assertEqual(self._balance(), 170)

    def test_browser_puts_no_money_on_a_card_by_the_way_of_points(self):
        program = self._create_program(
            "Carte cadeau", program_type="gift_card", applies_on="future"
        )
        gift = self.env["loyalty.card"].create(
            {"program_id": program.id, "points": 0, "code": "GIFT-1"}
        )
        order = self._send(self._ticket([self._line(self.pen)]))
        order.with_user(self.cashier).confirm_coupon_programs(
            {
                "-1": {
                    "points": 50,
                    "program_id": program.id,
                    "coupon_id": gift.id,
                    "code": "GIFT-1",
                }
            }
        )
        self.assertEqual(gift.points, 0)
        self.assertFalse(gift.partner_id)

    def test_coupon_for_next_time_is_sent_by_mail(self):
        template = self.env.ref("loyalty.mail_template_loyalty_card")
        program = self._create_program(
            "Prochaine fois", program_type="next_order_coupons", applies_on="future"
        )
        program.communication_plan_ids = [
            (5, 0, 0),
            (0, 0, {"trigger": "create", "mail_template_id": template.id}),
        ]
        self.customer.email = "camille@shop.example"
        order = self._send(self._ticket([self._line(self.pen)]))
        result = order.with_user(self.cashier).confirm_coupon_programs(
            {
                "-1": {
                    "points": 1,
                    "program_id": program.id,
                    "coupon_id": -1,
                    "partner_id": self.customer.id,
                    "barcode": False,
                }
            }
        )
        self.assertEqual(result["new_coupon_info"][0]["program_name"], program.name)
        card = self.env["loyalty.card"].search([("program_id", "=", program.id)])
        self.assertRecordValues(card, [{"points": 1, "source_pos_order_id": order.id}])

    def test_only_till_staff_moves_the_points_of_a_ticket(self):
        self._card()
        order = self._send(self._ticket([self._line(self.pen)]))
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            order.with_user(stranger).confirm_coupon_programs({})
