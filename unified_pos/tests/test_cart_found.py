# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .test_cart_find import CartFindCommon


@tagged("post_install", "-at_install")
class TestCartFound(CartFindCommon):
    """The cart of a visitor is taken, some or all, and settled once."""

    def _visit_ticket(self, lines, **values):
        ticket_lines = [self._line(line.product_id, qty, line) for line, qty in lines]
        return self._ticket(ticket_lines, **{"partner_id": False, **values})

    def test_visitor_is_told_where_the_cart_is(self):
        self.assertEqual(self._take_found()["status"], "taken")
        self.assertIn("Lyon", self.visit.cart_holder_name)
        answer = self._till().unified_cart_renew(self.visit.ids)[self.visit.id]
        self.assertEqual(answer["status"], "mine")
        self.assertEqual(answer["channel"], self.visit._cart_get_bus_channel())

    def test_part_of_the_cart_is_paid_and_the_rest_stays_the_visitor_s(self):
        self._take_found()
        order = self._send(self._visit_ticket([(self.visit_shirt, 1)]))
        self.assertEqual(order.state, "paid")
        self.assertFalse(order.partner_id)
        self.assertEqual(self._content(self.visit), {self.shirt: 1, self.mug: 1})
        self.assertEqual((self.visit.cart_state, self.visit.state), ("guest", "draft"))
        self.assertFalse(self.visit._cart_current_holder())
        self.assertFalse(self.visit.picking_ids)
        taken = order.lines.sale_order_origin_id
        self.assertEqual(taken.cart_origin_id, self.visit)
        self.assertEqual(taken.invoice_status, "invoiced")
        self.assertEqual(taken.order_line.qty_delivered, 1)
        self.assertFalse(self._exceptions(order))

    def test_customer_named_at_the_till_owns_what_was_paid(self):
        self._take_found()
        ticket = self._visit_ticket(
            [(self.visit_shirt, 2), (self.visit_mug, 1)],
            partner_id=self.other_customer.id,
        )
        order = self._send(ticket)
        taken = order.lines.sale_order_origin_id
        self.assertEqual(taken.partner_id, self.other_customer)
        self.assertEqual(taken.partner_invoice_id, self.other_customer)
        # the browser keeps its cart, now empty
        self.assertEqual(self.visit.partner_id, self.public)
        self.assertFalse(self.visit.order_line)

    def test_customer_the_cashier_may_not_see_is_not_named(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.other_customer.company_id = other
        ticket = self._visit_ticket(
            [(self.visit_mug, 1)], partner_id=self.other_customer.id
        )
        lines = [command[2] for command in ticket["lines"]]
        self.assertTrue(lines)
        cart = self.visit.with_user(self.cashier).sudo()
        message = type("Ticket", (), {"message": ticket})
        self.assertFalse(
            cart._with_taker(message).env.context.get("unified_pos_taker_id")
        )

    def test_till_without_the_visitor_s_cart_cannot_sell_another_till_s(self):
        self._open_till(self.till_2, self.other_cashier)
        self._take_found()
        ticket = self._visit_ticket(
            [(self.visit_mug, 1)], session=self.till_2.current_session_id
        )
        order = self._send(ticket, user=self.other_cashier)
        self.assertFalse(order.lines.sale_order_origin_id)
        self.assertTrue(self._exceptions(order))
        self.assertEqual(self._content(self.visit), {self.shirt: 2, self.mug: 1})

    def test_visitor_who_signs_in_meanwhile_pays_once(self):
        self._take_found()
        self.visit._cart_identify(self.other_customer)
        order = self._send(self._visit_ticket([(self.visit_mug, 1)]))
        self.assertEqual(order.lines.sale_order_origin_id.cart_origin_id, self.visit)
        self.assertEqual(self._content(self.visit), {self.shirt: 2})

    # Some or all ----------------------------------------------------------------

    def test_cashier_takes_the_lines_that_were_ticked(self):
        lines = self._take_found(quantities={str(self.visit_mug.id): 1})["lines"]
        self.assertEqual(
            [(line["sale_line_id"], line["qty"]) for line in lines],
            [(self.visit_mug.id, 1.0)],
        )

    def test_cashier_takes_less_of_a_line(self):
        lines = self._take_found(quantities={str(self.visit_shirt.id): 1})["lines"]
        self.assertEqual([line["qty"] for line in lines], [1.0])

    def test_never_more_than_the_cart_holds(self):
        asked = {str(self.visit_shirt.id): 99, str(self.visit_mug.id): "many"}
        lines = self._take_found(quantities=asked)["lines"]
        self.assertEqual([line["qty"] for line in lines], [2.0])

    def test_line_by_the_dozen_is_taken_in_part(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.visit_shirt.write({"product_uom_id": dozen.id, "product_uom_qty": 2})
        [line] = self._take_found(quantities={str(self.visit_shirt.id): 1})["lines"]
        self.assertAlmostEqual(line["qty"], 12.0)

    def test_nothing_ticked_takes_nothing(self):
        self.assertEqual(self._take_found(quantities={})["status"], "gone")
        self._assert_intact(self.visit)

    def test_till_loads_the_articles_it_does_not_know(self):
        records = self._take_found(missing_ids=self.mug.ids)["records"]
        self.assertEqual(
            [one["id"] for one in records["product.product"]], self.mug.ids
        )
        records = self._take_found(missing_ids=[])["records"]
        self.assertNotIn("product.product", records)
        self.assertEqual(len(records["sale.order.line"]), 2)

    # What changed ---------------------------------------------------------------

    def test_panel_shows_the_price_seen_and_the_price_now(self):
        self.assertEqual(self.visit_shirt.price_unit, 20.0)
        self.shirt.list_price = 24.9
        shirt, mug = self._open()["preview"]["cart"]["lines"]
        self.assertEqual((shirt["price_seen"], shirt["price_now"]), (20.0, 24.9))
        self.assertEqual((mug["price_seen"], mug["price_now"]), (10.0, 10.0))
        # shown only: the price the customer saw is the one that is taken
        self.assertEqual(self._take_found()["lines"][0]["price_unit"], 20.0)

    # How much work --------------------------------------------------------------

    def _count(self, work, *args):
        """Return the number of queries of some work, nothing being remembered."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow_with_the_lines(self):
        products = self.env["product.product"].create(
            [
                {
                    "name": f"Article {number}",
                    "is_storable": True,
                    "available_in_pos": True,
                    "list_price": 5.0,
                    "taxes_id": [(6, 0, self.tax.ids)],
                }
                for number in range(20)
            ]
        )
        for product in products:
            self._set_stock(product, self.store, 5)
        counts = []
        # the first time a process does it, it learns what it remembers afterwards
        for size in (1, 2, 20):
            lines = [(product, 1) for product in products[:size]]
            cart = self._make_cart(self.public, lines, state="guest")
            code = cart._cart_get_code()
            key = self._open(code)["key"]
            counts.append(
                [
                    self._count(self._open, code),
                    self._count(self._take_found, key),
                ]
            )
        self.assertEqual(counts[1], counts[2])
        found, taken = counts[2]
        self.assertLessEqual(found, 26)
        self.assertLessEqual(taken, 49)
