# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.payment.tests.common import PaymentCommon

from .test_hold import HoldCommon


class SettleCommon(HoldCommon):
    """An order of two T-shirts in Lyon, whose goods went to somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bordeaux = cls.env["stock.warehouse"].create(
            {"name": "Bordeaux", "code": "BOT", "company_id": cls.company.id}
        )
        cls.boss = cls._make_user("boss", "sales_team.group_sale_salesman_all_leads")
        cls.order = cls._make_broken(cls.shirt, 2)
        cls.problem = cls._problem(cls.order)

    @classmethod
    def _make_user(cls, login, *groups):
        groups = ",".join(("unified_commerce_base.group_commerce_user", *groups))
        return new_test_user(cls.env, login, groups=groups)

    @classmethod
    def _make_broken(cls, product, quantity, more=()):
        """Confirm an order in Lyon, where nothing is left of ``product``."""
        left = cls.env["commerce.availability"]._read(product, cls.store)
        if left[product.id, cls.store.id]:
            cls._set_stock(product, cls.store, -left[product.id, cls.store.id])
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "warehouse_id": cls.store.id,
                "channel_id": cls.web.id,
                "order_line": [
                    Command.create({"product_id": one.id, "product_uom_qty": wanted})
                    for one, wanted in [(product, quantity), *more]
                ],
            }
        )
        order.action_confirm()
        return order

    @classmethod
    def _problem(cls, order):
        return cls.env["commerce.exception"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        )

    def _choice(self, problem=None, user=None):
        problem = (problem or self.problem).with_user(user or self.boss)
        action = problem.action_settle()
        self.assertEqual(action["res_model"], "commerce.promise.settle")
        choice = self.env[action["res_model"]].with_user(user or self.boss)
        return choice.browse(action["res_id"])

    def _reserved(self, order, place):
        moves = order.picking_ids.move_ids.filtered(
            lambda move: (
                move.location_id.warehouse_id == place and move.state != "cancel"
            )
        )
        return sum(moves.mapped("quantity"))

    def _left_at(self, product, place):
        read = self.env["commerce.availability"]._read(product, place)
        return read[product.id, place.id]

    def _notes(self, order):
        return " ".join(order.message_ids.mapped("body"))


@tagged("post_install", "-at_install")
class TestSourceElsewhere(SettleCommon):
    """What is missing ships from a place that has it, and is promised once."""

    def test_the_place_that_has_it_reserves_at_once(self):
        self._set_stock(self.shirt, self.bordeaux, 3)
        self.order._source_elsewhere(self.order.order_line, self.bordeaux)
        self.assertEqual(self._reserved(self.order, self.bordeaux), 2)
        self.assertEqual(self._left_at(self.shirt, self.bordeaux), 1)
        self.assertEqual(self.order.order_line.warehouse_id, self.bordeaux)
        self.assertEqual(self.order.order_line.product_uom_qty, 2)
        live = self.order.picking_ids.filtered(lambda one: one.state != "cancel")
        self.assertEqual(live.state, "assigned")
        live.button_validate()
        self.assertEqual(self.order.order_line.qty_delivered, 2)

    def test_what_is_reserved_already_stays_where_it_is(self):
        self._set_stock(self.shirt, self.store, 1)
        self.order.picking_ids.action_assign()
        self._set_stock(self.shirt, self.bordeaux, 1)
        self.order._source_elsewhere(self.order.order_line, self.bordeaux)
        self.assertEqual(self._reserved(self.order, self.store), 1)
        self.assertEqual(self._reserved(self.order, self.bordeaux), 1)
        self.assertFalse(self.order._get_lacking_lines())

    def test_goods_that_came_back_to_the_same_place_are_taken(self):
        self._set_stock(self.shirt, self.store, 2)
        self.order._source_elsewhere(self.order.order_line, self.store)
        self.assertEqual(self.order.picking_ids.state, "assigned")
        self.assertEqual(self._left_at(self.shirt, self.store), 0)

    def test_a_place_that_has_too_little_changes_nothing(self):
        self._set_stock(self.shirt, self.bordeaux, 1)
        before = self.order.picking_ids
        with self.assertRaisesRegex(UserError, "Bordeaux.*1 × T-shirt left"):
            self.order._source_elsewhere(self.order.order_line, self.bordeaux)
        self.assertEqual(self.order.picking_ids, before)
        self.assertEqual(before.state, "confirmed")
        self.assertEqual(self.order.order_line.warehouse_id, self.store)
        self.assertEqual(self._left_at(self.shirt, self.bordeaux), 1)

    def test_what_another_customer_holds_there_is_not_taken(self):
        self._set_stock(self.shirt, self.bordeaux, 2)
        self._claim("a", 1, place=self.bordeaux)
        with self.assertRaisesRegex(UserError, "Bordeaux"):
            self.order._source_elsewhere(self.order.order_line, self.bordeaux)
        self.assertEqual(self._left_at(self.shirt, self.bordeaux), 1)

    def test_goods_that_could_not_be_reserved_are_nobodys(self):
        self._set_stock(self.shirt, self.bordeaux, 2)
        move = type(self.env["stock.move"])
        with (
            patch.object(move, "_action_assign", lambda self, **kwargs: None),
            self.assertRaisesRegex(UserError, "Nothing was changed"),
        ):
            self.order._source_elsewhere(self.order.order_line, self.bordeaux)
        self.assertEqual(self._left_at(self.shirt, self.bordeaux), 2)
        self.assertEqual(self.order.order_line.warehouse_id, self.store)

    def test_a_place_of_another_company_ships_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        with self.assertRaisesRegex(UserError, "does not belong"):
            self.order._source_elsewhere(self.order.order_line, place)

    def test_a_line_that_lacks_nothing_is_not_moved(self):
        self._set_stock(self.mug, self.bordeaux, 1)
        self._set_stock(self.mug, self.store, 1)
        order = self._order(1, product=self.mug)
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "somebody has seen to it"):
            order._source_elsewhere(order.order_line, self.bordeaux)

    def test_other_units_of_measure_are_counted_right(self):
        self._set_stock(self.mug, self.bordeaux, 12)
        order = self._order(1, product=self.mug)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        order._source_elsewhere(order.order_line, self.bordeaux)
        self.assertEqual(self._left_at(self.mug, self.bordeaux), 0)
        self.assertFalse(order._get_lacking_lines())


@tagged("post_install", "-at_install")
class TestGiveUp(SettleCommon, PaymentCommon):
    """What nobody has leaves the order, and its price goes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_stock(cls.mug, cls.store, 1)
        cls.mixed = cls._make_broken(cls.shirt, 2, more=[(cls.mug, 1)])

    def _pay(self, order, state="done", refunds="partial"):
        """Pay an order by a provider that gives back in this way."""
        patcher = patch.object(
            type(self.provider),
            "_compute_feature_support_fields",
            lambda providers: providers.update(
                {
                    "support_refund": refunds,
                    "support_manual_capture": "full_only",
                    "support_express_checkout": False,
                    "support_tokenization": False,
                }
            ),
        )
        patcher.start()
        self.addCleanup(patcher.stop)
        self.payment_method.support_refund = refunds
        self.env.invalidate_all()
        payment = self._create_transaction(
            "direct",
            reference=f"settle-{order.id}",
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
        )
        payment._set_done() if state == "done" else payment._set_authorized()
        return payment

    def _refunds(self, payment):
        return payment.child_transaction_ids.filtered(
            lambda child: child.operation == "refund"
        )

    def test_what_can_be_had_stays_in_the_order(self):
        shirts = self.mixed.order_line[0]
        price = shirts.price_unit
        self.mixed._give_up_lines(shirts)
        self.assertEqual(self._content(self.mixed), {self.shirt: 0, self.mug: 1})
        self.assertEqual(shirts.price_unit, price)
        self.assertEqual(self.mixed.state, "sale")
        self.assertFalse(self.mixed._get_lacking_lines())
        live = self.mixed.picking_ids.move_ids.filtered(lambda m: m.state != "cancel")
        self.assertEqual(live.product_id, self.mug)

    def test_part_of_a_line_is_kept_when_part_of_it_is_there(self):
        self._set_stock(self.shirt, self.store, 1)
        self.order.picking_ids.action_assign()
        self.order._give_up_lines(self.order.order_line)
        self.assertEqual(self.order.order_line.product_uom_qty, 1)
        self.assertEqual(self.order.picking_ids.state, "assigned")
        self.assertEqual(self._reserved(self.order, self.store), 1)

    def test_an_order_of_which_nothing_is_left_is_cancelled(self):
        self.order._give_up_lines(self.order.order_line)
        self.assertEqual(self.order.state, "cancel")
        self.assertEqual(self.order.order_line.product_uom_qty, 2)

    def test_a_locked_order_is_not_changed(self):
        self.order.locked = True
        with self.assertRaisesRegex(UserError, "locked"):
            self.order._give_up_lines(self.order.order_line)
        self.assertEqual(self.order.state, "sale")

    def test_the_provider_gives_the_price_of_what_is_missing_back(self):
        payment = self._pay(self.mixed)
        value = self.mixed.order_line[0].price_total
        choice = self._choice(self._problem(self.mixed))
        self.assertEqual(choice.refund_amount, value)
        choice.action_give_up()
        self.assertEqual(self._refunds(payment).amount, -value)
        self.assertEqual(self.mixed.order_line[0].product_uom_qty, 0)
        self.assertFalse(self.mixed.activity_ids)
        self.assertEqual(self._problem(self.mixed).state, "done")
        self.assertIn("2 × T-shirt", self._notes(self.mixed))

    def test_an_order_that_is_cancelled_is_refunded_whole(self):
        payment = self._pay(self.order, refunds="full_only")
        self._choice().action_give_up()
        self.assertEqual(self._refunds(payment).amount, -self.order.amount_total)
        self.assertEqual(self.order.state, "cancel")

    def test_a_payment_that_cannot_be_refunded_is_a_to_do_with_the_amount(self):
        for refunds in ("none", "full_only"):
            with self.subTest(refunds):
                order = self._make_broken(self.shirt, 1, more=[(self.mug, 1)])
                self._set_stock(self.mug, self.store, 1)
                order.picking_ids.action_assign()
                payment = self._pay(order, refunds=refunds)
                value = order.order_line[0].price_total
                self._choice(self._problem(order)).action_give_up()
                self.assertFalse(self._refunds(payment))
                amount = order.currency_id.format(value)
                self.assertIn(amount, order.activity_ids.note.unescape())

    def test_a_refund_that_the_provider_refuses_is_a_to_do(self):
        payment = self._pay(self.order)
        refuse = patch.object(
            type(payment),
            "_send_refund_request",
            lambda self: (_ for _ in ()).throw(ValidationError("Refused")),
        )
        with refuse:
            self._choice().action_give_up()
        self.assertEqual(self._refunds(payment).state, "error")
        self.assertIn("by hand", self.order.activity_ids.note)
        self.assertEqual(self.order.state, "cancel")

    def test_no_more_than_was_paid_goes_back(self):
        payment = self._pay(self.order)
        payment._refund(payment.amount - 1)
        self.assertEqual(self.order._get_refundable_amount(), 1)
        choice = self._choice()
        self.assertEqual(choice.refund_amount, 1)
        with self.assertRaises(ValidationError):
            choice.refund_amount = 2
            self.env.flush_all()

    def test_what_was_never_paid_is_not_refunded(self):
        choice = self._choice()
        self.assertEqual(choice.refund_amount, 0)
        choice.action_give_up()
        self.assertFalse(self.order.activity_ids)

    def test_money_that_is_not_captured_is_let_go_with_the_order(self):
        payment = self._pay(self.order, state="authorized")
        with patch.object(type(payment), "_void") as void:
            self._choice().action_give_up()
        void.assert_called_once()

    def test_money_that_is_not_captured_is_captured_for_what_is_left(self):
        self._pay(self.mixed, state="authorized")
        self._choice(self._problem(self.mixed)).action_give_up()
        left = self.mixed.currency_id.format(self.mixed.amount_total)
        self.assertIn(left, self.mixed.activity_ids.note.unescape())

    def test_an_invoice_asks_for_a_credit_note(self):
        self.order.order_line.product_id.invoice_policy = "order"
        self.order._create_invoices().action_post()
        self._choice().action_give_up()
        self.assertIn("credit note", self.order.activity_ids.note)


