# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..exceptions import PointsRefusedError
from ..hooks import convert_cards
from .common import LoyaltyCase, MoneyMixin


@tagged("post_install", "-at_install")
class TestMoneyOrders(MoneyMixin, LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holds = cls.env["loyalty.hold"]

    def _held(self, card):
        return self.holds._read_held(card)[card.id]

    # Paying

    def test_card_pays_a_part_and_takes_nothing_off_the_order(self):
        card = self._issue(30)
        order = self._order_of(self.lamp)
        part = order._pay_by_card(card)
        self.assertEqual((part.amount, part.state), (30, "kept"))
        self.assertEqual((order.amount_total, order.amount_by_card), (100, 30))
        self.assertEqual(order._get_amount_after_cards(), 70)
        self.assertEqual((card.points, self._held(card)), (30, 30))
        order.action_confirm()
        self.assertEqual((card.points, self._held(card)), (0, 0))
        self.assertEqual((part.state, order.amount_total), ("paid", 100))
        self.assertEqual(order.amount_paid, 30)

    def test_order_is_told_what_cards_paid_and_got_back_each_once(self):
        order = self._order_of(self.lamp)
        part = order._pay_by_card(self._issue(30))
        told = []

        def note(_order, mode, amount, key, is_voucher):
            told.append((mode, amount, is_voucher))

        with patch.object(type(order), "_after_paid_by_card", note):
            order.action_confirm()
            order._capture_card_payments()
            part._give_back(10)
        self.assertEqual(told, [("CADEAU", 30, True), ("CADEAU", -10, True)])

    def test_card_pays_no_more_than_the_order_costs(self):
        card = self._issue(150)
        order = self._order_of(self.lamp)
        order._pay_by_card(card)
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            order._pay_by_card(self._issue(10))
        order.action_confirm()
        self.assertEqual(card.points, 50)

    def test_card_asked_twice_for_one_order_keeps_its_part_once(self):
        card = self._issue(30)
        order = self._order_of(self.lamp)
        self.assertEqual(order._pay_by_card(card), order._pay_by_card(card))
        self.assertEqual(self._held(card), 30)
        order._pay_by_card(card, 10)
        self.assertEqual((self._held(card), order.amount_by_card), (10, 10))

    def test_two_orders_cannot_keep_the_same_money(self):
        card = self._issue(50)
        self._order_of(self.lamp)._pay_by_card(card, 30)
        second = self._order_of(self.lamp)
        self.assertEqual(second._pay_by_card(card, 30).amount, 20)

    def test_order_that_costs_less_frees_what_the_card_need_not_pay(self):
        card, other = self._issue(80), self._issue(50)
        order = self._order_of(self.lamp)
        order._pay_by_card(card)
        order._pay_by_card(other)
        order.order_line.price_unit = 60
        self.assertEqual(order._fit_card_payments(), 0)
        self.assertEqual((self._held(card), self._held(other)), (60, 0))

    def test_unpaid_order_whose_kept_money_is_gone_is_not_confirmed(self):
        card = self._issue(30)
        order = self._order_of(self.lamp)
        order._pay_by_card(card)
        self.holds._release([order._get_card_token(card)])
        card._authorize_money(
            "other", 30, company=self.company, currency=order.currency_id, minutes=5
        )
        with self.assertRaises(PointsRefusedError):
            order.action_confirm()

    def test_card_does_not_pay_for_a_card(self):
        order = self._order_of(self.gift_product)
        with self.assertRaisesRegex(UserError, "does not pay for a card"):
            order._pay_by_card(self._issue(50))

    def test_order_in_another_currency_is_refused(self):
        currency = self.env["res.currency"].create({"name": "XTS", "symbol": "x"})
        pricelist = self.env["product.pricelist"].create(
            {"name": "x", "currency_id": currency.id}
        )
        order = self._order_of(self.lamp, pricelist_id=pricelist.id)
        with self.assertRaisesRegex(PointsRefusedError, "currency"):
            order._pay_by_card(self._issue(50))

    # Giving back

    def test_cancelled_order_gives_its_part_back_before_and_after_confirmation(self):
        card = self._issue(30)
        kept = self._order_of(self.lamp)
        kept._pay_by_card(card)
        kept._action_cancel()
        self.assertEqual(self._held(card), 0)
        self.assertFalse(kept.card_payment_ids)
        paid = self._order_of(self.lamp)
        paid._pay_by_card(card)
        paid.action_confirm()
        paid._action_cancel()
        self.assertEqual((card.points, paid.card_payment_ids.state), (30, "back"))
        paid.action_draft()
        paid._pay_by_card(card)
        paid.action_confirm()
        self.assertEqual(card.points, 0)
        self.assertEqual(paid.amount_paid, 30)

    def test_refund_to_the_card_is_what_it_paid_at_most(self):
        card = self._issue(30)
        order = self._order_of(self.lamp)
        part = order._pay_by_card(card)
        order.action_confirm()
        part._give_back(10, "Lampe rayée")
        self.assertEqual((card.points, part.state), (10, "paid"))
        with self.assertRaisesRegex(UserError, "20"):
            part._give_back(25, "Encore")
        part._give_back(20, "Le reste")
        self.assertEqual((card.points, part.state), (30, "back"))

    def test_goods_refunded_do_not_move_the_money_of_the_card_by_themselves(self):
        card = self._issue(30)
        order = self._order_of(self.lamp)
        order._pay_by_card(card)
        order.action_confirm()
        moved = self.env["loyalty.movement"]._of(order)
        moved._reverse_to(1.0, order._prepare_loyalty_source())
        self.assertEqual(card.points, 0)

    def test_card_sold_by_an_order_is_taken_back_with_its_cancellation(self):
        order = self._order_of(self.gift_product, 2)
        order._update_programs_and_rewards()
        order.action_confirm()
        cards = self.env["loyalty.card"].search(
            [("order_id", "=", order.id), ("program_id", "=", self.gift.id)]
        )
        self.assertEqual(cards.mapped("points"), [50, 50])
        order._action_cancel()
        self.assertEqual(cards.mapped("points"), [0, 0])

    # VAT

    def test_vat_of_what_a_card_pays_is_due_at_use(self):
        """VAT-05: a card of 50.00 sold: VAT 0; 35.00 spent at 20 %: VAT 5.83."""
        tax = self.env["account.tax"].create(
            {"name": "20", "amount": 20, "price_include_override": "tax_included"}
        )
        sale = self._order_of(self.gift_product)
        self.assertEqual((sale.amount_total, sale.amount_tax), (50, 0))
        self.lamp.write({"list_price": 35, "taxes_id": [Command.set(tax.ids)]})
        order = self._order_of(self.lamp)
        order._pay_by_card(self._issue(50))
        order.action_confirm()
        self.assertEqual((order.amount_total, order.amount_tax), (35, 5.83))

    def test_reward_of_points_lowers_price_and_vat(self):
        """VAT-04: 10.00 off an article of 49.90 at 20 %: 33.25 and VAT 6.65."""
        tax = self.env["account.tax"].create(
            {"name": "20", "amount": 20, "price_include_override": "tax_included"}
        )
        self.lamp.write({"list_price": 49.9, "taxes_id": [Command.set(tax.ids)]})
        self._card(200)
        order = self._order_of(self.lamp)
        order._update_programs_and_rewards()
        self._claim(order, self.reward)
        self.assertEqual(order.amount_total, 39.9)
        self.assertEqual((order.amount_untaxed, order.amount_tax), (33.25, 6.65))

    # Core's way is closed

    def test_card_is_no_reward_any_more_and_its_code_says_where_it_pays(self):
        card = self._issue(50)
        order = self._order_of(self.lamp)
        order.applied_coupon_ids = card
        self.assertNotIn(card, order._get_claimable_rewards())
        refused = order._apply_program_reward(self.gift.reward_ids, card)
        self.assertTrue(refused["error"])
        answers = {
            order._try_apply_code(code)["error"] for code in (card.code, "044UNKNOWN")
        }
        self.assertEqual(len(answers), 1)
        self.assertNotIn(order._try_apply_code("NOEL")["error"], answers)

    def test_promotion_codes_work_as_before(self):
        self._promotion("Noël", code="NOEL")
        order = self._order_of(self.lamp)
        self.assertNotIn("error", order._try_apply_code("NOEL"))

    def test_open_order_with_a_card_as_negative_line_is_put_right_and_told(self):
        card = self._issue(50)
        order = self._order_of(self.lamp)
        order.order_line.create(
            {
                "order_id": order.id,
                "name": "Carte cadeau",
                "product_id": self.gift.reward_ids.discount_line_product_id.id,
                "price_unit": -50,
                "reward_id": self.gift.reward_ids.id,
                "coupon_id": card.id,
                "points_cost": 50,
            }
        )
        order.state = "sent"
        self.assertEqual(order.amount_total, 50)
        for _time in range(2):
            convert_cards(self.env)
        self.assertEqual((order.amount_total, card.points), (100, 50))
        told = self.env["commerce.exception"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        )
        self.assertEqual(len(told), 1)

    def test_programme_sold_with_vat_goes_on_as_a_deduction(self):
        tax = self.env["account.tax"].create({"name": "20", "amount": 20.0})
        self.gift_product.taxes_id = tax
        convert_cards(self.env)
        self.assertEqual(self.gift.voucher_purpose, "single")
        self.assertEqual(self.wallet.voucher_purpose, "multi")

    # Back office

    def test_seller_pays_an_order_by_card_and_gives_it_back(self):
        seller = new_test_user(
            self.env, "seller", groups="sales_team.group_sale_salesman_all_leads"
        )
        card = self._issue(30)
        order = self._order_of(self.lamp)
        wizard = self.env["sale.order.pay.by.card"].with_user(seller)
        wizard.create({"order_id": order.id, "code": card.code}).action_pay()
        part = order.card_payment_ids
        self.assertEqual(part.amount, 30)
        self.assertNotIn(card.code, part.with_user(seller).name)
        giving_back = {"order_id": order.id, "part_id": part.id}
        wizard.create(giving_back).action_give_back()
        self.assertEqual(self._held(card), 0)

    def test_seller_cannot_pay_an_order_of_others_nor_give_back_its_money(self):
        seller = new_test_user(
            self.env, "seller", groups="sales_team.group_sale_salesman"
        )
        other = self._order_of(self.lamp)
        part = other._pay_by_card(self._issue(30))
        own = self._order_of(self.lamp, user_id=seller.id)
        other.user_id = self.env.user
        wizard = self.env["sale.order.pay.by.card"].with_user(seller)
        giving_back = {"order_id": own.id, "part_id": part.id}
        with self.assertRaisesRegex(UserError, "nothing of this order"):
            wizard.create(giving_back).action_give_back()
        card = self._issue(5)
        with self.assertRaises(AccessError):
            wizard.create({"order_id": other.id, "code": card.code}).action_pay()
