# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestReportsOfTickets(LoyaltyTillCommon):
    """What tickets give and sell is in the owner's report, once."""

    def _cost(self):
        self.env.flush_all()
        [(cost,)] = self.env["loyalty.program.report"]._read_group(
            [("program_id", "=", self.points.id)], [], ["reward_cost:sum"]
        )
        return cost or 0.0

    def _purchases(self):
        self.env.flush_all()
        [row] = self.env["loyalty.member.report"]._read_group(
            [("customers", "=", self.customer.id)],
            [],
            ["amount:sum", "baskets:count_distinct", "__count"],
        )
        return row

    def _reward_of_the_till(self, **values):
        return self._line(
            self.reward.discount_line_product_id,
            1,
            price_unit=-5,
            is_reward_line=True,
            reward_id=self.reward.id,
            price_type="automatic",
            **values,
        )

    def test_reward_of_a_ticket_costs_what_it_takes_off(self):
        card = self._card(120)
        order = self._send(
            self._ticket(
                [
                    self._line(self.shirt, 2),
                    self._reward_of_the_till(coupon_id=card.id, points_cost=100),
                ]
            )
        )
        taken_off = -order.lines.filtered("is_reward_line").price_subtotal
        self.assertGreater(taken_off, 0)
        self.assertAlmostEqual(self._cost(), taken_off)
        line = self.env["loyalty.program.report"].search(
            [("program_id", "=", self.points.id), ("reward_cost", "!=", 0)]
        )
        self.assertEqual(line.channel_id, order.channel_id)
        self.assertEqual(line.warehouse_id, self.till_1.picking_type_id.warehouse_id)

    def test_reward_of_a_cart_is_counted_with_its_order_alone(self):
        self._card(120)
        reward = self._claim(self.reward)
        self._take()
        lines = [
            self._line(line.product_id, line.product_uom_qty, line)
            for line in self.cart._cart_items()
        ]
        order = self._send(self._ticket([*lines, self._reward_line(reward)]))
        given = order.lines.sale_order_origin_id._get_reward_lines()
        self.assertAlmostEqual(self._cost(), -sum(given.mapped("price_subtotal")))

    def test_ticket_with_a_cart_is_one_basket(self):
        amount, baskets, _rows = self._purchases()
        self._take()
        order = self._send(self._cart_ticket([self._line(self.pen)]))
        after = self._purchases()
        pen = order.lines.filtered(lambda line: line.product_id == self.pen)
        sold = order.lines.sale_order_origin_id.amount_untaxed + pen.price_subtotal
        self.assertAlmostEqual(after[0] - (amount or 0.0), sold)
        self.assertEqual(after[1] - baskets, 1)

    def test_refund_lowers_sales_and_is_no_basket(self):
        order = self._send(self._ticket([self._line(self.shirt, 2)]))
        amount, baskets, rows = self._purchases()
        line = order.lines
        back = self._line(
            self.shirt,
            -1,
            price_unit=line.price_unit,
            refunded_orderline_id=line.id,
            price_type="automatic",
        )
        refund = self._send(self._ticket([back], is_refund=True))
        after = self._purchases()
        self.assertAlmostEqual(
            after[0], amount + refund.amount_total - refund.amount_tax
        )
        self.assertLess(after[0], amount)
        self.assertEqual(after[1:], (baskets, rows + 1))

    def test_ticket_says_what_it_sells_without_vat(self):
        order = self._send(self._ticket([self._line(self.shirt, 2)]))
        self.assertAlmostEqual(
            order._get_loyalty_sale_amount(), sum(order.lines.mapped("price_subtotal"))
        )
