# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..exceptions import CartHeldError
from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestCartLease(UnifiedCommerceCommon):
    def setUp(self):
        super().setUp()
        self.cart = self._make_cart(lines=[(self.mug, 1)])

    def test_cart_has_one_editor(self):
        self.cart._cart_acquire(self.till)
        with self.assertRaisesRegex(CartHeldError, "Lyon – Caisse 1"):
            self.cart._cart_acquire(self.other_till)

    def test_only_the_holder_changes_a_held_cart(self):
        self.cart._cart_acquire(self.till)
        with self.assertRaises(CartHeldError):
            self.cart.order_line.product_uom_qty = 2
        with self.assertRaises(CartHeldError):
            self.cart.order_line.unlink()
        with self.assertRaises(CartHeldError):
            self.env["sale.order.line"].create(
                {"order_id": self.cart.id, "product_id": self.shirt.id}
            )
        mine = self.cart.with_context(cart_holder_key=self.till.key)
        mine.order_line.product_uom_qty = 2
        self.assertEqual(self._content(self.cart), {self.mug: 2})

    def test_line_cannot_be_slipped_into_a_held_cart(self):
        other = self._make_cart(self.other_customer, lines=[(self.shirt, 1)])
        self.cart._cart_acquire(self.till)
        with self.assertRaises(CartHeldError):
            other.order_line.order_id = self.cart

    def test_lease_ends_by_itself(self):
        self.cart._cart_acquire(self.till)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            self.assertFalse(self.cart._cart_current_holder())
            self.cart.order_line.product_uom_qty = 2
            self.cart._cart_acquire(self.other_till)

    def test_sign_of_life_prolongs_the_lease(self):
        start = fields.Datetime.now()
        self.cart._cart_acquire(self.till)
        since = self.cart.cart_holder_since
        with freeze_time(start + timedelta(minutes=8)):
            self.cart._cart_renew(self.till)
        with freeze_time(start + timedelta(minutes=15)):
            self.assertEqual(self.cart._cart_current_holder(), self.till)
        self.assertEqual(self.cart.cart_holder_since, since)

    def test_release_gives_the_cart_back(self):
        self.cart._cart_acquire(self.till)
        self.cart._cart_release(self.other_till)
        self.assertTrue(self.cart._cart_current_holder())
        self.cart._cart_release(self.till)
        self.assertFalse(self.cart._cart_current_holder())

    def test_refusal_writes_the_time_as_people_do(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        with freeze_time("2026-11-29 18:50:00"):
            self.cart._cart_acquire(self.till)
            refused = {
                lang: self.cart.with_context(
                    lang=lang, tz="Europe/Paris"
                )._cart_held_message()
                for lang in ("en_US", "fr_FR")
            }
        self.assertIn("19:50", refused["en_US"])
        self.assertIn("19\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}50", refused["fr_FR"])

    def test_take_over_keeps_the_reason(self):
        self.cart._cart_acquire(self.till)
        self.cart._cart_acquire(self.other_till, take_over=True, reason="Queue is long")
        self.assertEqual(self.cart._cart_current_holder(), self.other_till)
        self.assertIn("Queue is long", self.cart.message_ids[:1].body)
        with self.assertRaises(CartHeldError):
            self.cart._cart_renew(self.till)

    def test_lease_follows_the_setting_of_the_channel(self):
        self.web.cart_lease_minutes = 60
        self.cart._cart_acquire(self.till)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=50)):
            self.assertTrue(self.cart._cart_current_holder())

    def test_signing_in_never_waits_for_a_till(self):
        self.cart._cart_acquire(self.till)
        guest = self._make_cart(
            self.other_customer, lines=[(self.shirt, 1)], state="guest"
        )
        guest._cart_identify(self.customer)
        self.assertEqual(self._content(self.cart), {self.mug: 1, self.shirt: 1})
        self.assertEqual(self.cart._cart_current_holder(), self.till)

    def test_silent_till_is_told_off_by_the_sweep(self):
        self.cart._cart_acquire(self.till)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            self.env["sale.order"]._cron_release_dead_leases()
        self.assertFalse(self.cart.cart_holder_name)
        self.assertFalse(self.cart.cart_holder_until)

    def test_confirmed_cart_has_no_holder(self):
        self.cart._cart_acquire(self.till)
        self.cart.action_confirm()
        self.assertFalse(self.cart._cart_current_holder())

    def test_screen_learns_who_holds_and_whether_it_is_mine(self):
        self.cart._cart_acquire(self.till)
        self.assertTrue(self.cart._cart_held_by(self.till)["mine"])
        held = self.cart._cart_held_by(self.other_till)
        self.assertFalse(held["mine"])
        self.assertEqual(held["name"], "Lyon – Caisse 1")
        self.assertNotIn("key", held)
