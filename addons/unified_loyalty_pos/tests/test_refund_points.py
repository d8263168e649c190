# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestRefundPoints(LoyaltyTillCommon):
    """What comes back takes its points along, and brings those back that it cost."""

    def setUp(self):
        super().setUp()
        self.account = self._card(200)

    def _give_back(self, ticket, quantities, session=None):
        """Refund articles of a ticket as the till does, rewards withheld."""
        lines = {
            ticket.lines.filtered(lambda line, one=product: line.product_id == one): qty
            for product, qty in quantities.items()
        }
        withheld = self._till().unified_refund_rewards(
            ticket.id, {str(line.id): qty for line, qty in lines.items()}
        )
        values = [
            self._line(
                line.product_id,
                -qty,
                price_unit=line.price_unit,
                refunded_orderline_id=line.id,
            )
            for line, qty in lines.items()
        ]
        for line_id, due in withheld.items():
            line = ticket.lines.browse(line_id)
            if due["amount"]:
                values.append(
                    self._line(
                        line.product_id,
                        -1,
                        price_unit=due["price_unit"],
                        refunded_orderline_id=line.id,
                        tax_ids=[Command.set(line.tax_ids.ids)],
                    )
                )
        return self._send(
            self._ticket(values, session=session, is_refund=True, unified_points=[])
        )

    def test_customer_gets_back_what_they_paid_and_the_points(self):
        ticket = self._sell(self.shirt, won=20, spent=100)
        self.assertEqual(ticket.amount_total, 15)
        self.assertEqual(self.account.points, 120)
        refund = self._give_back(ticket, {self.shirt: 1})
        self.assertEqual(refund.amount_total, -15)
        self.assertEqual(self.account.points, 200)

    def test_part_given_back_moves_its_part(self):
        ticket = self._sell((self.shirt, 3), won=60, spent=100)
        self.assertEqual(self.account.points, 160)
        amounts = [
            self._give_back(ticket, {self.shirt: 1}).amount_total for _time in range(3)
        ]
        self.assertEqual(amounts, [-18.33, -18.34, -18.33])
        self.assertEqual(sum(amounts), -ticket.amount_total)
        self.assertEqual(self.account.points, 200)

    def test_one_third_given_back_moves_one_third(self):
        ticket = self._sell((self.shirt, 3), won=60, spent=100)
        self._give_back(ticket, {self.shirt: 1})
        self.assertAlmostEqual(self.account.points, 160 - 20 + 33.33, 2)

    def test_refund_sent_twice_moves_points_once(self):
        ticket = self._sell(self.shirt, won=20)
        line = ticket.lines
        message = self._ticket(
            [self._line(self.shirt, -1, price_unit=20, refunded_orderline_id=line.id)],
            is_refund=True,
        )
        for _time in range(3):
            self._send(message)
        self.assertEqual(self.account.points, 200)

    def test_another_till_gives_the_points_back(self):
        session = self._open_till(self.till_2, self.other_cashier)
        ticket = self._sell(self.shirt, won=20, spent=100)
        refund = self._give_back(ticket, {self.shirt: 1}, session=session)
        self.assertEqual(self.account.points, 200)
        self.assertEqual(self._moved(refund).mapped("device"), ["Lyon 2", "Lyon 2"])

    def test_refund_of_the_back_office_gives_the_points_back(self):
        ticket = self._sell(self.shirt, won=20, spent=100)
        refund = ticket.browse(ticket.refund()["res_id"])
        self.assertEqual(refund.amount_total, -15)
        payment = self.env["pos.make.payment"].with_context(
            active_ids=refund.ids, active_id=refund.id
        )
        payment.create(
            {"amount": refund.amount_total, "payment_method_id": self.card.id}
        ).check()
        self.assertEqual(refund.state, "paid")
        self.assertEqual(self.account.points, 200)

    def test_points_spent_meanwhile_leave_a_debt(self):
        ticket = self._sell(self.shirt, won=20)
        self._sell(self.pen, won=0, spent=220)
        self._give_back(ticket, {self.shirt: 1})
        self.assertEqual(self.account.points, -20)

    def test_points_that_a_refund_claims_are_not_given(self):
        ticket = self._sell(self.shirt, won=20)
        line = ticket.lines
        message = self._ticket(
            [self._line(self.shirt, -1, price_unit=20, refunded_orderline_id=line.id)],
            is_refund=True,
            unified_points=[self._won_entry(-20), self._won_entry(500)],
        )
        self._send(message)
        self.assertEqual(self.account.points, 200)

    def test_web_order_settled_at_the_till_gives_its_points_back(self):
        reward = self._claim(self.reward)
        self._take()
        lines = [
            self._line(line.product_id, line.product_uom_qty, line)
            for line in self.cart._cart_items()
        ]
        ticket = self._send(self._ticket([*lines, self._reward_line(reward)]))
        self.assertEqual(self.account.points, 200 - 100 + 50)
        refund = self._give_back(ticket, {self.shirt: 2, self.mug: 1})
        self.assertEqual(refund.amount_total, -45)
        self.assertEqual(self.account.points, 200)

    def test_free_article_given_back_is_worth_nothing(self):
        self.reward.write({"reward_type": "product", "reward_product_id": self.pen.id})
        ticket = self._sell(
            self.shirt, self.pen, won=20, spent=100, taken_off=self.pen.list_price
        )
        refund = self._give_back(ticket, {self.pen: 1})
        self.assertEqual(refund.amount_total, 0)

    def test_ticket_of_another_company_tells_nothing(self):
        ticket = self._sell(self.shirt, won=20)
        company = self.env["res.company"].create({"name": "Autre"})
        self.env.cr.execute(
            "UPDATE pos_order SET company_id = %s WHERE id = %s",
            [company.id, ticket.id],
        )
        ticket.invalidate_recordset()
        with self.assertRaises(AccessError):
            self._till().unified_refund_rewards(ticket.id, {})
