# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import UnifiedCommerceCommon


class HoldCommon(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Hold = cls.env["commerce.hold"]
        cls._set_stock(cls.shirt, cls.store, 5)
        articles = cls.shirt | cls.mug
        if "allow_out_of_stock_order" in articles._fields:
            # a web shop sells what is not there unless it is told otherwise
            articles.allow_out_of_stock_order = False

    def _claim(self, token, quantity, product=None, place=None, **kwargs):
        self.env.flush_all()
        kwargs = {"reason": "checkout", "minutes": 15, "channel": self.web, **kwargs}
        pair = product or self.shirt, place or self.store
        return self.Hold._claim(token, {pair: quantity}, **kwargs)

    def _left(self, channel=None, token=None, product=None):
        product = product or self.shirt
        read = self.env["commerce.availability"]._read(
            product, self.store, channel, token
        )
        return read[product.id, self.store.id]

    def _order(self, quantity, product=None, **values):
        product = product or self.shirt
        return self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.store.id,
                "channel_id": self.web.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                ],
                **values,
            }
        )

    def _exceptions(self, record, kind):
        return self.env["commerce.exception"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("kind", "=", kind),
            ]
        )


@tagged("post_install", "-at_install")
class TestHold(HoldCommon):
    """A promise is made once, for a time, and costs nobody else more than it keeps."""

    def test_held_units_are_not_available_to_others(self):
        claim = self._claim("a", 2)
        self.assertTrue(claim.complete)
        self.assertEqual(self._left(), 3)
        self.assertEqual(self._left(token="a"), 5)

    def test_claim_of_what_was_just_read_does_not_ask_whether_it_exists(self):
        self._claim("a", 1)
        with self.assertQueryCount(7):
            self._claim("a", 2)

    def test_more_than_is_left_is_refused_and_what_is_left_is_told(self):
        self._claim("a", 4)
        claim = self._claim("b", 2)
        self.assertFalse(claim.complete)
        self.assertEqual(claim.granted, {})
        self.assertEqual(claim.left, {(self.shirt.id, self.store.id): 1})
        self.assertEqual(self._left(), 1)

    def test_part_of_it_is_granted_to_whoever_accepts_that(self):
        self._claim("a", 4)
        claim = self._claim("b", 2, partial=True)
        self.assertFalse(claim.complete)
        self.assertEqual(claim.granted, {(self.shirt.id, self.store.id): 1})
        self.assertEqual(self._left(), 0)

    def test_a_seller_sees_what_may_be_promised(self):
        order = self._order(1)
        order.order_line.invalidate_recordset()
        self.assertEqual(order.order_line.free_qty_today, 5)
        self._claim("somebody", 4)
        order.order_line.invalidate_recordset()
        self.assertEqual(order.order_line.free_qty_today, 1)

    def test_quantities_are_absolute(self):
        for quantity, left in [(2, 3), (2, 3), (4, 1), (1, 4), (0, 5)]:
            self.assertTrue(self._claim("a", quantity).complete)
            self.assertEqual(self._left(), left)

    def test_an_expired_hold_keeps_nothing(self):
        self._claim("a", 5)
        self.env.cr.execute(
            "UPDATE commerce_hold SET expires_at = expires_at - interval '1 hour'"
        )
        self.assertEqual(self._left(), 5)
        self.assertFalse(self.Hold._renew("a", 15))
        self.assertTrue(self._claim("b", 5).complete)
        self.assertFalse(self._claim("a", 1).complete)

    def test_a_living_hold_is_renewed(self):
        until = self._claim("a", 1, minutes=1).expires_at
        self.assertGreater(self.Hold._renew("a", 15), until)

    def test_released_units_are_back(self):
        self._claim("a", 5)
        self.Hold._release(["a"])
        self.assertEqual(self._left(), 5)

    def test_all_or_nothing_over_several_articles(self):
        self._set_stock(self.mug, self.store, 1)
        claim = self.Hold._claim(
            "a",
            {(self.shirt, self.store): 1, (self.mug, self.store): 2},
            reason="cart",
            minutes=5,
        )
        self.assertFalse(claim.complete)
        self.assertEqual(self._left(), 5)

    def test_the_whole_wish_releases_what_left_it(self):
        self._set_stock(self.mug, self.store, 1)
        self._claim("a", 1, product=self.mug)
        self._claim("a", 1, whole=True)
        self.assertEqual(self._left(product=self.mug), 1)
        self.assertEqual(self._left(), 4)

    def test_nonsense_is_refused_in_words(self):
        for quantity in (-1, 10**9, float("nan")):
            with self.assertRaisesRegex(UserError, "T-shirt"):
                self._claim("a", quantity)
        with self.assertRaisesRegex(UserError, "minute"):
            self._claim("a", 1, minutes=0)
        with self.assertRaisesRegex(UserError, "key"):
            self._claim("", 1)
        self.shirt.active = False
        with self.assertRaisesRegex(UserError, "not sold any more"):
            self._claim("a", 1)
        self.assertTrue(self._claim("a", 0).complete)
        self.assertFalse(self.Hold.search([("product_ref", "=", self.shirt.id)]))

    def test_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Other"})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        with self.assertRaisesRegex(UserError, "same company"):
            self._claim("a", 1, place=place)

    def test_safety_stock_is_promised_to_nobody(self):
        self.env["commerce.stock.rule"].create({"kind": "safety", "quantity": 2})
        self.assertEqual(self._left(self.web), 3)
        self.assertFalse(self._claim("a", 4).complete)
        self.assertTrue(self._claim("a", 3).complete)

    def test_the_most_precise_rule_counts(self):
        self.env["commerce.stock.rule"].create(
            [
                {"kind": "safety", "quantity": 4},
                {"kind": "safety", "quantity": 1, "product_id": self.shirt.id},
                {
                    "kind": "safety",
                    "quantity": 3,
                    "channel_id": self.lyon.id,
                    "product_id": self.shirt.id,
                },
            ]
        )
        self.assertEqual(self._left(self.web), 4)
        self.assertEqual(self._left(self.lyon), 2)

    def test_the_share_of_a_channel_is_kept_from_the_others(self):
        self.env["commerce.stock.rule"].create(
            {"kind": "share", "channel_id": self.web.id, "percentage": 40}
        )
        self.assertEqual(self._left(self.web), 5)
        self.assertEqual(self._left(self.lyon), 3)
        self.assertFalse(self._claim("a", 4, channel=self.lyon).complete)
        self.assertTrue(self._claim("a", 4).complete)

    def test_only_a_manager_releases_a_hold(self):
        self._claim("a", 5)
        hold = self.Hold.search([("product_ref", "=", self.shirt.id)])
        self.assertEqual(hold.product_id, self.shirt)
        self.assertEqual(hold.warehouse_id, self.store)
        seller = new_test_user(self.env, "seller", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            hold.with_user(seller).action_release()
        with self.assertRaises(AccessError):
            hold.with_user(seller).read(["token"])
        manager = new_test_user(
            self.env, "boss", "unified_commerce_base.group_commerce_user"
        )
        hold.with_user(manager).action_release()
        self.assertEqual(self._left(), 5)

    def test_the_article_shows_what_is_on_hold(self):
        self._claim("a", 2)
        template = self.shirt.product_tmpl_id
        self.assertEqual(template.held_quantity, 2)
        action = template.action_view_holds()
        self.assertEqual(self.Hold.search(action["domain"]).quantity, 2)

    def test_dead_holds_are_swept(self):
        self._claim("a", 1, minutes=1)
        self._claim("b", 1)
        self.env.cr.execute(
            """UPDATE commerce_hold SET expires_at = expires_at - interval '1 hour'
                WHERE token = 'a'"""
        )
        self.Hold._gc_holds()
        self.assertEqual(self.Hold.search([]).mapped("token"), ["b"])


@tagged("post_install", "-at_install")
class TestHoldOfOrder(HoldCommon):
    """A cart holds, its order reserves what it held, and nothing is counted twice."""

    def test_held_then_confirmed_is_counted_once(self):
        order = self._order(2)
        self.assertFalse(order._hold("checkout"))
        self.assertEqual(self._left(), 3)
        order.action_confirm()
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertEqual(self._left(), 3)
        order.picking_ids.button_validate()
        self.assertEqual(self._left(), 3)
        self.assertFalse(self._exceptions(order, "promise"))

    def test_held_units_go_to_nobody_else(self):
        first, second = self._order(5), self._order(1)
        self.assertFalse(first._hold("checkout"))
        self.assertEqual(second._hold("checkout"), {second.order_line: 0.0})
        second.action_confirm()
        self.assertEqual(second.picking_ids.state, "confirmed")
        self.assertEqual(len(self._exceptions(second, "promise")), 1)
        first.action_confirm()
        self.assertEqual(first.picking_ids.state, "assigned")

    def test_before_its_time_nothing_is_held(self):
        order = self._order(2)
        self.assertFalse(order._hold("cart"))
        self.assertEqual(self._left(), 5)
        self.web.hold_start = "cart"
        order._hold("cart")
        self.assertEqual(self._left(), 3)
        self.assertTrue(order.hold_until)

    def test_the_hold_follows_the_cart(self):
        cart = self._make_cart(lines=[(self.shirt, 3), (self.mug, 1)])
        cart.warehouse_id = self.store
        self._set_stock(self.mug, self.store, 1)
        self.env.cr.flush()
        cart._hold("checkout")
        self.assertEqual(self._left(), 2)
        cart.order_line[0].product_uom_qty = 1
        self.env.cr.flush()
        self.assertEqual(self._left(), 4)
        cart.order_line.unlink()
        self.env.cr.flush()
        self.assertEqual(self._left(), 5)
        self.assertEqual(self._left(product=self.mug), 1)

    def test_a_cart_whose_hold_ended_is_not_held_again_by_a_change(self):
        cart = self._make_cart(lines=[(self.shirt, 3)])
        cart.warehouse_id = self.store
        cart._hold("checkout")
        self.env.cr.execute(
            "UPDATE commerce_hold SET expires_at = expires_at - interval '1 hour'"
        )
        self.env.invalidate_all()
        cart.order_line.product_uom_qty = 1
        self.env.cr.flush()
        self.assertEqual(self._left(), 5)

    def test_cancelled_order_keeps_nothing(self):
        order = self._order(5)
        order._hold("checkout")
        order._action_cancel()
        self.assertEqual(self._left(), 5)
        order = self._order(5)
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(self._left(), 5)

    def test_quantity_added_to_a_confirmed_order_is_claimed(self):
        order = self._order(2)
        order.action_confirm()
        order.order_line.product_uom_qty = 4
        self.assertEqual(self._left(), 1)
        self.assertEqual(sum(order.picking_ids.move_ids.mapped("quantity")), 4)

    def test_two_orders_confirmed_in_one_go_share_what_is_there(self):
        first, second, third = self._order(3), self._order(2), self._order(1)
        (first | second | third).action_confirm()
        self.assertEqual(first.picking_ids.state, "assigned")
        self.assertEqual(second.picking_ids.state, "assigned")
        self.assertEqual(third.picking_ids.state, "confirmed")
        self.assertEqual(self._left(), 0)

    def test_other_units_of_measure(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._set_stock(self.mug, self.store, 12)
        order = self._order(1, product=self.mug)
        order.order_line.product_uom_id = dozen
        order.order_line.product_uom_qty = 1
        self.assertFalse(order._hold("checkout"))
        self.assertEqual(self._left(product=self.mug), 0)
        order.action_confirm()
        self.assertEqual(order.picking_ids.state, "assigned")


@tagged("post_install", "-at_install")
class TestReservationGate(HoldCommon):
    """Whoever reserves claims first, whatever the document."""

    def _transfer(self, quantity):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.store.out_type_id.id,
                "location_id": self.store.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.shirt.id,
                            "product_uom_qty": quantity,
                            "location_id": self.store.lot_stock_id.id,
                            "location_dest_id": self.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def test_a_transfer_takes_only_what_is_not_held(self):
        self._claim("a", 4)
        picking = self._transfer(3)
        picking.action_assign()
        self.assertEqual(picking.move_ids.quantity, 1)
        self.assertEqual(self._left(), 0)

    def test_a_transfer_that_waited_gets_what_was_released(self):
        self._claim("a", 5)
        picking = self._transfer(3)
        picking.action_assign()
        self.assertEqual(picking.move_ids.quantity, 0)
        self.Hold._release(["a"])
        picking.action_assign()
        self.assertEqual(picking.move_ids.quantity, 3)

    def test_unreserved_units_are_back(self):
        picking = self._transfer(3)
        picking.action_assign()
        self.assertEqual(self._left(), 2)
        picking.do_unreserve()
        self.assertEqual(self._left(), 5)
        self.assertTrue(self._claim("a", 5).complete)

    def test_a_reservation_typed_by_hand_claims(self):
        self._claim("a", 4)
        picking = self._transfer(3)
        picking.action_assign()
        with self.assertRaisesRegex(UserError, "promised to somebody else"):
            picking.move_ids.move_line_ids.quantity = 3
        self.Hold._release(["a"])
        picking.move_ids.move_line_ids.quantity = 3
        self.assertEqual(self._left(), 2)

    def test_what_was_picked_is_a_fact(self):
        self._claim("a", 4)
        picking = self._transfer(3)
        picking.action_assign()
        picking.move_ids.move_line_ids.write({"picked": True})
        picking.move_ids.move_line_ids.quantity = 3
        self.assertEqual(len(self._exceptions(picking, "stock")), 1)

    def test_goods_received_now_serve_who_waits(self):
        self._set_stock(self.shirt, self.store, -5)
        picking = self._transfer(2)
        picking.action_assign()
        self.assertEqual(picking.move_ids.quantity, 0)
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.store.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.store.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.shirt.id,
                            "product_uom_qty": 2,
                            "location_id": self.env.ref(
                                "stock.stock_location_suppliers"
                            ).id,
                            "location_dest_id": self.store.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.button_validate()
        self.assertEqual(picking.move_ids.quantity, 2)
        self.assertEqual(self._left(), 0)


@tagged("post_install", "-at_install")
class TestStockLedger(HoldCommon):
    """The nightly control finds what differs, and nothing when all agrees."""

    def _find(self):
        control = self.env.ref("unified_commerce_base.control_stock_ledger")
        found = control._control_stock_ledger()
        return [line for line in found if "T-shirt" in line[1]]

    def test_what_agrees_is_not_told(self):
        self._order(2).action_confirm()
        self._claim("a", 3)
        self.assertEqual(self._find(), [])

    def test_a_reservation_without_transfer_is_found(self):
        self.env["stock.quant"]._update_reserved_quantity(
            self.shirt, self.store.lot_stock_id, 2
        )
        self.assertEqual(len(self._find()), 1)

    def test_a_hold_beyond_stock_is_found(self):
        self._claim("a", 5, origin=self.customer)
        self._set_stock(self.shirt, self.store, -1)
        (line,) = self._find()
        self.assertIn("Camille Martin", line[1])
