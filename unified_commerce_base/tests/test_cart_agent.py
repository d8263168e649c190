# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged, users

from odoo.addons.bus.models import ir_websocket

from ..exceptions import CartHeldError, CartVersionError
from .common import UnifiedCommerceCommon

AGENT, COLLEAGUE, CLERK = "cart_agent", "cart_colleague", "cart_clerk"
SALES = "base.group_user,sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class TestCartAgent(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(cls.env, AGENT, groups=SALES, name="Marie Dubois")
        cls.colleague = new_test_user(cls.env, COLLEAGUE, groups=SALES)
        cls.clerk = new_test_user(cls.env, CLERK, groups="base.group_user")
        cls.customer.email = "camille@example.com"
        cls.cart = cls._make_cart(lines=[(cls.mug, 1)])
        # the salesperson of the customer is somebody else
        cls.cart.user_id = cls.colleague

    def _cart(self):
        return self.cart.with_env(self.env)

    def _type_line(self, cart, version=None):
        """Save the form with one more line, as the browser does."""
        vals = {"order_line": [Command.create({"product_id": self.shirt.id})]}
        if version is not None:
            vals["cart_seen_version"] = version
        return cart.web_save(vals, {"cart_seen_version": {}, "cart_editor": {}})

    # Taking and giving back -----------------------------------------------------

    @users(AGENT)
    def test_agent_takes_the_cart_of_any_customer_and_changes_it(self):
        cart = self._cart()
        self.assertEqual(cart.cart_editor, "nobody")
        cart.action_cart_edit()
        self.assertEqual(cart.cart_editor, "me")
        [shown] = self._type_line(cart, cart.cart_version)
        self.assertEqual(self._content(cart), {self.mug: 1, self.shirt: 1})
        self.assertEqual(shown["cart_seen_version"], cart.cart_version)
        self.assertIn("Marie Dubois", cart.cart_holder_name)

    def test_cart_of_an_agent_is_closed_to_everybody_else(self):
        self.cart.with_user(self.agent).action_cart_edit()
        for editor in (self.cart, self.cart.with_user(self.colleague)):
            with self.assertRaisesRegex(CartHeldError, "Marie Dubois"):
                editor.order_line.product_uom_qty = 3
        with self.assertRaisesRegex(CartHeldError, "Marie Dubois"):
            self._type_line(self.cart.with_user(self.colleague))

    @users(AGENT)
    def test_giving_back_ends_the_lease_and_does_no_harm_twice(self):
        cart = self._cart()
        cart.action_cart_edit()
        cart.action_cart_give_back()
        cart.action_cart_give_back()
        self.assertEqual(cart.cart_editor, "nobody")

    @users(AGENT)
    def test_lease_of_an_agent_who_went_away_ends(self):
        cart = self._cart()
        cart.action_cart_edit()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            self.assertFalse(cart._cart_current_holder())
            self.assertFalse(cart.action_cart_renew())

    @users(AGENT)
    def test_agent_who_works_keeps_the_cart(self):
        cart, start = self._cart(), fields.Datetime.now()
        cart.action_cart_edit()
        with freeze_time(start + timedelta(minutes=8)):
            self.assertTrue(cart.action_cart_renew())
        with freeze_time(start + timedelta(minutes=16)):
            self._type_line(cart)
        with freeze_time(start + timedelta(minutes=24)):
            self.assertTrue(cart._cart_current_holder())

    # Others have it -------------------------------------------------------------

    @users(AGENT)
    def test_form_of_a_held_cart_says_who_and_saves_nothing(self):
        self.cart._cart_acquire(self.till)
        cart = self._cart()
        self.assertEqual(cart.cart_editor, "other")
        with self.assertRaisesRegex(
            CartHeldError, "Lyon – Caisse 1.*Nothing was saved"
        ):
            self._type_line(cart)
        with self.assertRaises(CartHeldError):
            cart.action_cart_edit()

    @users(AGENT)
    def test_agent_asks_and_is_handed_the_cart(self):
        self.cart._cart_acquire(self.till)
        cart = self._cart()
        notice = cart.action_cart_ask()
        self.assertIn("Lyon – Caisse 1", notice["params"]["message"])
        self.assertEqual(cart.cart_request, "mine")
        self.cart._cart_answer(self.till, give=True)
        self.assertEqual(cart.cart_editor, "me")
        self.assertFalse(cart.cart_request)

    @users(AGENT)
    def test_agent_hands_over_to_a_till_that_asks(self):
        cart = self._cart()
        cart.action_cart_edit()
        self.cart._cart_ask(self.till)
        self.assertEqual(cart.cart_request, "to_me")
        cart.action_cart_hand_over()
        self.assertEqual(self.cart._cart_current_holder(), self.till)
        self.assertEqual(cart.message_ids[:1].author_id, self.agent.partner_id)

    @users(AGENT)
    def test_agent_takes_over_with_a_reason_that_is_kept(self):
        self.cart._cart_acquire(self.till)
        cart = self._cart()
        wizard = self.env["commerce.cart.take.over"].create(
            {"order_id": cart.id, "reason": "Customer on the telephone"}
        )
        self.assertEqual(wizard.holder_name, "Lyon – Caisse 1")
        wizard.action_take_over()
        self.assertEqual(cart.cart_editor, "me")
        self.assertIn("Customer on the telephone", cart.message_ids[:1].body)

    # One picture ----------------------------------------------------------------

    @users(AGENT)
    def test_form_with_an_old_picture_is_refused_and_loses_nothing(self):
        cart = self._cart()
        cart.action_cart_edit()
        seen = cart.cart_seen_version
        guest = self._make_cart(self.other_customer, [(self.shirt, 1)], "guest")
        guest._cart_identify(self.customer)
        with self.assertRaisesRegex(CartVersionError, "still on your screen"):
            self._type_line(cart, seen)
        self.assertEqual(self._content(cart), {self.mug: 1, self.shirt: 1})
        self._type_line(cart, cart.cart_seen_version)

    @users(AGENT)
    def test_order_that_is_no_cart_saves_as_ever(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertFalse(order.cart_editor)
        self._type_line(order, 99)
        self.assertEqual(self._content(order), {self.shirt: 1})

    def test_whoever_follows_the_cart_learns_who_changed_it(self):
        payload = self.cart.with_user(self.agent).sudo()._cart_payload()
        self.assertEqual(payload["changed_by"], "Marie Dubois")
        self.cart._cart_acquire(self.till)
        self.assertEqual(self.cart._cart_payload()["changed_by"], "Lyon – Caisse 1")

    # Ending it ------------------------------------------------------------------

    @users(AGENT)
    def test_confirming_in_the_back_office_ends_the_cart(self):
        cart = self._cart()
        cart.user_id = False
        cart.action_cart_edit()
        cart.action_confirm()
        self.assertEqual(cart.user_id, self.agent)
        self.assertEqual(cart.cart_state, "ordered")
        self.assertFalse(cart.cart_holder_name)
        self.assertFalse(cart.cart_editor)
        again = self.env["sale.order"]._cart_get_or_create(
            self.customer, self.company, self.web
        )
        self.assertNotEqual(again, cart)

    @users(AGENT)
    def test_cart_that_somebody_else_has_is_not_ended_in_the_back_office(self):
        self.cart._cart_acquire(self.till)
        for end in ("action_confirm", "action_cancel"):
            with self.assertRaises(CartHeldError):
                getattr(self._cart(), end)()
        self.assertEqual(self.cart.cart_state, "open")

    def test_payment_confirms_the_cart_whoever_has_it(self):
        self.cart.with_user(self.agent).action_cart_edit()
        self.cart.with_user(self.clerk).sudo().action_confirm()
        self.assertEqual(self.cart.cart_state, "ordered")

    # The payment link -----------------------------------------------------------

    @users(AGENT)
    def test_payment_link_asks_the_amount_of_the_cart_until_a_date(self):
        cart = self._cart()
        cart.require_payment = False
        cart.validity_date = "2020-01-01"
        cart.action_cart_edit()
        action = cart.action_cart_send_link()
        composer = self.env[action["res_model"]].with_context(**action["context"])
        mail = composer.create({})
        self.assertIn(cart.access_token, mail.body)
        self.assertIn("10", mail.body)
        mail.action_send_mail()
        self.assertEqual((cart.state, cart.cart_state), ("draft", "open"))
        self.assertTrue(cart._has_to_be_paid())
        self.assertGreater(cart.validity_date, fields.Date.today())

    @users(AGENT)
    def test_payment_link_of_an_empty_cart_or_without_address_is_refused(self):
        cart = self._cart()
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "e-mail"):
            cart.action_cart_send_link()
        cart.order_line.unlink()
        with self.assertRaisesRegex(UserError, "nothing to pay"):
            cart.action_cart_send_link()

    @users(AGENT)
    def test_link_of_a_cart_at_a_till_is_not_sent(self):
        self.cart._cart_acquire(self.till)
        with self.assertRaises(CartHeldError):
            self._cart().action_cart_send_link()

    # The customer's form --------------------------------------------------------

    @users(AGENT)
    def test_customer_without_cart_gets_one_on_the_telephone(self):
        customer = self.other_customer.with_env(self.env)
        self.assertEqual(customer.cart_text, "Start a cart")
        action = customer.action_open_cart()
        cart = self.env["sale.order"].browse(action["res_id"])
        self.assertEqual(cart.cart_state, "open")
        self.assertEqual(cart.channel_id.channel_type, "phone")
        self.assertEqual(cart.user_id, self.agent)

    @users(AGENT)
    def test_customer_with_a_cart_keeps_it(self):
        customer = self.customer.with_env(self.env)
        self.assertIn("1 article,", customer.cart_text)
        self.assertEqual(customer.action_open_cart()["res_id"], self.cart.id)

    @users(AGENT)
    def test_list_of_customers_reads_all_carts_at_once(self):
        people = (
            self.env["res.partner"]
            .sudo()
            .create([{"name": f"Customer {number}"} for number in range(12)])
            .sudo(False)
        )
        for person in people[:6]:
            self._make_cart(person, lines=[(self.mug, 1), (self.shirt, 2)])
        self.env.flush_all()
        counts = []
        for some in (people, people[:2], people):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("cart_text")
            counts.append(self.env.cr.sql_log_count - before)
        # the first one fills what is cached for all requests
        self.assertEqual(counts[1], counts[2])

    @users(AGENT)
    def test_visitors_share_no_cart(self):
        with self.assertRaises(UserError):
            self.env.ref("base.public_partner").action_open_cart()

    # Rights ---------------------------------------------------------------------

    @users(AGENT)
    def test_salesperson_sees_every_open_cart_and_no_order_of_others(self):
        self.assertIn(self.cart, self.env["sale.order"].search([]))
        self.assertIn(self.cart.order_line, self.env["sale.order.line"].search([]))
        self.cart.sudo().action_confirm()
        self.assertNotIn(self.cart, self.env["sale.order"].search([]))

    @users(CLERK)
    def test_who_does_not_sell_has_no_right_on_carts(self):
        cart = self._cart()
        for action in (
            "action_cart_edit",
            "action_cart_give_back",
            "action_cart_renew",
            "action_cart_ask",
            "action_cart_hand_over",
            "action_cart_answer_later",
            "action_cart_send_link",
        ):
            with self.subTest(action), self.assertRaises(AccessError):
                getattr(cart, action)()
        with self.assertRaises(AccessError):
            self.customer.with_env(self.env).action_open_cart()
        with self.assertRaises(AccessError):
            self.env["commerce.cart.take.over"].create(
                {"order_id": cart.id, "reason": "x"}
            )

    def test_only_who_may_read_a_cart_follows_it_live(self):
        channel = f"unified_commerce.cart_{self.cart.id}"
        for user, follows in ((self.agent, True), (self.clerk, False)):
            carts = self._followed(user, [channel, "unified_commerce.cart_0", "x"])
            self.assertEqual(self.cart in carts, follows, user.login)

    def _followed(self, user, channels):
        self.patch(
            ir_websocket.IrWebsocket,
            "_build_bus_channel_list",
            lambda _self, names: names,
        )
        names = self.env["ir.websocket"].with_user(user)
        return [
            one
            for one in names._build_bus_channel_list(channels)
            if getattr(one, "_name", None) == "sale.order"
        ]

    def test_agent_of_another_company_is_kept_out(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "cart_stranger",
            groups=SALES,
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        with self.assertRaises(AccessError):
            self.cart.with_user(stranger).action_cart_edit()
