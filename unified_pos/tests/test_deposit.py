# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_mixed_basket import MixedBasketCommon


class DepositCommon(MixedBasketCommon):
    """A pen taken away; two shirts and a mug owed, on which a deposit is taken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deposit_product = cls.env["product.product"].create(
            {"name": "Down payment", "type": "service", "taxes_id": False}
        )
        tills = cls.till_1 | cls.till_2
        tills.down_payment_product_id = cls.deposit_product

    def _draft(self):
        """Return the message of the ticket as it was when the deposit was chosen."""
        ticket = self._three_modes()
        ticket.update(state="draft", amount_paid=0, payment_ids=[])
        return ticket

    def _deposit_line(self, sale, amount, **values):
        return self._line(
            self.deposit_product,
            1,
            price_unit=amount,
            price_type="automatic",
            tax_ids=[Command.set(self.tax.ids)],
            sale_order_origin_id=sale.id,
            **values,
        )

    def _ask_deposit(self, message=None, user=None):
        """Store the ticket and have its order made; return (ticket, order)."""
        stored = self._send(message or self._draft())
        answer = self._till(user=user).unified_deposit(stored.uuid)
        self.env.flush_all()
        sale = self.env["sale.order"].browse(answer["sale.order"][0]["id"])
        return stored, sale

    def _pay_deposit(self, amount=15.0, **values):
        """Return (the paid ticket, its order): 50.00 are owed, ``amount`` is paid."""
        stored, sale = self._ask_deposit()
        owed = stored.lines.filtered(lambda line: line._is_owed())
        message = self._ticket(
            [self._deposit_line(sale, amount)],
            uuid=stored.uuid,
            id=stored.id,
            amount_total=amount + 3,
            **values,
        )
        message["lines"] += [Command.delete(line.id) for line in owed]
        message["amount_paid"] = message["payment_ids"][0][2]["amount"] = amount + 3
        return self._send(message), sale

    def _settle_lines(self, sale):
        """Return the lines that core puts on a ticket that settles an order."""
        lines = []
        for line in sale.order_line.filtered(lambda line: not line.display_type):
            qty = line.product_uom_qty - max(line.qty_delivered, line.qty_invoiced)
            lines.append(
                self._line(
                    line.product_id
                    if not line.is_downpayment
                    else self.deposit_product,
                    qty,
                    price_unit=line.price_unit,
                    price_type="automatic",
                    tax_ids=[Command.set(self.tax.ids)],
                    sale_order_line_id=line.id,
                    sale_order_origin_id=sale.id,
                )
            )
        return lines

    def _claim(self, sale, uuid, till=None, user=None):
        """Return what a till is told when a ticket is about to pay the rest."""
        answer = self._till(till, user).unified_settle(uuid, sale.ids)
        self.env.flush_all()
        return answer[sale.id]

    def _left_to_pay(self, sale):
        return self._claim(sale, "some-ticket")["left"]

    def _settle(self, sale, extra=(), user=None, **values):
        return self._send(
            self._ticket([*self._settle_lines(sale), *extra], **values), user=user
        )

    def _pay_online(self, sale, amount):
        provider = self.env["payment.provider"].create({"name": "Test"})
        method = self.env["payment.method"].search([], limit=1)
        self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "amount": amount,
                "currency_id": sale.currency_id.id,
                "partner_id": sale.partner_id.id,
                "reference": f"tx-{sale.id}-{amount}",
                "state": "done",
                "operation": "online_direct",
                "sale_order_ids": [Command.set(sale.ids)],
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def _finish(self, sale):
        sale.picking_ids.move_ids.picked = True
        sale.picking_ids._action_done()
        self.env.flush_all()


@tagged("post_install", "-at_install")
class TestDeposit(DepositCommon):
    """A part of the price now, the rest where the customer likes."""

    def test_the_order_is_a_quotation_until_the_ticket_is_paid(self):
        stored, sale = self._ask_deposit()
        self.assertEqual(sale.state, "draft")
        self.assertFalse(sale.picking_ids)
        self.assertEqual(self._content(sale), {self.shirt: 2, self.mug: 1})
        self.assertEqual(sale.amount_total, 50)
        self.assertFalse(sale.is_cart)
        self.assertEqual(stored.state, "draft")

    def test_the_ticket_bears_what_is_taken_away_and_the_deposit_only(self):
        order, sale = self._pay_deposit()
        self.assertFalse(self._exceptions(order))
        self.assertEqual(order.amount_total, 18)
        self.assertEqual(order.lines.product_id, self.pen | self.deposit_product)
        self.assertEqual(order.picking_ids.move_ids.product_id, self.pen)
        self.assertEqual(sale.state, "sale")

    def test_what_remains_due_is_the_total_less_the_deposit_not_the_ticket(self):
        _order, sale = self._pay_deposit()
        self.assertRecordValues(
            sale,
            [
                {
                    "amount_total": 50.0,
                    "amount_paid_at_till": 15.0,
                    "amount_left_to_pay": 35.0,
                    "amount_unpaid": 35.0,
                    "invoice_status": "to invoice",
                    "amount_to_invoice": 35.0,
                }
            ],
        )
        deposit = sale.order_line.filtered(
            lambda line: line.is_downpayment and not line.display_type
        )
        self.assertRecordValues(
            deposit, [{"price_unit": 15, "qty_invoiced": 1, "qty_to_invoice": -1}]
        )
        self.assertEqual(deposit.tax_ids, self.tax)

    def test_the_goods_leave_by_the_deliveries_of_the_order_as_promised(self):
        ticket = self._draft()
        self._promise(
            ticket, [[self.shirt.id, 2, self.depot.id], [self.mug.id, 1, self.paris.id]]
        )
        self.assertEqual(self._left(self.shirt, self.depot), 1)
        stored, sale = self._ask_deposit(ticket)
        self.assertEqual(self._left(self.shirt, self.depot), 1)
        owed = stored.lines.filtered(lambda line: line._is_owed())
        paid = self._ticket(
            [self._deposit_line(sale, 15)], uuid=stored.uuid, id=stored.id
        )
        paid["lines"] += [Command.delete(line.id) for line in owed]
        paid["amount_total"] = paid["amount_paid"] = 18
        paid["payment_ids"][0][2]["amount"] = 18
        self._send(paid)
        self.assertEqual(self._left(self.shirt, self.depot), 1)
        self.assertEqual(self._left(self.mug, self.paris), 1)
        self.assertEqual(
            sale.picking_ids.mapped("state"), ["assigned"] * len(sale.picking_ids)
        )
        self.assertEqual(
            sale.picking_ids.picking_type_id.warehouse_id, self.depot | self.paris
        )

    def test_a_till_settles_the_rest_and_delivers_nothing_twice(self):
        _order, sale = self._pay_deposit()
        rest = self._settle(sale)
        self.assertFalse(self._exceptions(rest))
        self.assertFalse(self._exceptions(rest, "payment"))
        self.assertFalse(self._exceptions(rest, "approval"))
        self.assertEqual(rest.amount_total, 35)
        self.assertFalse(rest.picking_ids)
        self.assertEqual(set(sale.order_line.mapped("qty_delivered")), {0.0})
        self.assertEqual(len(sale.picking_ids), 2)
        self.assertRecordValues(
            sale,
            [
                {
                    "amount_unpaid": 0.0,
                    "amount_left_to_pay": 0.0,
                    "amount_paid_at_till": 50.0,
                    "invoice_status": "invoiced",
                    "amount_to_invoice": 0.0,
                }
            ],
        )
        self.assertEqual(set(sale.order_line.mapped("qty_to_invoice")), {0.0})
        self._finish(sale)
        self.assertEqual(
            self._content(sale, "qty_delivered"), {self.shirt: 2, self.mug: 1}
        )
        self.assertEqual(sale.invoice_status, "invoiced")

    def _content(self, sale, field="product_uom_qty"):
        goods = sale.order_line.filtered(lambda line: line.product_id.is_storable)
        return {line.product_id: line[field] for line in goods}

    def test_the_rest_is_settled_after_the_goods_have_left_too(self):
        _order, sale = self._pay_deposit()
        self._finish(sale)
        self.assertEqual(
            self._content(sale, "qty_delivered"), {self.shirt: 2, self.mug: 1}
        )
        self.assertEqual(sale.amount_unpaid, 35)
        self.assertEqual(sale.invoice_status, "to invoice")

    def test_another_till_settles_once_and_the_second_time_is_told(self):
        _order, sale = self._pay_deposit()
        session = self._open_till(self.till_2, self.other_cashier)
        first, second = (
            self._ticket(self._settle_lines(sale), session=one)
            for one in (session, self.session_1)
        )
        self._send(first, user=self.other_cashier)
        self.assertEqual(self._left_to_pay(sale), 0)
        late = self._send(second)
        [told] = self._exceptions(late, "payment")
        self.assertIn("35", told.name)
        self.assertIn(sale.name, told.name)
        self.assertEqual(len(sale.picking_ids), 2)

    def test_a_cent_of_rounding_is_not_left_to_pay(self):
        _order, sale = self._pay_deposit()
        lines = self._settle_lines(sale)
        lines[0].update(price_subtotal_incl=lines[0]["price_subtotal_incl"] - 0.01)
        self._send(self._ticket(lines))
        self.assertEqual(sale.amount_paid_at_till, 49.99)
        self.assertEqual(sale.amount_left_to_pay, 0)
        self.assertEqual(sale.amount_unpaid, 0)

    def test_a_deposit_paid_online_is_deducted_once_at_the_till(self):
        _order, sale = self._pay_deposit()
        self._pay_online(sale, 10)
        self.assertEqual(sale.amount_unpaid, 25)
        online = self._deposit_line(sale, -10)
        rest = self._settle(sale, [online])
        self.assertEqual(rest.amount_total, 25)
        self.assertFalse(self._exceptions(rest, "payment"))
        self.assertEqual(sale.amount_left_to_pay, 0)
        self.assertEqual(sale.amount_unpaid, 0)

    def test_the_payment_link_asks_for_the_rest(self):
        _order, sale = self._pay_deposit()
        values = sale._get_default_payment_link_values()
        self.assertEqual(values["amount"], 35)
        self.assertEqual(values["amount_max"], 35)
        self.assertEqual(values["amount_paid"], 15)
        self._pay_online(sale, 35)
        self.assertEqual(sale.amount_left_to_pay, 0)
        self.assertEqual(sale.amount_unpaid, 0)

    def test_the_invoice_of_the_rest_deducts_the_deposit(self):
        _order, sale = self._pay_deposit()
        invoice = sale._create_invoices(final=True)
        self.assertEqual(invoice.amount_total, 35)
        self.assertEqual(invoice.amount_tax, 5.83)
        invoice.action_post()
        self.assertEqual(sale.amount_unpaid, 0)
        self.assertEqual(set(sale.order_line.mapped("qty_to_invoice")), {0.0})

    def test_an_invoiced_deposit_names_what_it_is(self):
        order, sale = self._pay_deposit(to_invoice=True)
        invoice = order.account_move
        self.assertEqual(invoice.amount_total, 18)
        line = invoice.invoice_line_ids.filtered(
            lambda one: one.product_id == self.deposit_product
        )
        self.assertEqual((line.price_total, line.tax_ids), (15, self.tax))
        self.assertTrue(line.name)
        self.assertEqual(sale.amount_unpaid, 35)

    def test_a_refunded_deposit_is_due_again(self):
        order, sale = self._pay_deposit()
        line = order.lines.filtered(lambda one: one.product_id == self.deposit_product)
        back = self._line(
            self.deposit_product,
            -1,
            price_unit=15,
            tax_ids=[Command.set(self.tax.ids)],
            refunded_orderline_id=line.id,
        )
        refund = self._send(self._ticket([back], is_refund=True))
        self.assertEqual(refund.amount_total, -15)
        self.assertEqual(sale.amount_paid_at_till, 0)
        self.assertEqual(sale.amount_unpaid, 50)

    def test_giving_up_what_nobody_has_asks_for_the_money_once(self):
        _order, sale = self._pay_deposit()
        refunded, left = sale._pay_back(50)
        self.assertEqual((refunded, left), (0, 15))

    def test_the_units_of_a_deposit_wait_their_turn_with_the_payment(self):
        stored, _sale = self._ask_deposit()
        message = {"uuid": stored.uuid, "state": "paid"}
        pairs = self.env["pos.order"]._get_deposit_pairs([message])
        self.assertEqual(
            pairs, {(self.shirt.id, self.depot.id), (self.mug.id, self.paris.id)}
        )

    def test_money_of_a_cancelled_order_is_to_give_back(self):
        order, sale = self._pay_deposit()
        sale._action_cancel()
        told = self.env["commerce.exception"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", sale.id)]
        )
        self.assertEqual(told.kind, "payment")
        self.assertIn("15", told.name)
        self.assertIn(order.pos_reference, told.advice)
        self.assertEqual(sale.picking_ids.mapped("state"), ["cancel"] * 2)

    def test_a_ticket_sent_twice_takes_one_deposit(self):
        stored, sale = self._ask_deposit()
        paid = self._ticket(
            [self._deposit_line(sale, 15)], uuid=stored.uuid, id=stored.id
        )
        paid["lines"] += [Command.delete(line.id) for line in stored.lines]
        self.assertEqual(self._send(paid), self._send(paid))
        self.assertEqual(sale.amount_paid_at_till, 15)
        deposits = sale.order_line.filtered(
            lambda line: line.is_downpayment and not line.display_type
        )
        self.assertEqual(len(deposits), 1)

    def test_the_amount_may_change_while_the_ticket_is_open(self):
        stored, sale = self._ask_deposit()
        draft = self._ticket(
            [self._deposit_line(sale, 15)], "draft", uuid=stored.uuid, id=stored.id
        )
        draft["lines"] += [Command.delete(line.id) for line in stored.lines]
        self._send(draft)
        self.assertEqual(sale.state, "draft")
        self.assertEqual(sale.amount_unpaid, 50)
        [line] = stored.lines
        changed = {"price_unit": 20, "price_subtotal": 16.67, "price_subtotal_incl": 20}
        paid = self._ticket([], uuid=stored.uuid, id=stored.id, amount_total=20)
        paid["lines"] = [Command.update(line.id, changed)]
        paid["amount_paid"] = paid["payment_ids"][0][2]["amount"] = 20
        self._send(paid)
        self.assertEqual(sale.amount_unpaid, 30)
        self.assertEqual(self._settle(sale).amount_total, 30)


@tagged("post_install", "-at_install")
class TestDepositGivenUp(DepositCommon):
    """Nobody pays: nothing remains of it."""

    def test_a_cancelled_ticket_leaves_no_order_and_no_promise(self):
        ticket = self._draft()
        self._promise(ticket, [[self.shirt.id, 2, self.depot.id]])
        stored, sale = self._ask_deposit(ticket)
        stored.with_user(self.cashier).action_pos_order_cancel()
        self.assertFalse(sale.exists())
        self.assertEqual(self._left(self.shirt, self.depot), 3)

    def test_choosing_again_replaces_the_order(self):
        stored, sale = self._ask_deposit()
        self._till().unified_deposit(stored.uuid)
        self.assertFalse(sale.exists())

    def test_a_ticket_paid_whole_after_all_leaves_no_second_order(self):
        stored, sale = self._ask_deposit()
        paid = self._ticket([], uuid=stored.uuid, id=stored.id, amount_total=53)
        paid["amount_paid"] = paid["payment_ids"][0][2]["amount"] = 53
        order = self._send(paid)
        self.assertFalse(sale.exists())
        self.assertEqual(self._sale(order).amount_unpaid, 0)

    def test_what_was_forgotten_is_collected_after_a_day(self):
        _stored, sale = self._ask_deposit()
        self.env["sale.order"]._gc_deposit_orders()
        self.assertTrue(sale.exists())
        self.env.cr.execute(
            "UPDATE sale_order SET write_date = write_date - interval '2 days'"
            " WHERE id = %s",
            [sale.id],
        )
        self.env.invalidate_all()
        self.env["sale.order"]._gc_deposit_orders()
        self.assertFalse(sale.exists())


@tagged("post_install", "-at_install")
class TestDepositRefused(DepositCommon):
    def test_goods_that_are_taken_away_bear_no_deposit(self):
        ticket = self._ticket([self._line(self.pen)], "draft")
        with self.assertRaisesRegex(UserError, "taken away"):
            self._ask_deposit(ticket)

    def test_a_deposit_is_somebodys(self):
        ticket = self._draft()
        ticket["partner_id"] = False
        with self.assertRaisesRegex(UserError, "customer first"):
            self._ask_deposit(ticket)

    def test_a_discount_is_approved_before_the_line_leaves_the_ticket(self):
        line = self._owed(self.shirt, "ship", self.depot, discount=90)
        self.till_1.write({"approval_discount": True})
        with self.assertRaisesRegex(UserError, "approval of a manager"):
            self._ask_deposit(self._ticket([line], "draft"))

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_a_seller_without_till_makes_none(self):
        stored = self._send(self._draft())
        seller = new_test_user(self.env, "web_seller", "sales_team.group_sale_manager")
        with self.assertRaises(AccessError):
            self._till(user=seller).unified_deposit(stored.uuid)

    def test_the_deposit_of_one_ticket_is_not_used_by_another(self):
        _stored, sale = self._ask_deposit()
        other = self._ticket([self._deposit_line(sale, 1)])
        order = self._send(other)
        self.assertEqual(len(self._exceptions(order)), 1)
        self.assertFalse(order.lines.sale_order_origin_id)
        self.assertEqual(sale.state, "draft")

    def test_a_cancelled_order_is_not_settled(self):
        _order, sale = self._pay_deposit()
        lines = self._settle_lines(sale)
        sale._action_cancel()
        with self.assertRaisesRegex(UserError, "cancelled"):
            self._send(self._ticket(lines, "draft"))

    def test_a_cashier_settles_what_tills_sold_and_no_other_order(self):
        _order, sale = self._pay_deposit()
        [found] = self._till().unified_deposit_orders(self.customer.id)
        self.assertEqual((found["id"], found["left"]), (sale.id, 35))
        as_cashier = sale.with_user(self.cashier)
        data = as_cashier.load_sale_order_from_pos(self.till_1.id)
        self.assertEqual(data["sale.order"][0]["amount_unpaid"], 35)
        lines = as_cashier.env["sale.order.line"].browse(sale.order_line.ids)
        self.assertTrue(lines.read_converted())
        office = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.shirt.id})],
            }
        )
        office.action_confirm()
        with self.assertRaises(AccessError):
            office.with_user(self.cashier).load_sale_order_from_pos(self.till_1.id)
        with self.assertRaises(AccessError):
            office.order_line.with_user(self.cashier).read_converted()

    def test_the_orders_of_another_company_are_not_shown(self):
        _order, sale = self._pay_deposit()
        other = self.env["res.company"].create({"name": "Other"})
        self.cashier.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            sale.with_user(self.cashier).load_sale_order_from_pos(self.till_1.id)
