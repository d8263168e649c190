# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import TillCommon


class MixedBasketCommon(TillCommon):
    """Lyon sells what Paris and the depot hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paris, cls.depot = cls.env["stock.warehouse"].create(
            [{"name": "Paris", "code": "PAT"}, {"name": "Dépôt", "code": "DEP"}]
        )
        Channel = cls.env["commerce.channel"]
        cls.paris_channel = Channel._get_for_place(cls.paris)
        Channel.create(
            {
                "name": "Depot",
                "code": "DEPT",
                "channel_type": "web",
                "warehouse_id": cls.depot.id,
            }
        )
        for product in cls.shirt | cls.mug | cls.pen:
            if "allow_out_of_stock_order" in product._fields:
                product.allow_out_of_stock_order = False
            cls._set_stock(product, cls.paris, 2)
            cls._set_stock(product, cls.depot, 3)
        cls.customer.write(
            {
                "street": "1 rue de la Paix",
                "zip": "75002",
                "city": "Paris",
                "country_id": cls.env.ref("base.fr").id,
            }
        )
        cls.carrier = cls._make_carrier("Colis", 4.9)
        cls.till_1.delivery_carrier_ids = cls.carrier

    @classmethod
    def _make_carrier(cls, name, price, **values):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "list_price": price,
                "taxes_id": [Command.set(cls.tax.ids)],
                "sale_ok": False,
            }
        )
        return cls.env["delivery.carrier"].create(
            {
                "name": name,
                "product_id": product.id,
                "delivery_type": "fixed",
                "fixed_price": price,
                **values,
            }
        )

    def _owed(self, product, mode, place, qty=1, sale_line=None, **values):
        return self._line(
            product,
            qty,
            sale_line,
            fulfilment_mode=mode,
            fulfilment_place_id=place.id,
            **values,
        )

    def _three_modes(self):
        """Return a pen taken away, a shirt shipped, a mug to be collected in Paris."""
        return self._ticket(
            [
                self._line(self.pen, 1),
                self._owed(self.shirt, "ship", self.depot, 2),
                self._owed(self.mug, "collect", self.paris),
            ]
        )

    def _promise(self, ticket, lines):
        self.env.flush_all()
        return self._till().unified_promise_later(ticket["uuid"], lines)

    def _left(self, product, place):
        read = self.env["commerce.availability"]._read(product, place)
        return read[product.id, place.id]

    def _sale(self, order):
        return order.lines.sale_order_origin_id

    def _refund(self, order, product, qty=1):
        line = order.lines.filtered(lambda line: line.product_id == product)
        back = self._line(
            product,
            -qty,
            price_unit=line.price_unit,
            refunded_orderline_id=line.id,
            price_type="automatic",
        )
        return self._send(self._ticket([back], is_refund=True))


@tagged("post_install", "-at_install")
class TestMixedBasket(MixedBasketCommon):
    """One ticket, one payment; the goods go three ways."""

    def test_each_place_and_way_has_one_delivery(self):
        order = self._send(self._three_modes())
        sale = self._sale(order)
        self.assertRecordValues(
            sale.picking_ids.sorted("fulfilment_mode", reverse=True),
            [
                {"fulfilment_mode": "ship", "state": "assigned"},
                {"fulfilment_mode": "collect", "state": "assigned"},
            ],
        )
        places = sale.picking_ids.picking_type_id.warehouse_id
        self.assertEqual(places, self.depot | self.paris)
        self.assertFalse(self._exceptions(order, "promise"))

    def test_what_is_shipped_and_what_is_collected_in_one_place_is_kept_apart(self):
        order = self._send(
            self._ticket(
                [
                    self._owed(self.shirt, "ship", self.paris),
                    self._owed(self.mug, "collect", self.paris),
                    self._owed(self.pen, "collect", self.paris),
                ]
            )
        )
        pickings = self._sale(order).picking_ids
        self.assertEqual(len(pickings), 2)
        collected = pickings.filtered(lambda one: one.fulfilment_mode == "collect")
        self.assertEqual(collected.move_ids.product_id, self.mug | self.pen)

    def test_the_ticket_hands_over_only_what_is_taken_away(self):
        order = self._send(self._three_modes())
        self.assertEqual(order.picking_ids.move_ids.product_id, self.pen)
        self.assertEqual(order.picking_ids.state, "done")
        self.assertEqual(self._left(self.shirt, self.store), 10)
        self.assertEqual(self._left(self.shirt, self.depot), 1)
        self.assertEqual(self._left(self.mug, self.paris), 1)

    def test_nothing_is_delivered_before_it_leaves(self):
        order = self._send(self._three_modes())
        sale = self._sale(order)
        self.assertEqual(set(sale.order_line.mapped("qty_delivered")), {0.0})
        shirt = order.lines.filtered(lambda line: line.product_id == self.shirt)
        self.assertEqual(shirt.qty_delivered, 0)
        picking = sale.picking_ids.filtered(lambda one: one.fulfilment_mode == "ship")
        picking.move_ids.picked = True
        picking._action_done()
        self.env.flush_all()
        self.assertEqual(shirt.sale_order_line_id.qty_delivered, 2)
        self.assertEqual(shirt.qty_delivered, 2)

    def test_the_order_is_paid_by_the_ticket_and_never_to_invoice(self):
        for policy in ("order", "delivery"):
            with self.subTest(policy):
                (self.shirt | self.mug).invoice_policy = policy
                sale = self._sale(self._send(self._three_modes()))
                self.assertRecordValues(
                    sale,
                    [
                        {
                            "state": "sale",
                            "invoice_status": "invoiced",
                            "amount_to_invoice": 0.0,
                            "amount_unpaid": 0.0,
                        }
                    ],
                )
                self.assertEqual(sale.order_line.mapped("qty_invoiced"), [2, 1])
                self.assertEqual(
                    sale.order_line.mapped("untaxed_amount_to_invoice"), [0, 0]
                )
                self._finish(sale)
                self.assertEqual(sale.invoice_status, "invoiced")
                self.assertEqual(sale.delivery_status, "full")
                self._set_stock(self.shirt, self.depot, 2)
                self._set_stock(self.mug, self.paris, 1)

    def _finish(self, sale):
        sale.picking_ids.move_ids.picked = True
        sale.picking_ids._action_done()
        self.env.flush_all()

    def test_the_sale_is_counted_once_in_the_reports(self):
        order = self._send(self._three_modes())
        self.env.flush_all()
        rows = self.env["sale.report"].search(
            [("partner_id", "=", self.customer.id), ("state", "not in", ("draft",))]
        )
        self.assertAlmostEqual(sum(rows.mapped("price_total")), order.amount_total)
        self.assertEqual(sum(rows.mapped("product_uom_qty")), 4)

    def test_a_ticket_sent_twice_orders_once(self):
        ticket = self._three_modes()
        order = self._send(ticket)
        sale = self._sale(order)
        self.assertEqual(self._send(ticket), order)
        self.assertEqual(self._sale(order), sale)
        self.assertEqual(len(sale.picking_ids), 2)
        self.assertEqual(
            self.env["sale.order"].search_count([("ticket_uuid", "=", order.uuid)]), 1
        )

    def test_an_open_ticket_orders_nothing_until_it_is_paid(self):
        ticket = self._ticket([self._owed(self.shirt, "ship", self.depot)], "draft")
        draft = self._send(ticket)
        self.assertEqual(draft.lines.fulfilment_mode, "ship")
        self.assertFalse(self._sale(draft))
        paid = self._ticket([], uuid=ticket["uuid"], id=draft.id, amount_total=20.0)
        paid["amount_paid"] = paid["payment_ids"][0][2]["amount"] = 20.0
        order = self._send(paid)
        self.assertEqual(order, draft)
        self.assertEqual(self._content(self._sale(order)), {self.shirt: 1})

    def test_the_cart_of_the_customer_goes_the_three_ways_too(self):
        self._take()
        order = self._send(
            self._ticket(
                [
                    self._line(self.shirt, 1, self.shirt_line),
                    self._owed(self.shirt, "ship", self.depot, 1, self.shirt_line),
                    self._owed(self.mug, "collect", self.paris, 1, self.mug_line),
                    self._owed(self.pen, "ship", self.depot),
                ]
            )
        )
        self.assertFalse(self._exceptions(order))
        self.assertFalse(self.cart.order_line)
        taken, owed = self._sale(order).sorted(lambda one: bool(one.sudo().ticket_uuid))
        self.assertEqual(taken.order_line.fulfilment_mode, "take_away")
        self.assertEqual(self._content(taken), {self.shirt: 1})
        self.assertEqual(self._content(owed), {self.shirt: 1, self.mug: 1, self.pen: 1})
        self.assertEqual(owed.cart_origin_id, self.cart)
        self.assertEqual(owed.invoice_status, "invoiced")
        self.assertEqual(set(owed.order_line.mapped("qty_delivered")), {0.0})
        self.assertEqual(
            owed.picking_ids.picking_type_id.warehouse_id, self.depot | self.paris
        )
        self.assertEqual(order.picking_ids.move_ids.product_id, self.shirt)
        self.assertEqual(order.picking_ids.move_ids.quantity, 1)

    def test_a_cart_all_of_which_is_shipped_makes_one_order(self):
        self._take()
        order = self._send(
            self._ticket(
                [
                    self._owed(self.shirt, "ship", self.depot, 2, self.shirt_line),
                    self._owed(self.mug, "collect", self.paris, 1, self.mug_line),
                ]
            )
        )
        self.assertEqual(len(self._sale(order)), 1)
        self.assertFalse(order.picking_ids)
        self.assertEqual(self._sale(order).order_line.mapped("price_unit"), [20, 10])

    def test_shipping_is_paid_on_the_ticket_and_named_on_the_order(self):
        shipping = self.carrier.product_id
        order = self._send(
            self._ticket(
                [
                    self._owed(self.shirt, "ship", self.depot),
                    self._owed(shipping, "ship", self.depot, price_unit=4.9),
                    self._owed(self.mug, "collect", self.paris),
                ]
            )
        )
        sale = self._sale(order)
        self.assertEqual(sale.carrier_id, self.carrier)
        self.assertEqual(sale.order_line.filtered("is_delivery").price_total, 4.9)
        carriers = {one.fulfilment_mode: one.carrier_id for one in sale.picking_ids}
        self.assertEqual(carriers["ship"], self.carrier)
        self.assertFalse(carriers["collect"])
        self.assertEqual(sale.amount_total, 34.9)

    def test_prices_and_discounts_of_the_ticket_are_those_of_the_order(self):
        line = self._owed(self.shirt, "ship", self.depot, price_unit=18, discount=10)
        sale = self._sale(self._send(self._ticket([line])))
        self.assertRecordValues(
            sale.order_line,
            [{"price_unit": 18, "discount": 10, "price_total": 16.2}],
        )

    def test_a_till_that_moves_stock_at_closing_moves_only_what_was_taken(self):
        self.company.point_of_sale_update_stock_quantities = "closing"
        self.session_1.update_stock_at_closing = True
        order = self._send(self._three_modes())
        self.session_1.sudo()._create_picking_at_end_of_session()
        moves = self.session_1.picking_ids.move_ids
        self.assertEqual(moves.product_id, self.pen)
        self.assertEqual(self._sale(order).order_line.mapped("qty_delivered"), [0, 0])

    def test_an_invoiced_ticket_invoices_all_of_it_once(self):
        ticket = self._three_modes()
        ticket["to_invoice"] = True
        order = self._send(ticket)
        self.assertEqual(order.account_move.amount_total, order.amount_total)
        self.assertEqual(self._sale(order).invoice_status, "invoiced")


@tagged("post_install", "-at_install")
class TestMixedBasketPromise(MixedBasketCommon):
    """What another place holds is promised before the payment, and kept."""

    def test_goods_are_promised_before_the_payment_and_counted_once_after_it(self):
        ticket = self._three_modes()
        answer = self._promise(
            ticket,
            [
                [self.shirt.id, 2, self.depot.id],
                [self.mug.id, 1, self.paris.id],
            ],
        )
        self.assertEqual(answer["status"], "held")
        self.assertEqual(self._left(self.shirt, self.depot), 1)
        self.assertEqual(self._left(self.mug, self.paris), 1)
        self._send(ticket)
        self.assertEqual(self._left(self.shirt, self.depot), 1)
        self.assertEqual(self._left(self.mug, self.paris), 1)

    def test_two_tickets_for_the_last_unit_elsewhere_sell_it_once(self):
        first = self._ticket([self._owed(self.mug, "collect", self.paris, 2)])
        second = self._ticket([self._owed(self.mug, "collect", self.paris, 1)])
        self.assertEqual(
            self._promise(first, [[self.mug.id, 2, self.paris.id]])["status"], "held"
        )
        refused = self._promise(second, [[self.mug.id, 1, self.paris.id]])
        self.assertEqual(refused["status"], "short")
        self.assertIn("0 left in Paris", refused["message"])
        self.assertIn("Dépôt (3)", refused["message"])
        # the first one is given up: the second one gets it
        self._promise(first, [])
        self.assertEqual(
            self._promise(second, [[self.mug.id, 1, self.paris.id]])["status"], "held"
        )

    def test_a_late_ticket_whose_goods_are_gone_is_told_to_a_person(self):
        other = self._ticket([self._owed(self.mug, "collect", self.paris, 2)])
        self._promise(other, [[self.mug.id, 2, self.paris.id]])
        order = self._send(self._ticket([self._owed(self.mug, "ship", self.paris)]))
        sale = self._sale(order)
        self.assertEqual(sale.state, "sale")
        problem = self.env["commerce.exception"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", sale.id)]
        )
        self.assertIn(self.mug.name, problem.name)
        # the way out that exists already: another place sends it
        sale._source_elsewhere(sale.order_line, self.depot)
        self.assertEqual(sale.order_line.warehouse_id, self.depot)
        moves = sale.order_line.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(moves.state, "assigned")
        self.assertEqual(moves.fulfilment_mode, "ship")

    def test_goods_that_cannot_be_had_are_given_up_and_refunded_at_a_till(self):
        other = self._ticket([self._owed(self.mug, "collect", self.paris, 2)])
        self._promise(other, [[self.mug.id, 2, self.paris.id]])
        order = self._send(self._ticket([self._owed(self.mug, "ship", self.paris)]))
        sale = self._sale(order)
        lost = sale._get_lost_value(sale.order_line)
        sale._give_up_lines(sale.order_line)
        self.assertEqual(sale._pay_back(lost), (0.0, 10.0))
        self.assertIn(order.pos_reference, sale.activity_ids.note)
        refund = self._refund(order, self.mug)
        self.assertFalse(refund.picking_ids)

    def test_an_open_ticket_that_is_cancelled_gives_its_goods_back(self):
        ticket = self._ticket([self._owed(self.mug, "ship", self.paris)], "draft")
        self._promise(ticket, [[self.mug.id, 1, self.paris.id]])
        draft = self._send(ticket)
        self.assertEqual(self._left(self.mug, self.paris), 1)
        draft.action_pos_order_cancel()
        self.assertEqual(self._left(self.mug, self.paris), 2)

    def test_a_place_of_another_company_promises_and_owes_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        place = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        ticket = self._ticket([self._owed(self.mug, "ship", place)])
        self._promise(ticket, [[self.mug.id, 1, place.id]])
        held = self.env["commerce.hold"].search([("warehouse_ref", "=", place.id)])
        self.assertFalse(held)
        order = self._send(ticket)
        self.assertEqual(self._sale(order).order_line.warehouse_id, self.store)

    def test_nonsense_about_the_way_is_a_plain_sale(self):
        for mode, place in (("fly", 1), (3, "x"), ("ship", [1]), (False, 999999)):
            with self.subTest(mode=mode):
                line = self._line(
                    self.pen, 1, fulfilment_mode=mode, fulfilment_place_id=place
                )
                order = self._send(self._ticket([line]))
                self.assertEqual(order.state, "paid")
                owed = self._sale(order).order_line.warehouse_id
                self.assertEqual(owed, self.store if mode == "ship" else owed.browse())

    def test_a_ticket_without_customer_stands_and_is_told_to_a_person(self):
        ticket = self._three_modes()
        ticket["partner_id"] = False
        order = self._send(ticket)
        self.assertEqual(order.state, "paid")
        self.assertFalse(self._sale(order))
        self.assertEqual(order.picking_ids.move_ids.product_id, self.pen)
        self.assertIn(self.shirt.name, self._exceptions(order, "promise").name)

    def test_the_order_needs_no_right_of_the_cashier(self):
        self.assertFalse(
            self.env["sale.order"].with_user(self.cashier).has_access("read")
        )
        order = self._send(self._three_modes())
        self.assertEqual(self._sale(order).state, "sale")


@tagged("post_install", "-at_install")
class TestMixedBasketRefund(MixedBasketCommon):
    """What never left does not come back to the stock."""

    def test_a_refund_before_shipping_cancels_the_delivery_and_returns_nothing(self):
        order = self._send(self._three_modes())
        sale = self._sale(order)
        refund = self._refund(order, self.shirt, 2)
        self.assertFalse(refund.picking_ids)
        shirt = sale.order_line.filtered(lambda line: line.product_id == self.shirt)
        self.assertEqual(set(shirt.move_ids.mapped("state")), {"cancel"})
        self.assertEqual(self._left(self.shirt, self.depot), 3)
        self.assertEqual(self._left(self.shirt, self.store), 10)
        mug = sale.order_line - shirt
        self.assertEqual(mug.move_ids.state, "assigned")
        self.assertEqual(sale.invoice_status, "invoiced")

    def test_a_part_refunded_before_shipping_is_sent_no_more(self):
        order = self._send(self._three_modes())
        self._refund(order, self.shirt, 1)
        shirt = self._sale(order).order_line.filtered(
            lambda line: line.product_id == self.shirt
        )
        self.assertEqual(shirt.move_ids.product_uom_qty, 1)
        self.assertEqual(shirt.move_ids.state, "assigned")
        self.assertEqual(self._left(self.shirt, self.depot), 2)
        again = self._refund(order, self.shirt, 1)
        self.assertFalse(again.picking_ids)
        self.assertEqual(shirt.move_ids.state, "cancel")

    def test_another_refund_of_the_ticket_brings_nothing_back(self):
        order = self._send(self._three_modes())
        self._refund(order, self.shirt, 1)
        self._refund(order, self.pen, 1)
        shirt = self._sale(order).order_line.filtered(
            lambda line: line.product_id == self.shirt
        )
        self.assertEqual(shirt.move_ids.product_uom_qty, 1)
        self.assertEqual(self._left(self.shirt, self.depot), 2)

    def test_a_refund_after_shipping_is_a_return_like_any_other(self):
        order = self._send(self._three_modes())
        sale = self._sale(order)
        sale.picking_ids.move_ids.picked = True
        sale.picking_ids._action_done()
        refund = self._refund(order, self.shirt, 2)
        self.assertEqual(refund.picking_ids.move_ids.quantity, 2)
        self.assertEqual(self._left(self.shirt, self.store), 12)
        shirt = sale.order_line.filtered(lambda line: line.product_id == self.shirt)
        self.assertEqual(shirt.qty_delivered, 0)
        self.assertEqual(sale.invoice_status, "invoiced")

    def test_what_left_comes_back_and_what_did_not_stays(self):
        order = self._send(self._three_modes())
        shirt = self._sale(order).order_line.filtered(
            lambda line: line.product_id == self.shirt
        )
        picking = shirt.move_ids.picking_id
        shirt.move_ids.write({"quantity": 1, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(shirt.qty_delivered, 1)
        refund = self._refund(order, self.shirt, 2)
        self.assertEqual(refund.picking_ids.move_ids.quantity, 1)
        self.assertEqual(shirt.qty_delivered, 0)
        waiting = shirt.move_ids.filtered(lambda move: move.state != "done")
        self.assertEqual(set(waiting.mapped("state")), {"cancel"})

    def test_the_refund_is_counted_once_in_the_reports(self):
        order = self._send(self._three_modes())
        self._refund(order, self.shirt, 2)
        self.env.flush_all()
        rows = self.env["sale.report"].search(
            [("partner_id", "=", self.customer.id), ("state", "not in", ("draft",))]
        )
        self.assertAlmostEqual(sum(rows.mapped("price_total")), 13.0)

    def test_a_till_cannot_say_by_itself_that_goods_never_left(self):
        order = self._send(self._ticket([self._line(self.pen, 1)]))
        line = self._line(
            self.pen,
            -1,
            refunded_orderline_id=order.lines.id,
            fulfilment_mode="ship",
            unsent_qty=1,
        )
        refund = self._send(self._ticket([line], is_refund=True))
        self.assertEqual(refund.picking_ids.move_ids.quantity, 1)


@tagged("post_install", "-at_install")
class TestEndlessAisle(MixedBasketCommon):
    """The till knows where an article is, and what sending it costs."""

    def _ask(self, product=None, partner=None, lines=None):
        product = product or self.shirt
        return self._till().unified_fulfilment(
            "some-uuid",
            (partner or self.customer).id,
            product.id,
            [[product.id, 1, 20.0, 0.0]] if lines is None else lines,
        )

    def test_the_places_that_have_the_article_are_told_with_what_they_may_do(self):
        answer = self._ask()
        places = {place["id"]: place for place in answer["places"]}
        self.assertEqual(answer["places"][0]["id"], self.store.id)
        self.assertTrue(places[self.store.id]["here"])
        self.assertEqual(places[self.paris.id]["available"], 2)
        self.assertTrue(places[self.paris.id]["collect"])
        self.assertFalse(places[self.depot.id]["collect"])

    def test_a_place_that_has_none_is_not_proposed(self):
        self._set_stock(self.shirt, self.paris, -2)
        names = [place["id"] for place in self._ask()["places"]]
        self.assertNotIn(self.paris.id, names)

    def test_what_the_ticket_was_promised_is_still_proposed_to_it(self):
        self._till().unified_promise_later(
            "some-uuid", [[self.shirt.id, 2, self.paris.id]]
        )
        places = {place["id"]: place["available"] for place in self._ask()["places"]}
        self.assertEqual(places[self.paris.id], 2)

    def test_the_price_is_that_of_the_cheapest_method_that_serves_the_address(self):
        self.till_1.delivery_carrier_ids |= self._make_carrier("Express", 12.0)
        self.till_1.delivery_carrier_ids |= self._make_carrier(
            "Belgique", 2.0, country_ids=[Command.set(self.env.ref("base.be").ids)]
        )
        shipping = self._ask()["shipping"]
        self.assertEqual(
            (shipping["status"], shipping["price"], shipping["product_id"]),
            ("priced", 4.9, self.carrier.product_id.id),
        )

    def test_shipping_may_be_free_from_an_amount_on(self):
        self.carrier.write({"free_over": True, "amount": 50.0})
        line = [self.shirt.id, 3, 20.0, 0.0]
        self.assertEqual(self._ask(lines=[line])["shipping"]["price"], 0.0)
        line = [self.shirt.id, 2, 20.0, 0.0]
        self.assertEqual(self._ask(lines=[line])["shipping"]["price"], 4.9)

    def test_no_order_is_left_behind_by_a_price(self):
        before = self.env["sale.order"].search_count([])
        self._ask()
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_an_address_is_asked_for_before_a_price(self):
        answer = self._ask(partner=self.other_customer)
        self.assertEqual(answer["shipping"]["status"], "no_address")
        self.assertFalse(answer["address"])
        self.assertIn("75002", self._ask()["address"])

    def test_an_address_that_nobody_serves_is_told(self):
        self.customer.country_id = self.env.ref("base.be")
        self.carrier.country_ids = self.env.ref("base.fr")
        self.assertEqual(self._ask()["shipping"]["status"], "unserved")

    def test_only_the_staff_of_tills_is_told(self):
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        till = self.till_1.with_user(stranger)
        with self.assertRaises(AccessError):
            till.unified_fulfilment("uuid", False, self.shirt.id, [])
        with self.assertRaises(AccessError):
            till.unified_shipping(False, [])

    def test_a_till_starts_with_the_names_of_the_places(self):
        for user in self.cashier | self.manager:
            session = self.session_1.with_user(user)
            data = session.load_data(["pos.config", "stock.warehouse"])
            self.assertEqual(data["pos.config"][0]["id"], self.till_1.id)
        names = {place["name"] for place in data["stock.warehouse"]}
        self.assertLessEqual({"Lyon", "Paris", "Dépôt"}, names)
        special = self.till_1.with_user(self.cashier)._get_special_products()
        self.assertIn(self.carrier.product_id, special)
