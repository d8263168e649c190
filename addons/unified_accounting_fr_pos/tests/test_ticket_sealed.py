# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import ExitStack
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .fiscal_common import FiscalTillCase


@tagged("post_install", "-at_install")
class TestTicketSealed(FiscalTillCase):
    """The golden tickets, sold at tills, are sealed to the cent."""

    def _sell_r1(self):
        return self._golden(
            [(self.headset,), (self.book,), (self.magazine, 2)], [(self.card, 74.90)]
        )

    def test_golden_ticket_r1_is_sealed_with_its_payment(self):
        order = self._sell_r1()
        document, content = self._document(order), self._content(order)
        self.assertEqual(document.number, "S1C1-00000001")
        self.assertEqual(content["type"], "SALE")
        self.assertEqual(content["total"], 7490)
        self.assertEqual(
            self._vat(content), {"2.1": (686, 14), "5.5": (1706, 94), "20": (4158, 832)}
        )
        self.assertEqual(
            [(line["label"], line["qty"], line["unit"], line["ttc"], line["rate"])]
            if (line := content["lines"][2])
            else (),
            [("Magazine", "2", 350, 700, "2.1")],
        )
        self.assertEqual(
            content["payments"],
            [{"mode": "Card", "amount": 7490, "currency": "EUR", "ref": ""}],
        )
        self.assertEqual(content["operator"], f"E{self.amelie.id}")
        self.assertNotIn(self.customer.name, document.content)

    def test_golden_ticket_r2_has_its_discount_and_change(self):
        order = self._golden(
            [(self.coffee, 3), (self.china, 1, 10.0)], [(self.cash, 25.00)], change=1.76
        )
        content = self._content(order)
        self.assertEqual(content["total"], 2324)
        self.assertEqual(self._vat(content), {"5.5": (1351, 74), "20": (749, 150)})
        self.assertEqual(content["lines"][1]["discount"], "10")
        self.assertEqual(content["lines"][1]["off"], 100)
        self.assertEqual([one["amount"] for one in content["payments"]], [2500, -176])
        self.assertNotIn("rounding", content)

    def test_golden_ticket_r5_takes_back_what_r1_sold(self):
        first = self._sell_r1()
        line = first.lines.filtered(lambda one: one.product_id == self.headset)
        order = self._golden([(self.headset, -1, 0.0, line)], [(self.card, -49.90)])
        content = self._content(order)
        self.assertEqual(content["type"], "REFUND")
        self.assertEqual(content["total"], -4990)
        self.assertEqual(self._vat(content), {"20": (-4158, -832)})
        self.assertEqual(
            content["links"], [{"rel": "refund_of", "no": "S1C1-00000001"}]
        )
        chain = self._chain()
        self.assertEqual((chain.gt_alg, chain.gt_abs), (2500, 12480))
        self.assertIn("S1C1-00000001", self._events("190").description)

    def test_with_a_return_the_ticket_it_takes_back_keeps_its_number(self):
        first = self._sell_r1()
        line = first.lines.filtered(lambda one: one.product_id == self.headset)
        message = self._message([(self.headset, -1, 0.0, line)])
        answer = self.env["pos.order"].with_user(self.cashier).sync_from_ui([message])
        self.assertEqual(
            {one["id"]: one["fiscal_number"] for one in answer["pos.order"]}[first.id],
            "S1C1-00000001",
        )

    def test_a_whole_ticket_undone_in_its_session_is_cancelled(self):
        first = self._golden([(self.repair,)], [(self.cash, 30.0)])
        order = self._golden(
            [(self.repair, -1, 0.0, first.lines)], [(self.cash, -30.0)]
        )
        content = self._content(order)
        self.assertEqual(content["type"], "CANCEL")
        self.assertEqual(content["links"][0]["rel"], "cancels")

    def test_af_18_vat_of_tickets_is_not_computed_again_from_their_sum(self):
        self.headset.list_price = 0.02
        for _ in range(3):
            order = self._golden([(self.headset,)], [(self.card, 0.02)])
            self.assertEqual(self._vat(self._content(order)), {"20": (2, 0)})
        self.assertEqual(self._chain().gt_alg, 6)

    def test_vat_is_rounded_once_for_a_ticket_and_rate(self):
        self.headset.list_price = 0.99
        order = self._golden([(self.headset,)] * 10, [(self.card, 9.90)])
        content = self._content(order)
        self.assertEqual(self._vat(content), {"20": (825, 165)})
        self.assertEqual(sum(line["ttc"] for line in content["lines"]), 990)

    def test_the_answer_gives_number_and_signature_to_a_cashier(self):
        message = self._message([(self.headset,)])
        answer = (
            self.env["pos.order"].with_user(self.cashier).sync_from_ui([message])
        )["pos.order"][0]
        self.assertEqual(answer["fiscal_number"], "S1C1-00000001")
        self.assertEqual(len(answer["fiscal_excerpt"]), 4)
        self.assertEqual(answer["fiscal_rank"], 1)
        self.assertEqual(answer["fiscal_state"], "sealed")
        self.assertFalse(answer["fiscal_offline"])

    def test_a_ticket_sent_five_times_is_sealed_once_and_answered_the_same(self):
        message = self._message([(self.headset,)])
        orders = self.env["pos.order"].with_user(self.cashier)
        answers = [orders.sync_from_ui([message])["pos.order"] for _ in range(5)]
        self.assertEqual(
            {one[0]["fiscal_number"] for one in answers}, {"S1C1-00000001"}
        )
        self.assertEqual(len({one[0]["fiscal_excerpt"] for one in answers}), 1)
        self.assertEqual(self._chain().seq, 1)

    def test_a_ticket_paid_in_the_back_office_is_sealed_at_the_commit(self):
        message = self._message([(self.headset,)], state="draft", payment_ids=[])
        order = self._send(message)
        self.assertFalse(order.fiscal_number)
        self.env["pos.make.payment"].with_context(
            active_id=order.id, active_ids=order.ids
        ).create(
            {
                "config_id": self.till_1.id,
                "payment_method_id": self.card.id,
                "amount": order.amount_total,
            }
        ).check()
        self._commit()
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.fiscal_number, "S1C1-00000001")
        self.assertEqual(self._content(order)["payments"][0]["amount"], 4990)

    def test_the_database_refuses_a_ticket_paid_and_not_sealed(self):
        message = self._message([(self.headset,)], state="draft", payment_ids=[])
        order = self._send(message)
        with self.assertRaisesRegex(Exception, "paid and not sealed"):
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    "UPDATE pos_order SET state = 'paid' WHERE id = %s", [order.id]
                )
                self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.assertEqual(self.env["fiscal.append.only"]._get_missing_guards(), [])
        self.env.cr.execute(
            "ALTER TABLE pos_order DISABLE TRIGGER fiscal_ticket_is_sealed"
        )
        self.assertEqual(
            self.env["fiscal.append.only"]._get_missing_guards(), ["pos_order"]
        )

    def test_odoo_s_own_hash_follows_in_order_and_its_report_is_clean(self):
        orders = self._sell_r1() | self._golden([(self.repair,)], [(self.cash, 30.0)])
        self._commit()
        self.assertEqual(orders.mapped("l10n_fr_hash"), [False, False])
        self.env["pos.order"]._cron_append_hashes()
        self.env.invalidate_all()
        self.assertEqual(
            [one.l10n_fr_secure_sequence_number for one in orders.sorted("id")], [1, 2]
        )
        report = self.company._check_pos_hash_integrity()
        self.assertEqual(report["corrupted_orders"], "None")
        self._close(30.0)
        self.assertEqual(
            self.company._check_pos_hash_integrity()["corrupted_orders"], "None"
        )

    def test_no_till_closes_with_a_ticket_outside_of_the_hash(self):
        order = self._sell_r1()
        self._close(0.0)
        self.assertTrue(order.l10n_fr_hash)

    def test_a_company_that_does_not_seal_keeps_odoo_s_ways(self):
        self.env.cr.execute(
            "UPDATE res_company SET fiscal_started_on = NULL WHERE id = %s",
            [self.company.id],
        )
        self.env.invalidate_all()
        order = self._sell_r1()
        self.assertTrue(order.l10n_fr_hash)
        self.assertFalse(order.fiscal_number)

    def test_code_of_a_till_is_chosen_before_it_sells(self):
        self.till_2.fiscal_code = "LYON2"
        self.assertEqual(self.till_2.fiscal_till_id.code, "LYON2")
        self._sell_r1()
        with self.assertRaisesRegex(Exception, "no longer change"):
            self.till_1.fiscal_code = "LYON1"

    @freeze_time("2026-10-01 12:00:00")
    def test_tickets_of_a_browser_that_come_out_of_order_wait_for_their_rank(self):
        key = self._enrol_browser()
        first, second, third = (self._message([(self.repair,)]) for _ in range(3))
        signature = self._signed(first, key, 1)
        signature = self._signed(second, key, 2, signature)
        self._signed(third, key, 3, signature)
        code = self.till_1._get_fiscal_device("browser").code
        waits = self._send(third)
        self.assertEqual(waits.fiscal_state, "waiting")
        self.assertEqual(waits.fiscal_number, f"{code}-00000003")
        self._commit()
        self.assertEqual(self._send(third).fiscal_state, "waiting")
        orders = self._send(first) | self._send(second) | waits
        self._commit()
        self.assertEqual(
            orders.mapped("fiscal_number"),
            [f"{code}-0000000{rank}" for rank in (1, 2, 3)],
        )
        self.assertEqual(set(orders.mapped("fiscal_state")), {"sealed"})
        self.assertTrue(all(orders.mapped("fiscal_offline")))
        self.assertFalse(self.env["fiscal.quarantine"].search([("is_waiting", "=", 1)]))

    @freeze_time("2026-10-01 12:00:00")
    def test_a_manager_declares_that_tickets_are_missing_and_the_chain_goes_on(self):
        key = self._enrol_browser()
        third, fourth = (self._message([(self.repair,)]) for _ in range(2))
        signature = self._signed(third, key, 3, "lost")
        self._signed(fourth, key, 4, signature)
        orders = self._send(third) | self._send(fourth)
        waiting = self.env["fiscal.quarantine"].search([])
        with self.assertRaisesRegex(Exception, "Only a manager"):
            waiting.with_user(self.cashier)._declare_missing("Lost")
        self.env.user.group_ids |= self.env.ref(
            "unified_commerce_base.group_commerce_manager"
        )
        with self.assertRaisesRegex(Exception, "Say why"):
            waiting._declare_missing(" ")
        waiting[-1:]._declare_missing("Tablette volée")
        self._commit()
        self.assertEqual(set(orders.mapped("fiscal_state")), {"sealed"})
        chain = self._chain(identifier="browser")
        documents = self.env["fiscal.document"].search(
            [("chain_id", "=", chain.id)], order="seq"
        )
        self.assertEqual(documents.mapped("doc_type"), ["GAP", "GAP", "SALE", "SALE"])
        self.assertEqual(documents[-1].device_signature, chain.device_head)
        self.assertTrue(
            self._events("90").filtered(lambda one: "manquants" in one.description)
        )

    @freeze_time("2026-10-01 12:00:00")
    def test_a_browser_that_printed_another_amount_is_told_and_the_sale_goes_on(self):
        key = self._enrol_browser()
        message = self._message([(self.repair,)])
        self._signed(message, key, 1, total=2900)
        order = self._send(message)
        self.assertEqual(order.fiscal_state, "sealed")
        self.assertTrue(
            self.env["commerce.exception"].search_count(
                [("key", "=", f"fiscal-amounts:{order.uuid}")]
            )
        )
        self.assertIn("montants", "".join(self._events("90").mapped("description")))

    def test_sealing_adds_few_queries_to_a_ticket(self):
        self._sell_r1()
        self._commit()
        plain = self._count_queries(sealed=False)
        with_seal = self._count_queries(sealed=True)
        self.assertLessEqual(with_seal - plain, 13)

    def _count_queries(self, sealed):
        message = self._message([(self.headset,), (self.book,)])
        orders = self.env["pos.order"].with_user(self.cashier)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with ExitStack() as stack:
            if not sealed:
                nothing = patch.object(
                    type(orders), "_seal_tickets", lambda *args, **kwargs: {}
                )
                stack.enter_context(nothing)
            orders.sync_from_ui([message])
            self.env.flush_all()
        return self.env.cr.sql_log_count - before