@tagged("post_install", "-at_install")
class TestPromiseSettle(SettleCommon):
    """One person chooses what becomes of the order, once."""

    def test_one_place_that_has_everything_comes_first(self):
        self._set_stock(self.shirt, self.warehouse, 9)
        self._set_stock(self.shirt, self.bordeaux, 2)
        self._set_stock(self.mug, self.bordeaux, 1)
        order = self._make_broken(self.shirt, 2, more=[(self.mug, 1)])
        choice = self._choice(self._problem(order))
        self.assertEqual(choice.line_ids.warehouse_id, self.bordeaux)
        self.assertEqual(choice.found, "Bordeaux has everything.")

    def test_without_one_each_article_has_its_place(self):
        self._set_stock(self.shirt, self.warehouse, 9)
        self._set_stock(self.mug, self.bordeaux, 1)
        order = self._make_broken(self.shirt, 2, more=[(self.mug, 1)])
        choice = self._choice(self._problem(order))
        self.assertEqual(
            choice.line_ids.mapped("warehouse_id"), self.warehouse | self.bordeaux
        )
        self.assertIn("9", choice.line_ids[0].found)
        choice.action_ship()
        self.assertFalse(order._get_lacking_lines())
        self.assertEqual(self._problem(order).state, "done")

    def test_the_last_units_are_proposed_once(self):
        self._set_stock(self.shirt, self.bordeaux, 2)
        order = self._make_broken(self.shirt, 2, more=[(self.shirt, 1)])
        choice = self._choice(self._problem(order))
        self.assertEqual(choice.line_ids[0].warehouse_id, self.bordeaux)
        self.assertFalse(choice.line_ids[1].warehouse_id)

    def test_what_is_nowhere_stays_on_the_list(self):
        self._set_stock(self.shirt, self.bordeaux, 2)
        order = self._make_broken(self.shirt, 2, more=[(self.mug, 1)])
        choice = self._choice(self._problem(order))
        choice.tell_customer = False
        action = choice.action_ship()
        self.assertEqual(action["res_model"], "commerce.promise.settle")
        self.assertEqual(self._problem(order).state, "open")
        self.assertEqual(order._get_lacking_lines().product_id, self.mug)

    def test_shipping_from_elsewhere_settles_and_says_who(self):
        self._set_stock(self.shirt, self.bordeaux, 2)
        action = self._choice().action_ship()
        self.assertEqual(
            (self.problem.state, self.problem.closed_by_id), ("done", self.boss)
        )
        note = self.order.message_ids.filtered(lambda one: "Bordeaux" in one.body)
        self.assertEqual(note.author_id, self.boss.partner_id)
        self.assertEqual(self._reserved(self.order, self.bordeaux), 2)
        # a message is ready, and nobody has sent it
        self.assertEqual(action["res_model"], "mail.compose.message")
        sent = self.order.message_ids.filtered("partner_ids")
        self.assertFalse(sent)

    def test_who_comes_second_is_told_who_was_faster(self):
        self._set_stock(self.shirt, self.bordeaux, 2)
        second = self._make_user("second", "sales_team.group_sale_salesman_all_leads")
        late = self._choice(user=second)
        self._choice().action_ship()
        with self.assertRaisesRegex(UserError, "boss.*has settled"):
            late.action_give_up()
        with self.assertRaisesRegex(UserError, "boss.*has settled"):
            self.problem.with_user(second).action_settle()
        self.assertEqual(self.order.order_line.product_uom_qty, 2)

    def test_goods_that_were_found_meanwhile_are_not_given_up(self):
        choice = self._choice()
        self._set_stock(self.shirt, self.store, 2)
        self.order.picking_ids.action_assign()
        with self.assertRaisesRegex(UserError, "somebody has seen to it"):
            choice.action_give_up()

    def test_less_is_missing_than_was_shown_and_nothing_is_refunded(self):
        choice = self._choice()
        self._set_stock(self.shirt, self.store, 1)
        self.order.picking_ids.action_assign()
        for act in (choice.action_give_up, choice.action_ship):
            with self.assertRaisesRegex(UserError, "changed meanwhile"):
                act()
        self.assertEqual(self.order.order_line.product_uom_qty, 2)

    def test_a_line_whose_goods_have_come_is_settled_at_once(self):
        self._set_stock(self.shirt, self.store, 2)
        self.order.picking_ids.action_assign()
        action = self.problem.with_user(self.boss).action_settle()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(self.problem.state, "done")

    def test_waiting_keeps_the_line_with_a_date_and_a_reason(self):
        choice = self._choice()
        with self.assertRaisesRegex(UserError, "until when"):
            choice.action_wait()
        choice.wait_reason = "Delivery on Thursday"
        choice.wait_until = fields.Date.today()
        with self.assertRaisesRegex(UserError, "day to come"):
            choice.action_wait()
        choice.wait_until = fields.Date.today() + timedelta(days=3)
        choice.action_wait()
        self.assertEqual(self.problem.state, "open")
        self.assertEqual(self.problem.wait_reason, "Delivery on Thursday")
        self.assertEqual(self.problem.user_id, self.boss)
        self.assertIn("Delivery on Thursday", self._notes(self.order))

    def test_a_ticket_that_took_the_goods_leads_to_the_order_that_waits(self):
        self.problem.action_done()
        breach = self.env["commerce.exception"]._report(
            "promise",
            self.other_customer,
            "A ticket took it",
            "Find another",
            warehouse=self.store,
            product=self.shirt,
        )
        self._set_stock(self.shirt, self.bordeaux, 2)
        choice = self._choice(breach)
        self.assertEqual(choice.order_id, self.order)
        choice.action_ship()
        self.assertEqual(breach.state, "done")

    def test_several_orders_that_wait_are_settled_one_by_one(self):
        second = self._make_broken(self.shirt, 1)
        breach = self.env["commerce.exception"]._report(
            "promise",
            self.other_customer,
            "A ticket took it",
            "Find another",
            warehouse=self.store,
            product=self.shirt,
        )
        self._set_stock(self.shirt, self.bordeaux, 2)
        choice = self._choice(breach)
        self.assertTrue(choice.several_orders)
        self.assertEqual(choice.order_id, self.order)
        choice.action_ship()
        self.assertEqual((self.problem.state, breach.state), ("done", "open"))
        choice = self._choice(breach)
        self.assertEqual(choice.order_id, second)
        choice.action_give_up()
        self.assertEqual(breach.state, "done")

    def test_an_order_that_one_may_not_see_is_not_forgotten(self):
        self.problem.action_done()
        self.order.user_id = self.env.user
        breach = self.env["commerce.exception"]._report(
            "promise",
            self.other_customer,
            "A ticket took it",
            "Find another",
            warehouse=self.store,
            product=self.shirt,
        )
        seller = self._make_user("own_orders", "sales_team.group_sale_salesman")
        with self.assertRaisesRegex(AccessError, "another seller"):
            breach.with_user(seller).action_settle()
        self.assertEqual(breach.state, "open")

    def test_choosing_another_order_shows_what_it_lacks(self):
        second = self._make_broken(self.shirt, 1)
        breach = self.env["commerce.exception"]._report(
            "promise",
            self.other_customer,
            "A ticket took it",
            "Find another",
            warehouse=self.store,
            product=self.shirt,
        )
        choice = self._choice(breach)
        choice.order_id = second
        self.assertEqual(choice.line_ids.sale_line_id, second.order_line)
        self.assertEqual(choice.line_ids.mapped("lacking"), [1])

    def test_the_message_to_the_customer_is_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        self.env["ir.module.module"]._load_module_terms(
            ["unified_commerce_base"], ["fr_FR"], overwrite=True
        )
        action = self._choice().action_give_up()
        self.assertEqual(action["context"]["unified_articles"], "T-shirt")
        composer = (
            self.env[action["res_model"]]
            .with_user(self.boss)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("T-shirt", composer.body)
        self.assertIn("Bonjour", composer.body)

    def test_who_may_not_change_orders_may_not_settle(self):
        manager = self._make_user("stock_only")
        problem = self.problem.with_user(manager)
        self.assertFalse(problem.can_settle)
        with self.assertRaises(AccessError):
            problem.action_settle()
        for groups in ("base.group_user", "sales_team.group_sale_salesman"):
            user = new_test_user(self.env, groups.split("_")[-1], groups=groups)
            with self.assertRaises(AccessError):
                self.problem.with_user(user).action_settle()
            with self.assertRaises(AccessError):
                self.env["commerce.promise.settle"].with_user(user).create(
                    {"exception_id": self.problem.id}
                )

    def test_only_a_promise_has_the_choice(self):
        other = self.env["commerce.exception"]._report(
            "cart", self.order, "Something", "Look"
        )
        self.assertTrue(self.problem.with_user(self.boss).can_settle)
        self.assertFalse(other.with_user(self.boss).can_settle)
        self.problem.action_done()
        self.assertFalse(self.problem.with_user(self.boss).can_settle)

    def test_places_of_other_companies_are_not_proposed(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.boss.company_ids = [Command.link(other.id)]
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self._set_stock(self.shirt, place, 5)
        choice = self._choice()
        self.assertFalse(choice.line_ids.place_ids & place)
        self.assertFalse(choice.can_ship)
        with self.assertRaisesRegex(UserError, "Choose the place"):
            choice.action_ship()
