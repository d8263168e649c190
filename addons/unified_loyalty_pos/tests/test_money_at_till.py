# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from uuid import uuid4

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.unified_loyalty.exceptions import PointsRefusedError
from odoo.addons.unified_loyalty.models.loyalty_card_money import TRIES
from odoo.addons.unified_loyalty.tests.common import MoneyMixin

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestMoneyAtTill(MoneyMixin, LoyaltyTillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        methods = cls.env["pos.payment.method"]
        cls.method = methods.search(
            [("use_payment_terminal", "=", "unified_card")], limit=1
        ) or methods._create_card_method(cls.company)
        cls.till_1.payment_method_ids |= cls.method | cls.cash
        cls.till_2.payment_method_ids |= cls.method
        cls.gift_product.available_in_pos = True

    # What the till does

    def _ticket_of(self, lines, payments):
        ticket = self._ticket(lines)
        total = sum(line["price_subtotal_incl"] for line in lines)
        ticket.update(amount_paid=total, amount_return=0.0, amount_total=total)
        ticket["payment_ids"] = [
            Command.create(
                {
                    "uuid": uuid,
                    "amount": amount,
                    "payment_method_id": method.id,
                    "payment_date": fields.Datetime.to_string(fields.Datetime.now()),
                    **values,
                }
            )
            for uuid, amount, method, values in payments
        ]
        return ticket

    def _keep(self, card, amount, order_uuid, payment_uuid, till=None):
        return self._till(till).unified_card_authorize(
            order_uuid, payment_uuid, card.code, amount
        )

    def _pay(self, card, amount, lines=None):
        """Pay a ticket with a card, and the rest in cash; return the ticket sent."""
        lines = lines or [self._line(self.pen, 10)]
        total = sum(line["price_subtotal_incl"] for line in lines)
        uuid, payment = str(uuid4()), str(uuid4())
        kept = self._keep(card, amount, uuid, payment)
        payments = [
            (payment, kept["amount"], self.method, {"transaction_id": kept["token"]})
        ]
        if total > kept["amount"]:
            rest = round(total - kept["amount"], 2)
            payments.append((str(uuid4()), rest, self.cash, {}))
        return {**self._ticket_of(lines, payments), "uuid": uuid}

    def _refund(self, order, payments):
        lines = [
            self._line(
                line.product_id,
                -line.qty,
                price_unit=line.price_unit,
                refunded_orderline_id=line.id,
            )
            for line in order.lines
        ]
        return self._send(self._ticket_of(lines, payments))

    def _told(self, order):
        return self.env["commerce.exception"].search(
            [
                ("kind", "=", "loyalty"),
                ("res_model", "=", "pos.order"),
                ("res_id", "=", order.id),
            ]
        )

    def _held(self, card):
        return self.env["loyalty.hold"]._read_held(card)[card.id]

    # Paying

    def test_ticket_paid_by_a_card_in_part_keeps_its_total_and_its_vat(self):
        card = self._issue(20)
        order = self._send(self._pay(card, 30))
        self.assertEqual((order.amount_total, order.amount_paid), (30, 30))
        self.assertAlmostEqual(order.amount_tax, 5)
        self.assertEqual((card.points, self._held(card)), (0, 0))
        movement = card.movement_ids.sorted("id")[-1]
        self.assertEqual(
            (movement.kind, movement.origin), ("burn", order.pos_reference)
        )
        self.assertEqual(movement.channel_id, order.channel_id)
        self.assertFalse(self._told(order))

    def test_amount_is_lowered_to_the_balance_and_the_rest_is_told(self):
        card = self._issue(50)
        kept = self._keep(card, 30, "a", "1")
        self.assertEqual(
            (kept["status"], kept["amount"], kept["left"]), ("kept", 30, 20)
        )
        self.assertNotIn(card.code, str(kept))
        other = self._keep(card, 30, "b", "2", self.till_1)
        self.assertEqual((other["amount"], other["left"]), (20, 0))

    def test_same_line_asked_again_is_kept_once(self):
        card = self._issue(50)
        for _time in range(3):
            self._keep(card, 30, "a", "1")
        self.assertEqual(self._held(card), 30)

    def test_card_that_cannot_pay_is_refused_and_says_why(self):
        cards = {name: self._issue(50) for name in ("blocked", "expired", "empty")}
        cards["blocked"].blocked = True
        cards["expired"].expiration_date = fields.Date.today() - timedelta(days=1)
        cards["empty"]._take_back_money(50, key="x", document=None)
        for name, card in cards.items():
            answer = self._keep(card, 30, "a", name)
            self.assertEqual(answer["status"], "refused", name)
            self.assertTrue(answer["message"], name)
            self.assertEqual(self._held(card), 0)

    def test_wrong_codes_are_counted_for_the_till(self):
        card = self._issue(50)
        till = self._till()
        for _time in range(TRIES):
            till.unified_card_authorize("a", "1", "044WRONG", 10)
        answer = self._keep(card, 10, "a", "1")
        self.assertEqual(answer["status"], "refused")
        self.assertEqual(self._held(card), 0)

    def test_amounts_below_zero_are_refused(self):
        card = self._issue(50)
        with self.assertRaises(UserError):
            self._keep(card, -10, "a", "1")

    def test_payment_line_taken_off_gives_back(self):
        card = self._issue(50)
        self._keep(card, 30, "a", "1")
        self._till().unified_card_release("a", ["1"])
        self.assertEqual(self._held(card), 0)

    def test_ticket_sent_five_times_spends_once(self):
        card = self._issue(50)
        ticket = self._pay(card, 30)
        for _time in range(5):
            self._send(ticket)
        self.assertEqual(card.points, 20)

    def test_token_of_another_line_or_none_spends_nothing_and_is_told(self):
        card = self._issue(50)
        kept = self._keep(card, 30, "a", "1")
        for token in (kept["token"], f"{card.id}-{'0' * 64}", "", "x"):
            payment = (str(uuid4()), 30, self.method, {"transaction_id": token})
            order = self._send(self._ticket_of([self._line(self.pen, 10)], [payment]))
            self.assertEqual(order.state, "paid")
            self.assertIn("30", self._told(order).name)
        self.assertEqual(card.points, 50)

    def test_paid_ticket_whose_money_is_gone_stands_and_is_told(self):
        card = self._issue(50)
        ticket = self._pay(card, 30)
        self.env["loyalty.hold"]._release(
            [f"ticket-{ticket['uuid']}:{ticket['payment_ids'][0][2]['uuid']}"]
        )
        card._take_back_money(50, key="x", document=None)
        order = self._send(ticket)
        self.assertEqual((order.state, card.points), ("paid", 0))
        self.assertIn("30", self._told(order).name)

    # Giving back

    def test_refund_of_a_ticket_paid_by_card_goes_back_to_the_card(self):
        card = self._issue(50)
        order = self._send(self._pay(card, 30))
        payment = str(uuid4())
        offers = self._till().unified_cards_to_refund(order.id, payment)
        self.assertEqual(offers["others"], 0)
        (offer,) = offers["cards"]
        self.assertEqual(offer["amount"], 30)
        refund = self._refund(
            order,
            [(payment, -30, self.method, {"transaction_id": offer["token"]})],
        )
        self.assertEqual(card.points, 50)
        self.assertEqual(card.movement_ids.sorted("id")[-1].kind, "reverse")
        self.assertFalse(self._told(refund))
        offers = self._till().unified_cards_to_refund(order.id, payment)
        self.assertEqual(offers["cards"], [])

    def test_refund_in_cash_of_what_a_card_paid_is_told(self):
        card = self._issue(50)
        order = self._send(self._pay(card, 30))
        refund = self._refund(order, [(str(uuid4()), -30, self.cash, {})])
        self.assertIn("30", self._told(refund).name)
        self.assertEqual(card.points, 20)

    def test_store_credit_is_made_when_the_customer_chooses_it(self):
        order = self._send(
            self._ticket_of(
                [self._line(self.pen, 10)], [(str(uuid4()), 30, self.cash, {})]
            )
        )
        payment = str(uuid4())
        made = self._till().unified_store_credit(payment)
        self._refund(
            order, [(payment, -30, self.method, {"transaction_id": made["token"]})]
        )
        card = self.credit.coupon_ids
        self.assertEqual((card.points, card.code), (30, made["code"]))
        self.assertTrue(card.movement_ids.reason)

    # What is outside VAT

    def test_a_card_sold_is_a_voucher_and_what_it_pays_a_payment_by_voucher(self):
        _chosen, ticket = self._sell()
        sold = self._send(ticket)
        self.assertTrue(sold.lines._is_voucher())
        self.assertFalse(sold.payment_ids._is_voucher())
        back = self._refund(sold, [(str(uuid4()), -50, self.cash, {})])
        self.assertTrue(back.lines._is_voucher())
        order = self._send(self._pay(self._issue(20), 30))
        self.assertFalse(order.lines._is_voucher())
        self.assertEqual(
            sorted(one.amount for one in order.payment_ids if one._is_voucher()), [20]
        )

    def test_a_card_taxed_when_it_is_sold_is_no_voucher(self):
        _chosen, ticket = self._sell()
        order = self._send(ticket)
        self.gift.rule_ids.product_ids = False
        self.gift.voucher_purpose = "single"
        self.assertFalse(order.lines._is_voucher())

    def test_golden_tickets_r3_and_r4_are_sealed_outside_and_inside_vat(self):
        if "fiscal.document" not in self.env or not hasattr(
            self.env["pos.order"], "_prepare_fiscal_content"
        ):
            self.skipTest("the French till is not installed")
        _chosen, ticket = self._sell()
        content = self._send(ticket)._prepare_fiscal_content()
        self.assertEqual(content["vat"], [{"rate": "NS", "base": 5000, "tax": 0}])
        self.assertEqual((content["type"], content["total"]), ("SALE", 5000))
        self.assertEqual(content["vouchers"], {"issued": 5000})
        order = self._send(self._pay(self._issue(20), 30))
        content = order._prepare_fiscal_content()
        self.assertEqual(content["vat"], [{"rate": "20", "base": 2500, "tax": 500}])
        self.assertEqual(content["vouchers"], {"redeemed": 2000})
        refund = self._refund(order, [(str(uuid4()), -30, self.method, {})])
        content = refund._prepare_fiscal_content()
        self.assertEqual((content["type"], content["total"]), ("CREDIT", -3000))

    # Selling

    def _sell(self, code=None, amount=50):
        uuid = str(uuid4())
        chosen = self._till().unified_card_to_sell(
            uuid, self.gift_product.id, amount, code
        )
        line = self._line(
            self.gift_product,
            1,
            uuid=uuid,
            price_unit=amount,
            price_subtotal=amount,
            price_subtotal_incl=amount,
            sold_card_token=chosen["token"],
        )
        payment = (str(uuid4()), amount, self.cash, {})
        return chosen, self._ticket_of([line], [payment])

    def test_new_card_is_empty_until_its_ticket_is_paid_and_sold_once(self):
        chosen, ticket = self._sell()
        card = self.env["loyalty.card"].search([("code", "=", chosen["code"])])
        self.assertEqual(card.points, 0)
        for _time in range(3):
            order = self._send(ticket)
        self.assertEqual(card.points, 50)
        self.assertEqual((order.amount_total, order.amount_tax), (50, 0))
        self.assertEqual(order.lines.sold_card_id, card)

    def test_card_in_hand_is_topped_up_within_its_limit(self):
        self.gift.card_cap = 80
        card = self._issue(20)
        chosen, ticket = self._sell(card.code)
        self.assertFalse(chosen["code"])
        self._send(ticket)
        self.assertEqual(card.points, 70)
        with self.assertRaisesRegex(PointsRefusedError, "80"):
            self._sell(card.code)

    def test_card_of_others_is_not_sold(self):
        wallet = self._issue(20, self.wallet)
        with self.assertRaises(PointsRefusedError):
            self._sell(wallet.code)
        with self.assertRaises(PointsRefusedError):
            self._sell("044INVENTED0000000000")

    def test_refunded_card_is_emptied_as_far_as_it_is_there(self):
        _chosen, ticket = self._sell()
        order = self._send(ticket)
        card = order.lines.sold_card_id
        line = order.lines
        self.assertEqual(self._till().unified_cards_sold_left(line.ids), {line.id: 50})
        self._send(self._pay(card, 30))
        refund = self._refund(order, [(str(uuid4()), -50, self.cash, {})])
        self.assertEqual(card.points, 0)
        self.assertIn("30", " ".join(self._told(refund).mapped("name")))

    # Core's way is closed

    def test_cards_of_money_are_no_rewards_at_the_till(self):
        programs = self.till_1._get_program_ids()
        self.assertNotIn(self.gift, programs)
        self.assertIn(self.points, programs)
        tax = self.env["account.tax"].create({"name": "20", "amount": 20.0})
        self.gift_product.taxes_id = tax
        self.gift.voucher_purpose = "single"
        self.assertIn(self.gift, self.till_1._get_program_ids())

    def test_card_scanned_as_a_coupon_shows_its_balance(self):
        card = self._issue(20)
        answer = self._till().use_coupon_code(
            card.code, fields.Datetime.to_string(fields.Datetime.now()), False, False
        )
        self.assertFalse(answer["successful"])
        self.assertIn("20", answer["payload"]["error_message"])

    # Rights

    def test_only_the_staff_of_an_open_till_asks_about_cards(self):
        card = self._issue(20)
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        for call in (
            lambda till: till.unified_card_look_up(card.code),
            lambda till: till.unified_card_authorize("a", "1", card.code, 5),
            lambda till: till.unified_card_release("a", ["1"]),
            lambda till: till.unified_store_credit("1"),
            lambda till: till.unified_card_to_sell("1", self.gift_product.id, 5),
        ):
            with self.assertRaises(AccessError):
                call(self.till_1.with_user(stranger))
            with self.assertRaises(UserError):
                call(self.till_2.with_user(self.cashier))

    def test_card_method_is_made_once_for_each_company(self):
        methods = self.env["pos.payment.method"]
        methods._create_card_methods()
        count = methods.search_count([("use_payment_terminal", "=", "unified_card")])
        self.assertFalse(methods._create_card_methods())
        self.assertEqual(
            methods.search_count([("use_payment_terminal", "=", "unified_card")]), count
        )
        self.assertIn(self.method, self.till_2.payment_method_ids)
