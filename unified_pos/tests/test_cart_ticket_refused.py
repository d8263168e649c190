# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sale.models.sale_order import SaleOrder

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestCartTicketRefused(TillCommon):
    """A link that may not be honoured is cut; a paid ticket is always kept."""

    def _assert_plain_sale(self, order, problems=1):
        self.assertEqual(order.state, "paid")
        self.assertFalse(order.lines.sale_order_line_id)
        self.assertFalse(order.lines.sale_order_origin_id)
        self.assertEqual(len(order.picking_ids), 1)
        self.assertEqual(len(self._exceptions(order)), problems)

    def test_cart_taken_over_while_offline_is_left_to_its_new_holder(self):
        self._take()
        ticket = self._cart_ticket()
        self._open_till(self.till_2, self.other_cashier)
        self._take(self.till_2, self.other_cashier, take_over=True, reason="x")
        order = self._send(ticket)
        self._assert_plain_sale(order, problems=2)
        self.assertIn("Lyon – Lyon 2", self._exceptions(order)[0].name)
        self.assertEqual(self._content(self.cart), {self.shirt: 2, self.mug: 1})
        self.assertIn("Lyon 2", self.cart._cart_current_holder().name)

    def test_two_tills_that_sell_one_cart_settle_it_once(self):
        self._take()
        first = self._cart_ticket()
        session_2 = self._open_till(self.till_2, self.other_cashier)
        second = self._cart_ticket(session=session_2)
        settled = self._send(first)
        plain = self._send(second, user=self.other_cashier)
        self.assertEqual(settled.lines.sale_order_origin_id.cart_origin_id, self.cart)
        self._assert_plain_sale(plain, problems=2)

    def test_line_gone_from_the_cart_is_a_plain_sale(self):
        self._take()
        ticket = self._cart_ticket()
        self.cart.write(self.cart._cart_no_holder())
        self.mug_line.unlink()
        order = self._send(ticket)
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.lines.sale_order_line_id.product_id, self.shirt)
        self.assertEqual(len(self._exceptions(order)), 1)
        self.assertIn("Mug", self._exceptions(order).name)

    def test_quantity_lowered_by_the_customer_is_a_plain_sale(self):
        self._take()
        ticket = self._ticket([self._line(self.shirt, 2, self.shirt_line)])
        self.cart.write(self.cart._cart_no_holder())
        self.shirt_line.product_uom_qty = 1
        order = self._send(ticket)
        self._assert_plain_sale(order)
        self.assertEqual(self._content(self.cart), {self.shirt: 1, self.mug: 1})

    def test_other_product_than_the_cart_line_is_a_plain_sale(self):
        self._take()
        line = self._line(self.pen, 1, sale_order_line_id=self.shirt_line.id)
        order = self._send(self._ticket([line]))
        self._assert_plain_sale(order)
        self.assertEqual(self._content(self.cart), {self.shirt: 2, self.mug: 1})

    def test_cart_ordered_on_the_web_is_not_sold_again(self):
        ticket = self._cart_ticket()
        self.cart.action_confirm()
        order = self._send(ticket)
        self._assert_plain_sale(order, problems=2)

    def test_order_of_another_company_is_not_touched(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        other = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": company.id,
                "is_cart": True,
                "cart_state": "open",
                "order_line": [
                    Command.create({"product_id": self.pen.id, "tax_ids": False})
                ],
            }
        )
        order = self._send(self._ticket([self._line(self.pen, 1, other.order_line)]))
        self._assert_plain_sale(order)
        self.assertEqual(other.state, "draft")
        self.assertEqual(other.cart_state, "open")
        self.assertFalse(other.cart_holder_until)

    def test_quotation_of_a_colleague_is_not_confirmed_by_a_cashier(self):
        quotation = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.pen.id})],
            }
        )
        order = self._send(
            self._ticket([self._line(self.pen, 1, quotation.order_line)])
        )
        self._assert_plain_sale(order)
        self.assertEqual(quotation.state, "draft")

    def test_down_payment_forged_on_an_order_is_a_plain_sale(self):
        quotation = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.pen.id})],
            }
        )
        line = self._line(self.pen, 1, sale_order_origin_id=quotation.id)
        order = self._send(self._ticket([line]))
        self._assert_plain_sale(order)
        self.assertEqual(len(quotation.order_line), 1)

    def test_link_that_is_not_a_number_is_a_plain_sale(self):
        line = self._line(self.pen, 1, sale_order_line_id="1 OR 1=1")
        order = self._send(self._ticket([line]))
        self._assert_plain_sale(order)

    def test_goods_returned_take_nothing_from_the_cart(self):
        self._take()
        line = self._line(self.shirt, -1, self.shirt_line)
        order = self._send(self._ticket([line]))
        self._assert_plain_sale(order)
        self.assertEqual(self._content(self.cart), {self.shirt: 2, self.mug: 1})

    def test_order_that_cannot_be_confirmed_leaves_ticket_and_cart_whole(self):
        self._take()
        with patch.object(
            SaleOrder, "action_confirm", side_effect=UserError("Credit limit")
        ):
            order = self._send(self._cart_ticket())
        self._assert_plain_sale(order, problems=2)
        self.assertIn("Credit limit", self._exceptions(order)[0].name)
        self.assertEqual(self._content(self.cart), {self.shirt: 2, self.mug: 1})
        self.assertEqual(self.cart.cart_state, "open")
        self.assertFalse(
            self.env["sale.order"].search([("cart_origin_id", "=", self.cart.id)])
        )

    def test_refused_ticket_sent_twice_is_reported_once(self):
        ticket = self._cart_ticket()
        self.cart.action_confirm()
        self._send(ticket)
        order = self._send(ticket)
        self._assert_plain_sale(order, problems=2)

    def test_unpaid_ticket_with_a_lost_cart_is_refused_at_once(self):
        self._take()
        ticket = self._cart_ticket(state="draft")
        self._open_till(self.till_2, self.other_cashier)
        self._take(self.till_2, self.other_cashier, take_over=True, reason="x")
        with self.assertRaisesRegex(UserError, "Lyon 2"):
            self._send(ticket)

    def test_exception_tells_what_to_do(self):
        ticket = self._cart_ticket()
        self.cart.action_confirm()
        order = self._send(ticket)
        exception = self._exceptions(order)[0]
        self.assertIn(self.cart.name, exception.advice)
        self.assertEqual(exception.channel_id, self.till_1.channel_id)
        self.assertEqual(exception.warehouse_id, self.store)

    def test_ticket_changes_nothing_of_another_ticket(self):
        """Core is trusted for the order only; the message has the cashier's rights."""
        self._take()
        company = self.env["res.company"].create({"name": "Elsewhere"})
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "location_id": warehouse.lot_stock_id.id,
                "company_id": company.id,
            }
        )
        ticket = self._cart_ticket()
        ticket["picking_ids"] = [Command.update(picking.id, {"note": "forged"})]
        with self.assertRaises(UserError):
            self._send(ticket)
        self.assertFalse(picking.note)
