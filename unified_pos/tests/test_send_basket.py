# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import TillCommon


class SendCommon(TillCommon):
    """A company with a shop, whatever module brings it."""

    def setUp(self):
        super().setUp()
        self.visitor = self.env.ref("base.public_partner")
        Cart = self.env.registry["sale.order"]
        for name, answer in {
            "_get_shop_cart_values": {"partner_id": self.visitor.id},
            "_get_shop_channel": self.web,
        }.items():
            self._replace(Cart, name, answer)

    def _replace(self, model, name, answer):
        patcher = patch.object(model, name, lambda *args, **kwargs: answer)
        patcher.start()
        self.addCleanup(patcher.stop)

    def _park(self, *lines, **values):
        """Store an open ticket, as the till does before it sends it."""
        values = {"partner_id": False, **values}
        return self._send(self._ticket(list(lines), state="draft", **values))

    def _send_basket(self, ticket, till=None, user=None):
        answer = self._till(till, user).unified_send_basket(ticket.uuid)
        self.env.flush_all()
        return answer

    def _sent_cart(self, answer):
        key = answer["basket"]["key"]
        return self.env["sale.order"].search([("sent_key", "=", key)])

    def _open_account(self, partner):
        return new_test_user(
            self.env, "camille", groups="base.group_portal", partner_id=partner.id
        )


