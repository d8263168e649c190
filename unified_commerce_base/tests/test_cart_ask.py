# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..exceptions import CartHeldError
from ..models.sale_order_cart import CartHolder
from ..models.sale_order_cart_ask import ASKS
from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestCartAsk(UnifiedCommerceCommon):
    def setUp(self):
        super().setUp()
        self.cart = self._make_cart(lines=[(self.mug, 1)])
        self.phone = CartHolder("browser", "browser:1", "Camille")
        self.cart._cart_acquire(self.till)

    def _news(self):
        """Return what the messages of this transaction tell, oldest first."""
        told = []
        notify = type(self.cart)._cart_notify_extra

        def listen(cart, payload):
            told.append(payload)
            return notify(cart, payload)

        self.patch(type(self.cart), "_cart_notify_extra", listen)
        self.env.cr.precommit.run()
        told.clear()
        return told

    def test_holder_is_told_who_asks(self):
        told = self._news()
        answer = self.cart._cart_ask(self.phone)
        self.env.cr.precommit.run()
        self.assertEqual(answer["status"], "asked")
        self.assertIn("Lyon – Caisse 1", answer["message"])
        self.assertEqual(told[0]["news"], {"kind": "asked", "by": "Camille"})
        self.assertEqual(told[0]["asked_by"]["name"], "Camille")
        self.assertNotIn("key", told[0]["asked_by"])

    def test_asking_takes_nothing(self):
        version = self.cart.cart_version
        self.cart._cart_ask(self.phone)
        self.assertEqual(self.cart._cart_current_holder(), self.till)
        self.assertEqual(self.cart.cart_version, version)

    def test_shopper_who_is_handed_the_cart_may_change_it(self):
        self.cart._cart_ask(self.phone)
        self.cart._cart_answer(self.till, give=True)
        self.assertFalse(self.cart._cart_current_holder())
        self.assertFalse(self.cart.cart_asker_name)
        self.assertEqual(self._content(self.cart), {self.mug: 1})
        body = self.cart.message_ids[:1].body
        self.assertIn("Lyon – Caisse 1", body)
        self.assertIn("Camille", body)

    def test_till_that_is_handed_the_cart_holds_it_at_once(self):
        self.cart._cart_ask(self.other_till)
        self.cart._cart_answer(self.till, give=True)
        self.assertEqual(self.cart._cart_current_holder(), self.other_till)
        with self.assertRaises(CartHeldError):
            self.cart._cart_acquire(self.till)

    def test_cart_that_is_not_fetched_is_free_again_soon(self):
        self.cart._cart_ask(self.other_till)
        self.cart._cart_answer(self.till, give=True)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=3)):
            self.assertFalse(self.cart._cart_current_holder())

    def test_in_a_moment_keeps_the_cart_and_tells_the_asker(self):
        self.cart._cart_ask(self.phone)
        told = self._news()
        self.cart._cart_answer(self.till, give=False)
        self.env.cr.precommit.run()
        self.assertEqual(self.cart._cart_current_holder(), self.till)
        self.assertEqual(told[0]["news"], {"kind": "later", "by": "Lyon – Caisse 1"})
        self.assertFalse(told[0]["asked_by"])

    def test_one_request_at_a_time(self):
        self.cart._cart_ask(self.phone)
        answer = self.cart._cart_ask(self.other_till)
        self.assertEqual(answer["status"], "busy")
        self.assertIn("Camille", answer["message"])
        self.assertEqual(self.cart.cart_asker_name, "Camille")

    def test_asking_twice_is_one_request(self):
        self.cart._cart_ask(self.phone)
        told = self._news()
        self.assertEqual(self.cart._cart_ask(self.phone)["status"], "asked")
        self.env.cr.precommit.run()
        self.assertFalse(told)

    def test_request_without_answer_ends_by_itself(self):
        self.cart._cart_ask(self.phone)
        with freeze_time(fields.Datetime.now() + timedelta(seconds=61)):
            self.assertFalse(self.cart._cart_asked_by())
            answer = self.cart._cart_ask(self.other_till)
        self.assertEqual(answer["status"], "asked")

    def test_late_yes_frees_the_cart(self):
        self.cart._cart_ask(self.other_till)
        with freeze_time(fields.Datetime.now() + timedelta(seconds=61)):
            self.cart._cart_answer(self.till, give=True)
        self.assertFalse(self.cart._cart_current_holder())

    def test_who_asks_again_and_again_is_told_to_wait(self):
        for _time in range(ASKS):
            self.assertEqual(self.cart._cart_ask(self.phone)["status"], "asked")
            self.cart._cart_answer(self.till, give=False)
        self.assertEqual(self.cart._cart_ask(self.phone)["status"], "busy")
        self.assertFalse(self.cart.cart_asker_name)

    def test_only_the_holder_answers(self):
        self.cart._cart_ask(self.phone)
        with self.assertRaises(CartHeldError):
            self.cart._cart_answer(self.other_till, give=True)
        self.assertEqual(self.cart._cart_current_holder(), self.till)

    def test_free_cart_needs_no_asking(self):
        self.cart._cart_release(self.till)
        self.assertEqual(self.cart._cart_ask(self.phone)["status"], "free")
        self.assertFalse(self.cart.cart_asker_name)

    def test_cart_that_is_ordered_cannot_be_asked_for(self):
        self.cart.action_confirm()
        with self.assertRaises(UserError):
            self.cart._cart_ask(self.phone)

    def test_request_ends_with_the_lease(self):
        self.cart._cart_ask(self.phone)
        self.cart._cart_release(self.till)
        self.cart._cart_acquire(self.other_till)
        self.assertFalse(self.cart._cart_asked_by())

    def test_shopper_never_takes_over_from_staff(self):
        with self.assertRaises(CartHeldError):
            self.cart._cart_acquire(self.phone, take_over=True, reason="Mine")

    def test_staff_say_why_they_take_over(self):
        with self.assertRaises(UserError):
            self.cart._cart_acquire(self.other_till, take_over=True, reason=" ")
        self.assertEqual(self.cart._cart_current_holder(), self.till)

    def test_who_loses_the_cart_is_told_why_and_the_customer_is_not(self):
        told = self._news()
        sent = []
        self.patch(
            type(self.customer),
            "_bus_send",
            lambda partner, kind, payload, **_more: sent.append(payload),
        )
        self.cart._cart_acquire(self.other_till, take_over=True, reason="Queue")
        self.env.cr.precommit.run()
        self.assertEqual(told[0]["news"]["from"], "Lyon – Caisse 1")
        self.assertEqual(told[0]["news"]["reason"], "Queue")
        self.assertEqual(sent[0]["news"]["by"], "Lyon – Caisse 2")
        self.assertFalse(sent[0]["news"]["reason"])
