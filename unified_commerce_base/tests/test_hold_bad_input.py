# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_hold import HoldCommon

INFINITE = float("inf")
NO_NUMBER = float("nan")


@tagged("post_install", "-at_install")
class TestHoldBadInput(HoldCommon):
    """What makes no sense is refused in words, and nothing is written."""

    def _assert_refused(self, words, *args, **kwargs):
        self.env.flush_all()
        before = self._rows()
        with self.assertRaisesRegex(UserError, words):
            self._claim(*args, **kwargs)
        self.assertEqual(self._rows(), before)

    def _rows(self):
        self.env.cr.execute("SELECT * FROM commerce_hold ORDER BY id")
        return self.env.cr.fetchall()

    def test_a_quantity_is_a_number_that_can_be_there(self):
        self._claim("a", 2)
        for quantity in (-1, -0.001, 10**7, INFINITE, -INFINITE, NO_NUMBER):
            self._assert_refused("T-shirt cannot be held", "a", quantity)
        for quantity in ("2", None, [2], {}):
            self._assert_refused("T-shirt cannot be held", "a", quantity)

    def test_a_life_is_a_number_of_minutes_within_a_day(self):
        self._claim("a", 2)
        for minutes in (0, -5, 24 * 60 + 1, INFINITE, NO_NUMBER, "15", None):
            self._assert_refused("one minute at least", "a", 3, minutes=minutes)
            before = self._rows()
            with self.assertRaisesRegex(UserError, "one minute at least"):
                self.Hold._renew("a", minutes)
            self.assertEqual(self._rows(), before)

    def test_a_key_is_needed(self):
        for token in ("", None, False, 5):
            self._assert_refused("under a key", token, 1)

    def test_what_was_deleted_is_not_held(self):
        gone = self.env["product.product"].create({"name": "Gone"})
        place = self.env["stock.warehouse"].create({"name": "Gone", "code": "GONE"})
        channel = self.env["commerce.channel"].create(
            {"name": "Gone", "code": "GONE", "channel_type": "web"}
        )
        gone.unlink()
        self._assert_refused("does not exist any more", "a", 1, product=gone)
        channel.unlink()
        self._assert_refused("channel does not exist", "a", 1, channel=channel)
        nowhere = self.env["stock.warehouse"].browse(place.id + 1_000)
        self._assert_refused("does not exist any more", "a", 1, place=nowhere)

    def test_no_article_and_no_place_is_not_everything(self):
        for pair in (
            (self.env["product.product"], self.store),
            (self.shirt, self.env["stock.warehouse"]),
            (self.shirt | self.mug, self.store),
        ):
            with self.assertRaisesRegex(UserError, "does not exist any more"):
                self.Hold._claim("a", {pair: 1}, reason="cart", minutes=5)
        self.assertEqual(self._rows(), [])

    def test_one_bad_line_refuses_the_whole_wish(self):
        self._set_stock(self.mug, self.store, 1)
        with self.assertRaisesRegex(UserError, "Mug"):
            self.Hold._claim(
                "a",
                {(self.shirt, self.store): 1, (self.mug, self.store): -1},
                reason="cart",
                minutes=5,
            )
        self.assertEqual(self._rows(), [])

    def test_a_channel_of_another_company_promises_nothing_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        channel = self.env["commerce.channel"]._get_phone(other)
        self._assert_refused("same company", "a", 1, channel=channel)
        self.shirt.company_id = self.company
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self._assert_refused("same company", "a", 1, place=place, channel=None)

    def test_an_article_archived_while_held_can_be_kept_or_given_back(self):
        self._claim("a", 3)
        self.shirt.active = False
        self.assertTrue(self._claim("a", 3).complete)
        self.assertTrue(self.Hold._renew("a", 15))
        self._assert_refused("not sold any more", "a", 4)
        self._assert_refused("not sold any more", "b", 1)
        self.assertTrue(self._claim("a", 2).complete)
        self.assertEqual(self._left(), 3)
        self.assertTrue(self._claim("a", 0).complete)
        self._assert_refused("not sold any more", "a", 1)

    def test_an_order_of_an_archived_article_is_still_reserved(self):
        order = self._order(7)
        order.action_confirm()
        self.shirt.active = False
        self._set_stock(self.shirt, self.store, 2)
        order.picking_ids.action_assign()
        self.assertEqual(order.picking_ids.move_ids.quantity, 7)

    def test_an_order_of_an_absurd_quantity_stops_no_other(self):
        absurd, other = self._order(10**8), self._order(1)
        absurd.order_line.product_id = self.mug
        absurd.order_line.product_uom_qty = 10**8
        (absurd | other).action_confirm()
        moves = (absurd | other).picking_ids.move_ids
        moves._action_assign()
        self.assertEqual(other.picking_ids.move_ids.state, "assigned")
        self.assertEqual(absurd.picking_ids.move_ids.quantity, 0)

    def test_renewing_what_is_not_held_says_so(self):
        self._claim("a", 2)
        self.assertFalse(self.Hold._renew("b", 15))
        self.assertFalse(self.Hold._renew("", 15))
        self.assertFalse(self.Hold._renew(None, 15))
        self.env.cr.execute(
            "UPDATE commerce_hold SET expires_at = now() AT TIME ZONE "
            "'UTC' - interval '1 second'"
        )
        self.assertFalse(self.Hold._renew("a", 15))

    def test_releasing_what_is_not_held_changes_nothing(self):
        self._claim("a", 2)
        before = self._rows()
        for tokens in ([], [None], [False, ""], ["b"], ["%", "a%"]):
            self.Hold._release(tokens)
        self.assertEqual(self._rows(), before)

    def test_a_line_in_a_unit_that_does_not_convert_is_refused_in_words(self):
        order = self._order(2)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_kgm")
        with self.assertRaisesRegex(UserError, "T-shirt is counted in Units.*kg"):
            order._hold("payment")
        self.assertEqual(self._rows(), [])

    def test_a_line_in_dozens_holds_units(self):
        self._set_stock(self.shirt, self.store, 10)
        order = self._order(1)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertFalse(order._hold("payment"))
        self.assertEqual(self._left(), 3)

    def test_reading_what_does_not_exist_finds_nothing(self):
        read = self.env["commerce.availability"]._read
        nothing, nowhere = self.env["product.product"], self.env["stock.warehouse"]
        self.assertEqual(read(nothing, self.store), {})
        self.assertEqual(read(self.shirt, nowhere), {})
        gone = self.env["product.product"].create({"name": "Gone"})
        gone.unlink()
        place = nowhere.browse(self.store.id + 1_000)
        self.assertEqual(
            read(gone | self.shirt, self.store | place, token="unknown"),
            {
                (gone.id, self.store.id): 0.0,
                (gone.id, place.id): 0.0,
                (self.shirt.id, self.store.id): 5.0,
                (self.shirt.id, place.id): 0.0,
            },
        )
