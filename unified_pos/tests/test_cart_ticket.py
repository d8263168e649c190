# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sale.models.sale_order import SaleOrder

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestCartTicket(TillCommon):
    """A ticket that carries a customer's cart settles it, once."""

    def test_whole_cart_is_sold_delivered_and_invoiced_once(self):
        self._take()
        order = self._send(self._cart_ticket([self._line(self.pen)]))
        sale = order.lines.sale_order_origin_id
        self.assertEqual(order.state, "paid")
        self.assertEqual(sale.cart_origin_id, self.cart)
        self.assertFalse(sale.is_cart)
        self.assertRecordValues(
            sale,
            [{"state": "sale", "invoice_status": "invoiced", "amount_total": 50.0}],
        )
        self.assertRecordValues(
            sale.order_line.sorted("product_uom_qty", reverse=True),
            [
                {"product_uom_qty": 2, "qty_delivered": 2, "qty_invoiced": 2},
                {"product_uom_qty": 1, "qty_delivered": 1, "qty_invoiced": 1},
            ],
        )
        self.assertFalse(self._exceptions(order))

    def test_one_picking_takes_the_goods_out_of_the_store(self):
        self._take()
        order = self._send(self._cart_ticket([self._line(self.pen)]))
        self.assertEqual(len(order.picking_ids), 1)
        self.assertEqual(order.picking_ids.state, "done")
        self.assertFalse(order.lines.sale_order_origin_id.picking_ids)
        stock = self.env["commerce.availability"]._read(
            self.shirt | self.mug | self.pen, self.store
        )
        self.assertEqual(sorted(stock.values()), [8.0, 9.0, 9.0])

    def test_customer_keeps_an_empty_cart(self):
        self._take()
        self._send(self._cart_ticket())
        self.assertRecordValues(
            self.cart, [{"cart_state": "open", "state": "draft", "amount_total": 0.0}]
        )
        self.assertFalse(self.cart.order_line)
        self.assertFalse(self.cart._cart_current_holder())

    def test_what_was_not_taken_stays_in_the_cart(self):
        self._take()
        order = self._send(self._ticket([self._line(self.shirt, 1, self.shirt_line)]))
        self.assertEqual(self._content(self.cart), {self.shirt: 1, self.mug: 1})
        sale = order.lines.sale_order_origin_id
        self.assertEqual(self._content(sale), {self.shirt: 1})
        self.assertEqual(sale.invoice_status, "invoiced")
        self.assertFalse(self.cart._cart_current_holder())

    def test_more_than_the_cart_held_is_sold_on_the_same_order(self):
        self._take()
        order = self._send(self._ticket([self._line(self.shirt, 3, self.shirt_line)]))
        sale = order.lines.sale_order_origin_id
        self.assertRecordValues(
            sale.order_line,
            [{"product_uom_qty": 3, "qty_delivered": 3, "qty_invoiced": 3}],
        )

    def test_discount_given_at_the_till_is_on_the_order(self):
        self._take()
        line = self._line(self.shirt, 2, self.shirt_line, discount=10.0)
        order = self._send(self._ticket([line]))
        sale = order.lines.sale_order_origin_id
        self.assertEqual(sale.order_line.discount, 10.0)
        self.assertEqual(sale.amount_total, order.amount_total)

    def test_two_ticket_lines_of_one_cart_line_settle_it_together(self):
        self._take()
        lines = [self._line(self.shirt, 1, self.shirt_line) for _i in range(2)]
        order = self._send(self._ticket(lines))
        self.assertEqual(len(order.lines.sale_order_line_id), 1)
        self.assertEqual(order.lines.sale_order_line_id.qty_delivered, 2)
        self.assertEqual(self._content(self.cart), {self.mug: 1})

    def test_line_by_the_dozen_is_settled_in_its_own_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.shirt_line.write({"product_uom_id": dozen.id, "product_uom_qty": 1})
        self.shirt_line.price_unit = 120.0
        self._take()
        line = self._line(self.shirt, 12, self.shirt_line, price_unit=10.0)
        order = self._send(self._ticket([line]))
        sold = order.lines.sale_order_line_id
        self.assertRecordValues(
            sold, [{"product_uom_qty": 1, "price_unit": 120.0, "qty_delivered": 1}]
        )

    def test_order_says_where_it_was_handed_over(self):
        self._take()
        order = self._send(self._cart_ticket())
        sale = order.lines.sale_order_origin_id
        self.assertEqual(sale.channel_id, self.till_1.channel_id)
        self.assertEqual(sale.warehouse_id, self.store)

    def test_sale_is_counted_once_in_the_report(self):
        self._take()
        order = self._send(self._cart_ticket([self._line(self.pen)]))
        sale = order.lines.sale_order_origin_id
        self.env.flush_all()
        rows = self.env["sale.report"].search(
            [
                (
                    "order_reference",
                    "in",
                    [f"sale.order,{sale.id}", f"pos.order,{order.id}"],
                )
            ]
        )
        self.assertAlmostEqual(sum(rows.mapped("price_total")), order.amount_total)
        self.assertEqual(sum(rows.mapped("product_uom_qty")), 4)

    def test_same_ticket_sent_twice_does_nothing_more(self):
        self._take()
        ticket = self._cart_ticket()
        first = self._send(ticket)
        sale = first.lines.sale_order_origin_id
        again = self._send(ticket)
        self.assertEqual(first, again)
        self.assertEqual(again.lines.sale_order_origin_id, sale)
        self.assertEqual(len(again.picking_ids), 1)
        self.assertEqual(len(again.payment_ids), 1)
        self.assertFalse(self._exceptions(again))
        self.assertEqual(
            self.env["sale.order"].search_count(
                [("cart_origin_id", "=", self.cart.id)]
            ),
            1,
        )

    def test_till_gets_the_order_it_may_not_read(self):
        self._take()
        ticket = self._cart_ticket()
        Order = self.env["pos.order"].with_user(self.cashier)
        received = Order.sync_from_ui([ticket])
        line = received["pos.order.line"][0]
        sale_ids = [one["id"] for one in received["sale.order"]]
        line_ids = [one["id"] for one in received["sale.order.line"]]
        self.assertEqual(sale_ids, [line["sale_order_origin_id"]])
        self.assertIn(line["sale_order_line_id"], line_ids)
        self.assertNotIn("note", received["sale.order"][0])

    def test_ticket_saved_for_later_keeps_the_cart(self):
        self._take()
        draft = self._send(self._cart_ticket(state="draft"))
        self.assertEqual(draft.lines.sale_order_line_id, self.cart.order_line)
        self.assertTrue(self.cart._cart_current_holder())
        self.assertEqual(self.cart.state, "draft")

    def test_ticket_saved_for_later_then_paid_settles_the_cart(self):
        self._take()
        ticket = self._cart_ticket(state="draft")
        draft = self._send(ticket)
        # the till sends only what changed since: the payment
        paid = {
            **ticket,
            "id": draft.id,
            "state": "paid",
            "lines": [],
            "amount_paid": 50.0,
            "payment_ids": self._cart_ticket()["payment_ids"],
        }
        order = self._send(paid)
        self.assertEqual(order, draft)
        sale = order.lines.sale_order_origin_id
        self.assertEqual(sale.cart_origin_id, self.cart)
        self.assertEqual(sale.invoice_status, "invoiced")
        self.assertFalse(self.cart.order_line)

    def test_line_taken_off_a_saved_ticket_stays_in_the_cart(self):
        self._take()
        ticket = self._cart_ticket(state="draft")
        draft = self._send(ticket)
        mug = draft.lines.filtered(lambda line: line.product_id == self.mug)
        paid = {
            **ticket,
            "id": draft.id,
            "state": "paid",
            "lines": [Command.delete(mug.id)],
            "amount_total": 40.0,
            "amount_paid": 40.0,
            "payment_ids": self._ticket([self._line(self.shirt, 2)])["payment_ids"],
        }
        order = self._send(paid)
        self.assertEqual(order.lines.product_id, self.shirt)
        self.assertEqual(self._content(self.cart), {self.mug: 1})

    def test_line_brought_to_zero_stays_in_the_cart(self):
        self._take()
        tickets = [
            self._ticket(
                [
                    self._line(self.shirt, 2, self.shirt_line),
                    self._line(self.mug, 0, self.mug_line),
                ],
                state=state,
            )
            for state in ("draft", "paid")
        ]
        self.assertEqual(len(self._send(tickets[0]).lines), 2)
        order = self._send(tickets[1])
        self.assertEqual(order.lines.sale_order_line_id.product_id, self.shirt)
        self.assertEqual(self._content(self.cart), {self.mug: 1})
        self.assertFalse(self._exceptions(order))

    def test_abandoned_ticket_gives_the_cart_back(self):
        self._take()
        draft = self._send(self._cart_ticket(state="draft"))
        draft.with_user(self.cashier).action_pos_order_cancel()
        self.assertEqual(draft.state, "cancel")
        self.assertFalse(draft.lines.sale_order_origin_id)
        self.assertFalse(self.cart._cart_current_holder())
        self.assertEqual(self._content(self.cart), {self.shirt: 2, self.mug: 1})

    def test_ticket_with_invoice_names_the_lines_of_the_cart(self):
        self.customer.write(
            {"street": "1 rue de la Paix", "city": "Lyon", "zip": "69001"}
        )
        self._take()
        order = self._send(self._cart_ticket(to_invoice=True))
        self.assertEqual(order.account_move.state, "posted")
        self.assertEqual(order.account_move.amount_total, 50.0)
        sale = order.lines.sale_order_origin_id
        self.assertEqual(sale.invoice_status, "invoiced")

    def test_goods_of_a_cart_can_be_refunded_by_a_cashier(self):
        self._take()
        order = self._send(self._cart_ticket())
        shirt = order.lines.filtered(lambda line: line.product_id == self.shirt)
        back = self._line(
            self.shirt, -2, refunded_orderline_id=shirt.id, price_unit=20.0
        )
        refund = self._send(self._ticket([back], is_refund=True))
        self.assertEqual(refund.state, "paid")
        self.assertEqual(shirt.sale_order_line_id.qty_delivered, 0)

    def test_ticket_paid_without_network_settles_the_cart_on_return(self):
        self._take()
        ticket = self._cart_ticket()
        # the lease ended while the till had no network, nobody touched the cart
        self.cart.write(self.cart._cart_no_holder())
        order = self._send(ticket)
        self.assertEqual(order.lines.sale_order_origin_id.cart_origin_id, self.cart)
        self.assertFalse(self._exceptions(order))

    def test_ticket_of_a_closed_session_settles_the_cart_in_the_next(self):
        self._take()
        ticket = self._cart_ticket()
        self.session_1.with_user(self.manager).action_pos_session_closing_control()
        session = self._open_till(self.till_1, self.cashier)
        order = self._send(ticket)
        self.assertEqual(order.session_id, session)
        self.assertEqual(order.lines.sale_order_origin_id.cart_origin_id, self.cart)

    def test_several_tickets_at_once_are_settled_each(self):
        self._take()
        first = self._ticket([self._line(self.shirt, 2, self.shirt_line)])
        plain = self._ticket([self._line(self.pen)])
        second = self._ticket([self._line(self.mug, 1, self.mug_line)])
        orders = self._send(first, plain, second)
        self.assertEqual(orders.mapped("state"), ["paid"] * 3)
        self.assertEqual(len(orders.lines.sale_order_origin_id), 2)
        self.assertFalse(self.cart.order_line)

    def test_plain_ticket_is_received_with_the_rights_of_the_cashier(self):
        order = self._send(self._ticket([self._line(self.pen)]))
        self.assertEqual(order.state, "paid")
        self.assertFalse(order.lines.sale_order_origin_id)

    def test_seller_settles_a_quotation_as_before(self):
        quotation = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.store.id,
                "order_line": [
                    Command.create({"product_id": self.shirt.id, "product_uom_qty": 2})
                ],
            }
        )
        line = self._line(self.shirt, 2, quotation.order_line)
        order = self._send(self._ticket([line]), user=self.seller)
        self.assertEqual(order.lines.sale_order_origin_id, quotation)
        self.assertRecordValues(
            quotation, [{"state": "sale", "invoice_status": "invoiced"}]
        )
        self.assertFalse(self._exceptions(order))

    def test_quotation_that_cannot_be_confirmed_is_said_to_the_seller_as_before(self):
        quotation = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.shirt.id})],
            }
        )
        line = self._line(self.shirt, 1, quotation.order_line)
        with (
            patch.object(SaleOrder, "action_confirm", side_effect=UserError("No")),
            self.assertRaisesRegex(UserError, "No"),
        ):
            self._send(self._ticket([line]), user=self.seller)