@tagged("post_install", "-at_install")
class TestSendBasket(SendCommon):
    def test_ticket_becomes_a_basket_that_a_link_opens(self):
        ticket = self._park(self._line(self.shirt, 2), self._line(self.pen))
        answer = self._send_basket(ticket)
        self.assertEqual(answer["status"], "sent", answer)
        cart = self._sent_cart(answer)
        self.assertRecordValues(
            cart,
            [
                {
                    "cart_state": "guest",
                    "is_cart": True,
                    "partner_id": self.visitor.id,
                    "channel_id": self.lyon.id,
                    "sent_config_id": self.till_1.id,
                    "amount_total": 43.0,
                }
            ],
        )
        self.assertEqual(self._content(cart), {self.shirt: 2, self.pen: 1})
        self.assertEqual(ticket.state, "cancel")
        token = answer["url"].rpartition("/")[2]
        self.assertEqual(self.env["sale.order"]._cart_find_by_token(token), cart)
        self.assertEqual(answer["basket"]["state"], "waiting")

    def test_what_is_sent_twice_arrives_once(self):
        ticket = self._park(self._line(self.shirt))
        first, second = (self._send_basket(ticket) for _again in range(2))
        self.assertEqual(first["basket"], second["basket"])
        self.assertEqual(
            self.env["sale.order"].search_count([("sent_key", "=", ticket.uuid)]), 1
        )

    def test_price_told_at_the_till_holds_until_the_stated_time(self):
        self.till_1.max_discount_without_approval = 20
        ticket = self._park(self._line(self.shirt, 1, discount=15))
        cart = self._sent_cart(self._send_basket(ticket))
        self.shirt.list_price = 30.0
        cart._recompute_prices()
        self.assertRecordValues(
            cart.order_line, [{"price_unit": 20.0, "discount": 15.0}]
        )
        self.assertEqual(
            cart.sent_until, cart.order_line.price_held_until, "the time both are told"
        )
        with freeze_time(cart.sent_until + timedelta(minutes=1)):
            self.assertEqual(cart._get_sent_state(), "expired")
            cart._refresh_prices()
            self.assertRecordValues(
                cart.order_line, [{"price_unit": 30.0, "discount": 0.0}]
            )

    def test_lower_price_of_the_shop_wins(self):
        ticket = self._park(self._line(self.shirt, price_unit=25.0))
        cart = self._sent_cart(self._send_basket(ticket))
        self.assertEqual(cart.order_line.price_unit, 20.0)

    def test_discount_that_nobody_approved_is_not_sent(self):
        ticket = self._park(self._line(self.shirt, 1, discount=50))
        answer = self._send_basket(ticket)
        self.assertEqual(answer["status"], "refused")
        self.assertIn("manager", answer["message"])
        self.assertEqual(ticket.state, "draft", "the ticket is as it was")

    def test_discount_that_a_manager_approved_is_sent(self):
        line = self._line(self.shirt, 1, discount=50)
        ticket = self._park(line)
        self._till().unified_approve(
            {
                "uuid": "approval-1",
                "action": "discount",
                "order_uuid": ticket.uuid,
                "line_uuid": line["uuid"],
                "after": 50,
            },
            "1234",
        )
        cart = self._sent_cart(self._send_basket(ticket))
        self.assertEqual(cart.amount_total, 10.0)
        self.assertTrue(cart.order_line.price_is_agreed)

    def test_basket_joins_the_cart_of_a_customer_with_an_account(self):
        self._open_account(self.customer)
        ticket = self._park(
            self._line(self.shirt), self._line(self.pen), partner_id=self.customer.id
        )
        answer = self._send_basket(ticket)
        self.assertEqual(self._sent_cart(answer), self.cart)
        self.assertEqual(answer["in_cart_of"], self.customer.name)
        self.assertEqual(
            self._content(self.cart), {self.shirt: 3, self.mug: 1, self.pen: 1}
        )
        self.assertEqual(self.cart.cart_state, "open")

    def test_cart_in_hand_gets_what_the_ticket_says(self):
        self._open_account(self.customer)
        self._take()
        ticket = self._park(
            self._line(self.shirt, 5, self.shirt_line),
            self._line(self.pen),
            partner_id=self.customer.id,
        )
        answer = self._send_basket(ticket)
        self.assertEqual(answer["status"], "sent", answer)
        self.assertEqual(
            self._content(self.cart), {self.shirt: 5, self.mug: 1, self.pen: 1}
        )
        self.assertFalse(self.cart._cart_current_holder(), "given back")

    def test_customer_without_account_is_not_shown_to_whoever_has_the_link(self):
        stranger = self.env["res.partner"].create(
            {"name": "Alix", "email": "alix@example.com"}
        )
        ticket = self._park(self._line(self.shirt), partner_id=stranger.id)
        answer = self._send_basket(ticket)
        self.assertEqual(self._sent_cart(answer).partner_id, self.visitor)
        self.assertEqual(answer["email"], "alix@example.com")

    def test_goods_that_come_back_are_not_sent(self):
        ticket = self._park(self._line(self.shirt, -1), self._line(self.pen))
        self.assertEqual(self._send_basket(ticket)["status"], "refused")

    def test_article_that_the_shop_does_not_sell_stays_on_the_ticket(self):
        self.pen.sale_ok = False
        ticket = self._park(self._line(self.shirt), self._line(self.pen))
        answer = self._send_basket(ticket)
        self.assertEqual(answer["status"], "refused")
        self.assertIn("Pen", answer["message"])
        self.assertEqual(ticket.state, "draft")
        self.assertFalse(
            self.env["sale.order"].search([("sent_key", "=", ticket.uuid)])
        )

    def test_paid_ticket_is_not_sent(self):
        ticket = self._send(self._ticket([self._line(self.shirt)], partner_id=False))
        self.assertEqual(self._send_basket(ticket)["status"], "refused")

    def test_ticket_of_another_till_is_not_sent(self):
        session = self._open_till(self.till_2, self.other_cashier)
        ticket = self._park(self._line(self.shirt), session=session)
        self.assertEqual(self._send_basket(ticket)["status"], "refused")

    def test_only_the_staff_of_an_open_till_sends(self):
        ticket = self._park(self._line(self.shirt))
        shopper = self._open_account(self.customer)
        for user in (shopper, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.till_1.with_user(user).unified_send_basket(ticket.uuid)
            with self.assertRaises(AccessError):
                self.till_1.with_user(user).unified_sent_baskets()

    def test_discount_on_the_whole_ticket_is_spread(self):
        ticket = self._park(
            self._line(self.shirt), self._line(self.mug, price_unit=-3.0)
        )
        self.assertEqual(self._send_basket(ticket)["status"], "refused")
        self.till_1.approval_discount = False
        cart = self._sent_cart(self._send_basket(ticket))
        self.assertEqual(self._content(cart), {self.shirt: 1})
        self.assertAlmostEqual(cart.amount_total, 17.0, 2)


@tagged("post_install", "-at_install")
class TestSentBasket(SendCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._park(self._line(self.shirt, 2))
        self.answer = self._send_basket(self.ticket)
        self.sent = self._sent_cart(self.answer)
        self.key = self.answer["basket"]["key"]

    def _list(self, till=None):
        return self._till(till).unified_sent_baskets()

    def test_list_says_what_became_of_each_basket(self):
        self.assertEqual([one["state"] for one in self._list()], ["waiting"])
        self.sent._cart_mark_opened()
        self.assertEqual([one["state"] for one in self._list()], ["opened"])
        self.sent.action_confirm()
        [basket] = self._list()
        self.assertEqual(basket["state"], "ordered")
        self.assertEqual([one["qty"] for one in basket["lines"]], [2.0])
        self.sent._action_cancel()
        self.assertFalse(self._list())

    def test_other_till_does_not_see_it(self):
        self._open_till(self.till_2, self.cashier)
        self.assertFalse(self._list(self.till_2))

    def test_each_change_is_told_to_the_till_once(self):
        self.env["bus.bus"].search([]).unlink()
        self.sent._cart_mark_opened()
        self.sent.order_line.product_uom_qty = 3
        self.env.cr.precommit.run()
        name = f"{self.till_1.access_token}-UNIFIED_SENT_BASKET"
        told = self.env["bus.bus"].search([("message", "like", name)])
        self.assertEqual(len(told), 1)
        self.assertIn('"opened"', told.message)

    def test_basket_is_taken_back_with_its_prices_and_the_link_is_dead(self):
        taken = self._till().unified_sent_take_back(self.key, self.amelie.id)
        self.assertEqual(taken["status"], "taken")
        self.assertEqual([line["qty"] for line in taken["lines"]], [2.0])
        token = self.answer["url"].rpartition("/")[2]
        self.assertFalse(self.env["sale.order"]._cart_find_by_token(token))
        self.assertFalse(self._list())
        [line] = self.sent.order_line
        ticket = self._send(
            self._ticket([self._line(self.shirt, 2, line)], partner_id=False)
        )
        self.assertEqual(ticket.state, "paid")
        self.assertFalse(self._exceptions(ticket))
        self.assertFalse(self.sent.order_line)

    def test_basket_that_is_being_paid_is_not_taken_back(self):
        self.sent._cart_acquire(self.till._replace(kind="browser", key="browser:1"))
        self.assertEqual([one["state"] for one in self._list()], ["paying"])
        answer = self._till().unified_sent_take_back(self.key)
        self.assertEqual(answer["status"], "held")

    def test_basket_of_a_customer_is_taken_over_as_any_cart(self):
        self.sent._cart_identify(self.customer)
        self.assertEqual([one["key"] for one in self._list()], [self.key])
        answer = self._till().unified_sent_take_back(self.key)
        self.assertEqual(answer["status"], "customer")
        self.assertEqual(answer["partner_id"], self.customer.id)

    def test_signing_in_keeps_the_till_told(self):
        self.sent._cart_identify(self.customer)
        self.assertRecordValues(
            self.cart,
            [{"sent_key": self.key, "sent_config_id": self.till_1.id}],
        )
        self.assertFalse(self.sent.sent_key)
        [basket] = self._list()
        self.assertEqual(basket["customer"], self.customer.name)

    def test_wrong_address_is_refused_in_words(self):
        answer = self._till().unified_sent_mail(self.key, "camille at home")
        self.assertEqual(answer["status"], "refused")
        self.assertIn("camille at home", answer["message"])

    def test_list_costs_the_same_for_one_and_many(self):
        counts = []
        for size in (3, 9):
            while len(self._list()) < size:
                self._send_basket(self._park(self._line(self.pen)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._list()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_time_is_the_one_of_the_store(self):
        hours = self.lyon.price_hold_hours
        expected = fields.Datetime.now() + timedelta(hours=hours)
        self.assertAlmostEqual(
            self.sent.sent_until, expected, delta=timedelta(minutes=1)
        )
