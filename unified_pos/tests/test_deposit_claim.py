# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .test_deposit import DepositCommon


@tagged("post_install", "-at_install")
class TestDepositClaimed(DepositCommon):
    """What is left is paid in one place at a time."""

    def test_while_one_till_is_paid_another_one_waits_and_is_told_where(self):
        _order, sale = self._pay_deposit()
        self._open_till(self.till_2, self.other_cashier)
        here = self._claim(sale, "ticket-1")
        self.assertEqual(here, {"left": 35, "till": False})
        there = self._claim(sale, "ticket-2", self.till_2, self.other_cashier)
        self.assertEqual(there["till"], "Lyon 1")
        self.assertFalse(self._claim(sale, "ticket-1")["till"])

    def test_two_tickets_of_one_till_do_not_pay_the_same_order_either(self):
        _order, sale = self._pay_deposit()
        self._claim(sale, "ticket-1")
        self.assertEqual(self._claim(sale, "ticket-2")["till"], "Lyon 1")

    def test_a_till_that_falls_silent_bars_the_others_for_some_minutes_only(self):
        _order, sale = self._pay_deposit()
        with freeze_time() as clock:
            self._claim(sale, "ticket-1")
            clock.tick(timedelta(minutes=4))
            self.assertTrue(self._claim(sale, "ticket-2")["till"])
            clock.tick(timedelta(minutes=2))
            self.assertFalse(self._claim(sale, "ticket-2")["till"])
            self.assertEqual(self._claim(sale, "ticket-1")["till"], "Lyon 1")

    def test_a_paid_ticket_ends_its_claim(self):
        _order, sale = self._pay_deposit()
        second = self._ticket([self._deposit_line(sale, 5)])
        self._claim(sale, second["uuid"])
        self._send(second)
        self.assertEqual(self._claim(sale, "ticket-2"), {"left": 30, "till": False})

    def test_a_ticket_that_is_given_up_ends_its_claim(self):
        _order, sale = self._pay_deposit()
        draft = self._ticket(self._settle_lines(sale), "draft")
        stored = self._send(draft)
        self._claim(sale, draft["uuid"])
        self.assertTrue(self._claim(sale, "ticket-2")["till"])
        stored.with_user(self.cashier).action_pos_order_cancel()
        self.assertFalse(self._claim(sale, "ticket-2")["till"])

    def test_a_till_claims_the_orders_with_a_deposit_of_its_company_only(self):
        _order, sale = self._pay_deposit()
        office = self.env["sale.order"].create({"partner_id": self.customer.id})
        answer = self._till().unified_settle("ticket-1", [office.id, sale.id, "x"])
        self.assertEqual(list(answer), sale.ids)
        self.assertFalse(office.settling_until)


@tagged("post_install", "-at_install")
class TestDepositOnline(HttpCase, DepositCommon):
    def test_the_page_of_the_order_asks_for_the_rest(self):
        _order, sale = self._pay_deposit()
        page = self.url_open(sale.get_portal_url()).text
        self.assertIn("o_unified_paid_in_store", page)
        self.assertRegex(page, r'data-amount="35(\.0)?"')

    def _ask_to_pay(self, sale, amount):
        """Return what a browser is answered that wants to pay online."""
        return self.url_open(
            sale.get_portal_url(suffix="/transaction").split("?")[0],
            json={
                "params": {
                    "access_token": sale._portal_ensure_token(),
                    "amount": amount,
                    "provider_id": 1,
                    "payment_method_id": 1,
                    "token_id": None,
                    "flow": "direct",
                    "tokenization_requested": False,
                    "landing_route": "/my",
                }
            },
        ).json()["error"]["data"]

    def test_more_than_the_rest_cannot_be_paid(self):
        _order, sale = self._pay_deposit()
        error = self._ask_to_pay(sale, 50.0)
        self.assertEqual(error["name"], "odoo.exceptions.ValidationError")
        # the visitor speaks the language of the site
        self.assertRegex(error["message"], "paid in store|payée en magasin")
        self.assertFalse(sale.transaction_ids)

    def test_what_a_till_is_being_paid_for_cannot_be_paid_online(self):
        _order, sale = self._pay_deposit()
        self._claim(sale, "ticket-1")
        error = self._ask_to_pay(sale, 35.0)
        self.assertEqual(error["name"], "odoo.exceptions.ValidationError")
        self.assertRegex(error["message"], "in store at this|paiement en magasin")
        self.assertFalse(sale.transaction_ids)
