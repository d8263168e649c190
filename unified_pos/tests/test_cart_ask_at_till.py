# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.unified_commerce_base.models.sale_order_cart import CartHolder

from .common import TillCommon


@tagged("post_install", "-at_install")
class TestCartAskAtTill(TillCommon):
    def setUp(self):
        super().setUp()
        self._take()
        self._open_till(self.till_2, self.other_cashier)

    def _other_till(self):
        return self._till(self.till_2, self.other_cashier)

    def _ask(self):
        return self._other_till().unified_cart_ask(self.customer.id, self.bilal.id)

    def _later(self, **moment):
        return freeze_time(fields.Datetime.now() + timedelta(**moment))

    # Asking ---------------------------------------------------------------------

    def test_till_that_has_the_cart_is_told_who_asks(self):
        self.assertEqual(self._ask()["status"], "asked")
        cart = self._till().unified_customer_summary(self.customer.id)["cart"]
        self.assertTrue(cart["held_by"]["mine"])
        self.assertEqual(cart["asked_by"]["name"], "Lyon – Lyon 2 (Bilal)")
        renewed = self._till().unified_cart_renew(self.cart.ids)[self.cart.id]
        self.assertEqual(renewed["asked_by"]["name"], "Lyon – Lyon 2 (Bilal)")

    def test_cart_handed_over_is_taken_by_who_asked(self):
        self._ask()
        answer = self._till().unified_cart_answer(self.cart.id, True)
        self.assertEqual(answer["status"], "given")
        cart = self._other_till().unified_customer_summary(self.customer.id)["cart"]
        self.assertTrue(cart["held_by"]["mine"])
        taken = self._take(self.till_2, self.other_cashier)
        self.assertEqual(taken["status"], "taken")
        self.assertEqual(self._content(self.cart), {self.shirt: 2, self.mug: 1})

    def test_in_a_moment_keeps_the_cart_at_the_till(self):
        self._ask()
        answer = self._till().unified_cart_answer(self.cart.id, False)
        self.assertEqual(answer["status"], "kept")
        self.assertIn("Lyon 1", self.cart.cart_holder_name)

    def test_till_that_lost_the_cart_is_told_when_it_answers(self):
        self._ask()
        self._take(self.till_2, self.other_cashier, take_over=True, reason="x")
        answer = self._till().unified_cart_answer(self.cart.id, True)
        self.assertEqual(answer["status"], "lost")
        self.assertIn("Lyon 2", self.cart.cart_holder_name)

    def test_cart_that_was_paid_cannot_be_asked_for(self):
        self.cart.action_confirm()
        self.assertEqual(self._ask()["status"], "gone")

    def test_paid_ticket_leaves_no_request_behind(self):
        self._ask()
        self._send(self._cart_ticket())
        self.assertFalse(self.cart._cart_current_holder())
        self.assertFalse(self.cart.cart_asker_name)

    def test_agent_hands_the_cart_to_a_till(self):
        self._till().unified_cart_release(self.cart.ids)
        agent = self.seller
        self.cart.with_user(agent).action_cart_edit()
        self._ask()
        self.cart.with_user(agent).action_cart_hand_over()
        self.assertIn("Lyon 2", self.cart.cart_holder_name)

    def test_till_takes_over_from_an_agent_for_a_reason(self):
        self._till().unified_cart_release(self.cart.ids)
        self.cart.with_user(self.seller).action_cart_edit()
        self.assertEqual(self._take()["status"], "held")
        taken = self._take(take_over=True, reason="The customer is here")
        self.assertEqual(taken["status"], "taken")
        self.assertEqual(self.cart.with_user(self.seller).cart_editor, "other")

    def test_taking_over_without_a_reason_is_refused(self):
        with self.assertRaises(UserError):
            self._take(self.till_2, self.other_cashier, take_over=True)
        self.assertIn("Lyon 1", self.cart.cart_holder_name)

    def test_people_without_a_till_neither_ask_nor_answer(self):
        clerk = new_test_user(self.env, "ask_clerk", groups="base.group_user")
        till = self.till_1.with_user(clerk)
        with self.assertRaises(AccessError):
            till.unified_cart_ask(self.customer.id)
        with self.assertRaises(AccessError):
            till.unified_cart_answer(self.cart.id, True)

    def test_cashier_has_no_right_on_the_actions_of_agents(self):
        for action in ("action_cart_edit", "action_cart_hand_over", "action_cart_ask"):
            with self.assertRaises(AccessError):
                getattr(self.cart.with_user(self.cashier), action)()

    # The lease dies with its till ------------------------------------------------

    def test_till_that_was_closed_with_a_cart_gives_it_back_to_who_asked_too(self):
        self._ask()
        self.session_1.with_user(self.manager).action_pos_session_closing_control()
        self.assertFalse(self.cart._cart_current_holder())
        self.assertFalse(self.cart.cart_asker_name)
        self.assertEqual(self._take(self.till_2, self.other_cashier)["status"], "taken")

    def test_till_whose_page_was_closed_loses_the_cart_by_itself(self):
        with self._later(minutes=11):
            self.env["sale.order"]._cron_release_dead_leases()
            self.assertFalse(self.cart.cart_holder_name)
            self.shirt_line.product_uom_qty = 3

    def test_browser_that_was_closed_while_paying_loses_the_cart_by_itself(self):
        self._till().unified_cart_release(self.cart.ids)
        self.cart._cart_acquire(CartHolder("browser", "browser:1", "Shop"))
        self.assertEqual(self._take()["status"], "held")
        with self._later(minutes=11):
            self.assertEqual(self._take()["status"], "taken")

    # Without network -------------------------------------------------------------

    def _renew(self, version):
        answer = self._till().unified_cart_renew(
            self.cart.ids, {str(self.cart.id): version}
        )
        return answer[self.cart.id]

    def test_till_back_online_goes_on_with_a_cart_that_nobody_touched(self):
        version = self.cart.cart_version
        with self._later(minutes=30):
            self.assertEqual(self._renew(version)["status"], "mine")
            self.assertIn("Lyon 1", self.cart._cart_current_holder().name)

    def test_till_back_online_is_told_that_the_customer_changed_the_cart(self):
        version = self.cart.cart_version
        with self._later(minutes=30):
            self.shirt_line.product_uom_qty = 5
            self.assertEqual(self._renew(version)["status"], "changed")
            self.assertFalse(self.cart._cart_current_holder())

    def test_till_back_online_is_told_who_took_the_cart(self):
        version = self.cart.cart_version
        with self._later(minutes=30):
            self._take(self.till_2, self.other_cashier)
            answer = self._renew(version)
            self.assertEqual(answer["status"], "lost")
            self.assertIn("Lyon 2", answer["held_by"]["name"])

    def test_lines_that_joined_a_held_cart_do_not_lose_it(self):
        version = self.cart.cart_version
        guest = self._make_cart(self.other_customer, [(self.pen, 1)], "guest")
        guest._cart_identify(self.customer)
        self.assertEqual(self._renew(version)["status"], "mine")

    def test_ticket_paid_offline_and_cart_sold_elsewhere_meanwhile_is_not_silent(self):
        ticket = self._cart_ticket()
        with self._later(minutes=30):
            self._take(self.till_2, self.other_cashier)
            self.cart._cart_release(self.cart._cart_current_holder())
            self.cart.action_confirm()
            order = self._send(ticket)
        self.assertEqual(order.state, "paid")
        self.assertFalse(order.lines.sale_order_line_id)
        self.assertEqual(len(self._exceptions(order)), 2)
