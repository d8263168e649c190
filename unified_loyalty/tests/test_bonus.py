# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestBonus(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.friend = cls.env["res.partner"].create({"name": "Inès"})

    def _run(self, cron):
        self.env.ref(f"unified_loyalty.ir_cron_loyalty_{cron}").method_direct_trigger()
        self.env.invalidate_all()

    # Welcome

    def test_first_card_is_welcomed_once(self):
        self.points.bonus_welcome = 50
        card = self._card()
        self.assertEqual(card.points, 50)
        card.unlink()
        self.assertEqual(self._card().points, 0)

    def test_card_without_customer_is_welcomed_when_it_gets_one(self):
        self.points.bonus_welcome = 50
        card = self.env["loyalty.card"].create({"program_id": self.points.id})
        self.assertEqual(card.points, 0)
        card.partner_id = self.customer
        self.assertEqual(card.points, 50)
        card.partner_id = self.friend
        self.assertEqual(card.points, 50)

    # Birthday

    def test_birthday_is_given_once_a_year(self):
        self.points.bonus_birthday = 30
        card = self._card()
        self.customer.write({"birthday_day": "14", "birthday_month": "7"})
        for moment, points in (
            ("2030-07-13 06:00:00", 0),
            ("2030-07-14 06:00:00", 30),
            ("2030-07-15 06:00:00", 30),
            ("2031-07-14 06:00:00", 60),
        ):
            with freeze_time(moment):
                self._run("birthdays")
            self.assertEqual(card.points, points)

    def test_another_date_given_later_is_not_a_second_birthday(self):
        self.points.bonus_birthday = 30
        card = self._card()
        self.customer.write({"birthday_day": "31", "birthday_month": "12"})
        with freeze_time("2030-12-31 06:00:00"):
            self._run("birthdays")
        self.customer.write({"birthday_day": "2", "birthday_month": "1"})
        with freeze_time("2031-01-02 06:00:00"):
            self._run("birthdays")
        self.assertEqual(card.points, 30)

    def test_who_was_born_on_a_leap_day_has_a_birthday_every_year(self):
        self.points.bonus_birthday = 30
        card = self._card()
        self.customer.write({"birthday_day": "29", "birthday_month": "2"})
        with freeze_time("2031-02-28 06:00:00"):
            self._run("birthdays")
        self.assertEqual(card.points, 30)

    def test_a_day_that_does_not_exist_is_refused(self):
        for day, month in (("31", "2"), ("12", False), (False, "3")):
            with self.assertRaises(ValidationError):
                self.friend.write({"birthday_day": day, "birthday_month": month})

    # Referral

    def _refer(self):
        self.points.write({"bonus_referrer": 40, "bonus_referred": 20})
        card = self._card()
        [shown] = self.customer._get_loyalty_account(self.company)["cards"]
        return card, shown["referral_code"]

    def _order_of(self, partner, code):
        order = self.env["sale.order"].create({"partner_id": partner.id})
        self._add(order, self.lamp)
        self.assertTrue(order._set_referral(code))
        order._update_programs_and_rewards()
        order.action_confirm()
        return order

    def _pay(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        return invoice

    def _days_later(self, days):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self._run("referrals")

    def _friends_points(self):
        return sum(
            self.env["loyalty.card"]
            .search([("partner_id", "=", self.friend.id)])
            .mapped("points")
        )

    def test_both_win_once_the_friend_can_send_nothing_back(self):
        card, code = self._refer()
        order = self._order_of(self.friend, code.lower())
        self._pay(order)
        self._days_later(10)
        self.assertEqual(card.points, 0)
        self._days_later(16)
        self._days_later(17)
        self.assertEqual(card.points, 40)
        self.assertEqual(self._friends_points(), 100 + 20)
        self.assertEqual(order.referral_state, "given")

    def test_nothing_before_the_friend_has_paid(self):
        card, code = self._refer()
        order = self._order_of(self.friend, code)
        self._days_later(16)
        self.assertEqual((card.points, order.referral_state), (0, "pending"))

    def test_nothing_for_goods_that_were_sent_back(self):
        card, code = self._refer()
        order = self._order_of(self.friend, code)
        self._pay(order)._reverse_moves(cancel=True)
        self._days_later(16)
        self.assertEqual((card.points, order.referral_state), (0, "refused"))

    def test_nobody_refers_themselves_nor_a_customer(self):
        _card, code = self._refer()
        self.assertEqual(self._order_of(self.customer, code).referral_state, "refused")
        self._order_of(self.friend, code)
        self.assertEqual(self._order_of(self.friend, code).referral_state, "refused")

    def test_unknown_code_is_nobodys(self):
        order = self.env["sale.order"].create({"partner_id": self.friend.id})
        for code in ("", None, "ABC", "AAAAAAAA", "%"):
            self.assertFalse(order._set_referral(code))
        self.assertFalse(order.referral_card_id)

    def test_no_code_where_referrals_win_nothing(self):
        self._card()
        [shown] = self.customer._get_loyalty_account(self.company)["cards"]
        self.assertEqual(shown["referral_code"], "")
