# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..exceptions import PointsRefusedError
from ..models.loyalty_card_money import TRIES
from .common import LoyaltyCase, MoneyMixin


@tagged("post_install", "-at_install")
class TestMoneyCards(MoneyMixin, LoyaltyCase):
    def _authorize(self, card, amount, token="sale", **terms):
        return card._authorize_money(
            token,
            amount,
            **{
                "company": self.company,
                "currency": self.company.currency_id,
                "minutes": 15,
                **terms,
            },
        )

    def _pay(self, card, amount, key="sale", **terms):
        self._authorize(card, amount, token=key)
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        card._capture_money(amount, token=key, key=key, document=order, **terms)
        return order

    # Codes and finding

    def test_code_cannot_be_guessed_and_is_read_by_a_scanner(self):
        codes = {self.env["loyalty.card"]._generate_code() for _time in range(200)}
        self.assertEqual(len(codes), 200)
        for code in codes:
            self.assertRegex(code, r"^044[0-9A-HJKMNP-TV-Z]{16}$")

    def test_code_typed_by_hand_is_found(self):
        card = self._issue(50)
        typed = card.code.lower()
        typed = f" {typed[:3]} {typed[3:7]}-{typed[7:11]} {typed[11:]} "
        self.assertEqual(card._find_money_card(typed, "one"), card)

    def test_unknown_code_and_card_of_points_have_one_answer(self):
        points = self._card(50)
        answers = set()
        for code in ("044UNKNOWN", points.code, "", None, "%"):
            with self.assertRaises(PointsRefusedError) as refusal:
                points._find_money_card(code, "one")
            answers.add(str(refusal.exception))
        self.assertEqual(len(answers), 1)

    def test_shopper_gets_the_answer_of_an_unknown_code_for_a_refused_card(self):
        blocked, expired = self._issue(50), self._issue(50)
        blocked.blocked = True
        expired.expiration_date = fields.Date.today() - timedelta(days=1)
        answers = set()
        for code in (blocked.code, expired.code, "044UNKNOWN"):
            with self.assertRaises(PointsRefusedError) as refusal:
                blocked._find_card_for_shopper(
                    code, self.company, self.company.currency_id, self.customer, "one"
                )
            answers.add(str(refusal.exception))
        self.assertEqual(len(answers), 1)

    def test_codes_cannot_be_tried_for_ever(self):
        card = self._issue(50)
        for _time in range(TRIES):
            with self.assertRaisesRegex(PointsRefusedError, "Check its code"):
                card._find_money_card("044WRONG", "one")
        with self.assertRaisesRegex(PointsRefusedError, "Too many"):
            card._find_money_card(card.code, "one")
        self.assertEqual(card._find_money_card(card.code, "another"), card)

    def test_good_codes_are_not_counted_as_tries(self):
        card = self._issue(50)
        for _time in range(TRIES + 2):
            card._find_money_card(card.code, "one")

    # Spending

    def test_card_is_spent_in_part_and_keeps_the_rest(self):
        card = self._issue(50)
        order = self._pay(card, 30)
        self.assertEqual(card.points, 20)
        movement = card.movement_ids.sorted("id")[-1]
        self.assertEqual((movement.kind, movement.points), ("burn", -30.0))
        self.assertEqual((movement.res_model, movement.res_id), (order._name, order.id))
        self.assertEqual(self.env["loyalty.hold"]._read_held(card), {card.id: 0.0})

    def test_sale_repeated_spends_once(self):
        card = self._issue(50)
        order = self._pay(card, 50)
        for _time in range(2):
            card._capture_money(50, token="sale", key="sale", document=order)
        self.assertEqual(card.points, 0)

    def test_amount_above_the_balance_is_refused_with_what_is_left(self):
        card = self._issue(50)
        self._authorize(card, 30, token="one")
        with self.assertRaises(PointsRefusedError) as refusal:
            self._authorize(card, 30, token="two")
        self.assertEqual(refusal.exception.left, {card.id: 20.0})
        self.assertIn("20", str(refusal.exception))

    def test_amount_is_lowered_to_what_is_left_where_asked(self):
        card = self._issue(50)
        self.assertEqual(self._authorize(card, 80, up_to=True), 50)
        with self.assertRaisesRegex(PointsRefusedError, "Nothing is left"):
            self._authorize(card, 10, token="two", up_to=True)

    def test_amounts_that_make_no_sense_are_refused(self):
        card = self._issue(50)
        for amount in (0, -5, 1.005, float("nan"), float("inf"), "10", True, None):
            with self.assertRaises(UserError, msg=amount):
                self._authorize(card, amount)
        self.assertEqual(card._get_money_left(), 50)

    def test_blocked_expired_foreign_card_is_refused_and_says_why(self):
        currency = self.env["res.currency"].create({"name": "XTS", "symbol": "x"})
        other = self.env["res.company"].create({"name": "Ailleurs"})
        blocked, expired, card = (self._issue(50) for _time in range(3))
        blocked.blocked = True
        expired.expiration_date = fields.Date.today() - timedelta(days=1)
        with self.assertRaisesRegex(PointsRefusedError, "blocked"):
            self._authorize(blocked, 10)
        with self.assertRaisesRegex(PointsRefusedError, "expired"):
            self._authorize(expired, 10)
        with self.assertRaisesRegex(PointsRefusedError, "another company"):
            self._authorize(card, 10, company=other)
        with self.assertRaisesRegex(PointsRefusedError, "currency"):
            self._authorize(card, 10, currency=currency)
        with self.assertRaisesRegex(PointsRefusedError, "not in use"):
            self._authorize(self._card(50), 10)
        for one in blocked | expired | card:
            self.assertEqual(one.points, 50)

    def test_card_pays_in_the_companies_of_its_network_only(self):
        friend, stranger = self.env["res.company"].create(
            [{"name": "Sœur"}, {"name": "Ailleurs"}]
        )
        currency = self.company.currency_id
        self.gift.company_id = False
        card = self._issue(50)
        self.assertFalse(card._get_money_refusal(stranger, currency))
        self.gift.network_company_ids = friend | self.company
        self.assertFalse(card._get_money_refusal(friend, currency))
        self.assertTrue(card._get_money_refusal(stranger, currency))

    def test_wallet_pays_for_its_own_customer_only(self):
        wallet = self.wallet._issue_card(50, key="w", partner=self.customer)
        other = self.env["res.partner"].create({"name": "Autre"})
        with self.assertRaisesRegex(PointsRefusedError, "another customer"):
            self._authorize(wallet, 10, partner=other)
        self.assertEqual(self._authorize(wallet, 10, partner=self.customer), 10)

    def test_what_was_granted_is_spent_though_the_card_ended_meanwhile(self):
        card = self._issue(50)
        self._authorize(card, 30)
        card.expiration_date = fields.Date.today() - timedelta(days=1)
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        card._capture_money(30, token="sale", key="sale", document=order)
        self.assertEqual(card.points, 20)

    def test_settled_sale_on_a_card_that_is_empty_is_told_to_a_person(self):
        card = self._issue(20)
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        card._capture_money(50, token="t", key="k", document=order, settled=True)
        self.assertEqual(card.points, 0)
        told = self.env["commerce.exception"].search(
            [("kind", "=", "loyalty"), ("res_id", "=", order.id)]
        )
        self.assertIn("30", told.name)

    # Selling and topping up

    def test_card_is_sold_once_under_one_key(self):
        card = self.gift._issue_card(50, key="line")
        self.assertEqual(self.gift._issue_card(50, key="line"), card)
        self.assertEqual(card.points, 50)
        self.assertFalse(card.partner_id)

    def test_limits_of_a_card_and_of_a_sale_hold(self):
        self.gift.write({"card_cap": 150, "sale_cap": 100})
        self.gift._check_sold(100, self.company, 50)
        with self.assertRaisesRegex(PointsRefusedError, "150.*at most"):
            self.gift._check_sold(60, self.company, 100)
        with self.assertRaisesRegex(PointsRefusedError, "100.*at most"):
            self.gift._check_sold(120, self.company)

    def test_order_that_sells_too_much_is_refused_before_the_payment(self):
        self.gift.sale_cap = 60
        order = self._order_of(self.gift_product, 2)
        with self.assertRaisesRegex(PointsRefusedError, "at most"):
            order._check_cards_sold()
        order.order_line.product_uom_qty = 1
        order._check_cards_sold()

    def test_refund_is_taken_whatever_the_limits(self):
        self.gift.card_cap = 50
        card = self._issue(50)
        card._put_money(30, key="refund", kind="reverse")
        self.assertEqual(card.points, 80)

    def test_life_of_a_card_starts_again_with_money_and_is_never_shortened(self):
        self.gift.card_life = 12
        card = self._issue(50)
        year = fields.Date.add(fields.Date.today(), months=12)
        self.assertEqual(card.expiration_date, year)
        card.expiration_date = fields.Date.add(year, months=6)
        card._put_money(10, key="more")
        self.assertEqual(card.expiration_date, fields.Date.add(year, months=6))

    def test_money_given_back_to_an_expired_card_can_be_spent(self):
        card = self._issue(50)
        card.expiration_date = fields.Date.today() - timedelta(days=30)
        card._put_money(30, key="back", kind="reverse")
        self.assertFalse(
            card._get_money_refusal(self.company, self.company.currency_id)
        )

    def test_card_of_several_rates_is_sold_without_vat(self):
        tax = self.env["account.tax"].create({"name": "20", "amount": 20.0})
        self.gift_product.taxes_id = tax
        with self.assertRaisesRegex(ValidationError, "without VAT"):
            self.gift.voucher_purpose = "multi"
            self.gift._check_voucher_purpose()
        self.gift.voucher_purpose = "single"
        self.assertFalse(self.gift.is_means_of_payment)
        # what it takes off a sale has the rate of its own sale
        self.assertEqual(self.gift.reward_ids.discount_line_product_id.taxes_id, tax)
        self.gift_product.taxes_id = False
        with self.assertRaisesRegex(ValidationError, "taxed when it is sold"):
            self.gift._check_voucher_purpose()

    # Ending

    def test_expired_money_is_written_off_once_a_day_after_the_last(self):
        card, young = self._issue(50), self._issue(50)
        card.expiration_date = fields.Date.today() - timedelta(days=2)
        young.expiration_date = fields.Date.today() - timedelta(days=1)
        cards = self.env["loyalty.card"]
        for _time in range(2):
            found = cards._find_expired(100)
            self.assertNotIn(young, found)
            found._expire_money()
        self.assertEqual(card.points, 0)
        kinds = card.movement_ids.sorted("id").mapped("kind")
        self.assertEqual(kinds, ["earn", "expire"])

    def test_blocked_card_gives_back_what_a_payment_kept(self):
        card = self._issue(50)
        self._authorize(card, 30)
        card._block("Volée")
        self.assertEqual(self.env["loyalty.hold"]._read_held(card), {card.id: 0.0})
        with self.assertRaisesRegex(PointsRefusedError, "blocked"):
            self._authorize(card, 30)
        card._unblock("Retrouvée")
        self.assertEqual(self._authorize(card, 30), 30)
        self.assertIn("Volée", " ".join(card.message_ids.mapped("body")))

    def test_lost_card_is_replaced_once_by_one_with_its_money(self):
        card = self._issue(50)
        new = card._replace("Perdue")
        self.assertEqual((card.points, new.points), (0, 50))
        self.assertTrue(card.blocked)
        self.assertNotEqual(card.code, new.code)
        self.assertEqual(card.movement_ids.sorted("id")[-1].kind, "transfer")
        self.assertEqual(new.movement_ids.kind, "transfer")
        self.assertEqual(new.movement_ids.reason, "Perdue")
        with self.assertRaisesRegex(UserError, "already"):
            card._replace("Encore")
        with self.assertRaisesRegex(UserError, "replaced by"):
            card._unblock("Retrouvée")
        card._put_money(10, key="back", kind="reverse")
        self.assertEqual(new.points, 60)

    def test_card_that_somebody_pays_with_is_not_replaced(self):
        card = self._issue(50)
        self._authorize(card, 30)
        with self.assertRaisesRegex(UserError, "paying"):
            card._replace("Perdue")

    def test_money_of_a_card_is_not_paid_out(self):
        with self.assertRaisesRegex(UserError, "not paid out"):
            self._issue(50)._refuse_cash()

    # Rights

    def test_store_manager_blocks_and_only_a_manager_moves_money(self):
        card = self._issue(50)
        store = new_test_user(
            self.env, "store", groups="unified_commerce_base.group_commerce_user"
        )
        owner = new_test_user(
            self.env, "owner", groups="unified_commerce_base.group_commerce_manager"
        )
        seller = new_test_user(
            self.env, "seller", groups="sales_team.group_sale_salesman"
        )
        with self.assertRaises(AccessError):
            self._operate(card, seller, operation="block")
        self._operate(card, store, operation="block")
        self.assertTrue(card.blocked)
        self._operate(card, store, operation="unblock")
        with self.assertRaises(AccessError):
            self._operate(card, store, operation="top_up", amount=10)
        self._operate(card, owner, operation="top_up", amount=10)
        self.assertEqual(card.points, 60)
        movement = card.movement_ids.sorted("id")[-1]
        self.assertEqual(movement.operator_ref, owner.id)
        self.assertEqual((movement.kind, movement.reason), ("adjust", "Parce que"))

    def test_operation_without_a_reason_is_refused(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self._issue(50)._block("  ")

    def _operate(self, card, user, **values):
        wizard = self.env["loyalty.card.operation"].with_user(user)
        wizard.create(
            {"card_id": card.id, "reason": "Parce que", **values}
        ).action_apply()
