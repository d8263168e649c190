# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged

from odoo.addons.payment.tests.common import PaymentCommon
from odoo.addons.unified_ecommerce.tests.common import UnifiedShopHttpCommon
from odoo.addons.unified_loyalty.tests.common import LoyaltyProgramMixin, MoneyMixin


@tagged("post_install", "-at_install")
class TestCardPayment(
    MoneyMixin, LoyaltyProgramMixin, UnifiedShopHttpCommon, PaymentCommon
):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls._show_balances_at_once()
        for article in cls.shirt | cls.mug:
            article.write({"type": "service", "taxes_id": [Command.clear()]})
        cls.cart = cls._make_web_cart(lines=[(cls.shirt, 1)])
        cls.total = cls.cart.amount_total

    def _rest(self, order, reference="pay"):
        return self._create_transaction(
            "direct",
            reference=reference,
            amount=order._get_amount_after_cards(),
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
        )

    def _held(self, card):
        return self.env["loyalty.hold"]._read_held(card)[card.id]

    def _post(self, route, **values):
        return self.url_open(
            route, data={"csrf_token": self._csrf(), **values}, timeout=60
        )

    def _csrf(self):
        page = self.url_open("/shop/card").text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def _transact(self, **values):
        return self._call(
            f"/shop/payment/transaction/{self.cart.id}",
            access_token=self.cart._portal_ensure_token(),
            provider_id=self.provider.id,
            payment_method_id=self.payment_method_id,
            token_id=None,
            flow="direct",
            tokenization_requested=False,
            landing_route="/shop/payment/validate",
            **values,
        )

    # The other leg

    def test_card_and_provider_pay_one_order_and_it_is_confirmed(self):
        card = self._issue(10)
        self.cart._pay_by_card(card)
        payment = self._rest(self.cart)
        payment._set_done()
        payment._post_process()
        self.assertEqual(self.cart.state, "sale")
        self.assertEqual((card.points, self._held(card)), (0, 0))
        self.assertEqual(self.cart.amount_paid, self.total)
        self.assertEqual(len(self.cart.transaction_ids), 1)

    def test_card_whose_other_leg_is_refused_is_whole_again(self):
        card = self._issue(10)
        self.cart._pay_by_card(card)
        payment = self._rest(self.cart)
        payment._set_pending()
        self.assertEqual(self._held(card), 10)
        payment._set_error("refused")
        self.assertEqual((card.points, self._held(card)), (10, 0))
        # the shopper tries again: the card is asked again
        self.assertEqual(self.cart._refresh_card_payments(), "")
        self.assertEqual(self._held(card), 10)

    def test_card_spent_elsewhere_meanwhile_is_taken_off_the_cart_and_told(self):
        card = self._issue(10)
        self.cart._pay_by_card(card)
        self.cart._let_go_card_payments()
        card._take_back_money(10, key="x", document=None)
        self.assertTrue(self.cart._refresh_card_payments())
        self.assertEqual(self.cart.amount_by_card, 0)

    def test_order_paid_while_the_money_of_the_card_went_is_confirmed_and_told(self):
        card = self._issue(10)
        self.cart._pay_by_card(card)
        payment = self._rest(self.cart)
        payment._set_pending()
        self.cart._let_go_card_payments()
        card._take_back_money(10, key="x", document=None)
        payment._set_done()
        payment._post_process()
        self.assertEqual((self.cart.state, card.points), ("sale", 0))
        told = self.env["commerce.exception"].search(
            [
                ("kind", "=", "loyalty"),
                ("res_model", "=", "sale.order"),
                ("res_id", "=", self.cart.id),
            ]
        )
        self.assertEqual(len(told), 1)

    def test_part_of_a_card_makes_no_transaction_so_the_cart_stays(self):
        self.cart._pay_by_card(self._issue(10))
        self.assertFalse(self.cart.transaction_ids)
        self.assertEqual(self._resolve(self.shopper)[0], self.cart)

    # The page

    def test_shopper_uses_a_card_and_takes_it_off(self):
        card = self._issue(10)
        self.authenticate("camille", "camille")
        self._post("/shop/payment/card", code=card.code)
        self.assertEqual(self.cart.amount_by_card, 10)
        self._post("/shop/payment/card/remove", part_id=self.cart.card_payment_ids.id)
        self.assertEqual((self.cart.amount_by_card, self._held(card)), (0, 0))

    def test_wrong_code_changes_nothing_and_says_so_once(self):
        self.authenticate("camille", "camille")
        page = self._post("/shop/payment/card", code="044WRONG")
        self.assertEqual(page.status_code, 200)
        self.assertFalse(self.cart.card_payment_ids)

    def test_provider_is_asked_for_the_rest_only(self):
        card = self._issue(10)
        self.cart._pay_by_card(card)
        self.authenticate("camille", "camille")
        rest = self.cart._get_amount_after_cards()
        self._transact(amount=rest)
        self.assertEqual(self.cart.transaction_ids.mapped("amount"), [rest])

    def test_provider_is_not_asked_for_another_amount(self):
        self.cart._pay_by_card(self._issue(10))
        self.authenticate("camille", "camille")
        with self.assertRaisesRegex(JsonRpcException, "ValidationError"):
            self._transact(amount=self.total)
        self.assertFalse(self.cart.transaction_ids)

    def test_card_pays_the_whole_order(self):
        card = self._issue(self.total + 5)
        self.cart._pay_by_card(card)
        self.authenticate("camille", "camille")
        self._post("/shop/payment/card/confirm")
        self.assertEqual((self.cart.state, card.points), ("sale", 5))
        self.assertFalse(self.cart.transaction_ids)

    def test_order_is_not_confirmed_by_a_card_that_pays_a_part(self):
        card = self._issue(10)
        self.cart._pay_by_card(card)
        self.authenticate("camille", "camille")
        self._post("/shop/payment/card/confirm")
        self.assertEqual((self.cart.state, card.points), ("draft", 10))

    def test_own_cards_are_offered_without_a_code_and_others_are_not(self):
        mine = self._issue(10)
        mine.partner_id = self.customer
        theirs = self._issue(10)
        theirs.partner_id = self.other_customer
        self.assertEqual(self.cart._get_own_cards(self.shopper), mine)
        self.assertFalse(self.cart._get_own_cards(self.other_shopper))
        self.assertFalse(self.cart._get_own_cards(self.public_user))
        self.authenticate("camille", "camille")
        self._post("/shop/payment/card", card_id=theirs.id)
        self.assertFalse(self.cart.card_payment_ids)
        self._post("/shop/payment/card", card_id=mine.id)
        self.assertEqual(self.cart.card_payment_ids.card_id, mine)

    # Balance

    def test_balance_is_shown_to_who_knows_the_code(self):
        card = self._issue(12.5)
        page = self._post("/shop/card", code=card.code).text
        self.assertIn("o_unified_card_balance", page)
        self.assertNotIn(card.code, page)
        page = self._post("/shop/card", code="044WRONG").text
        self.assertNotIn("o_unified_card_balance", page)

    def test_account_lists_own_cards_only(self):
        mine, theirs = self._issue(10), self._issue(10)
        mine.partner_id = self.customer
        theirs.partner_id = self.other_customer
        self.authenticate("camille", "camille")
        page = self.url_open("/my/cards").text
        self.assertIn(mine.code[-4:], page)
        self.assertNotIn(theirs.code[-4:], page)
