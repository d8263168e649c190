# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .fiscal_common import FiscalTillCase


@tagged("post_install", "-at_install")
class TestSealedGuard(FiscalTillCase):
    """What is paid and sealed never changes; what core does later passes."""

    def _sell(self):
        return self._golden([(self.repair,)], [(self.cash, 30.0)])

    def test_af_06_payments_lines_and_cash_movements_are_held(self):
        order = self._sell()
        self.session_1.try_cash_in_out(
            "out", 5.0, "Pain", False, {"translatedType": "out"}
        )
        line = self.session_1.statement_line_ids
        for change in (
            lambda: order.payment_ids.unlink(),
            lambda: order.payment_ids.write({"amount": 20.0}),
            lambda: order.add_payment(
                {
                    "pos_order_id": order.id,
                    "amount": 1.0,
                    "payment_method_id": self.cash.id,
                }
            ),
            lambda: order.lines.write({"qty": 2}),
            lambda: order.lines.unlink(),
            lambda: order.lines.copy(),
            lambda: order.write({"amount_total": 10.0}),
            lambda: order.write({"date_order": "2026-01-01 00:00:00"}),
            lambda: order.write({"session_id": False}),
            lambda: order.unlink(),
            lambda: line.unlink(),
            lambda: line.move_id.with_context(force_delete=True).unlink(),
            lambda: line.write({"amount": -4.0}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        with self.assertRaisesRegex(UserError, "refund it at a till"):
            order.lines.write({"price_unit": 1.0})

    def test_what_core_does_after_the_payment_passes(self):
        order = self._sell()
        order.write({"nb_print": 1, "partner_id": self.partner.id})
        order.write({"to_invoice": True, "email": "x@example.com"})
        self._commit()
        self._close(30.0)
        self.assertEqual(order.state, "done")

    def test_a_ticket_may_be_invoiced_later_and_its_invoice_is_sealed_apart(self):
        order = self._sell()
        order.partner_id = self.partner
        before = self._chain().gt_alg
        invoice = self.env["account.move"].browse(
            order.with_context(generate_pdf=False).action_pos_order_invoice()["res_id"]
        )
        document = self.env["fiscal.document"]._of(invoice)[invoice.id][0]
        content = document._get_content()
        self.assertEqual(content["type"], "INVOICE")
        self.assertEqual(
            content["links"], [{"rel": "invoice_of", "no": order.fiscal_number}]
        )
        self.assertEqual(content["total"], 3000)
        self.assertNotIn(self.partner.name, document.content)
        self.assertEqual(self._chain().gt_alg, before)

    # Cash -------------------------------------------------------------------------

    def test_float_movements_and_counts_of_cash_are_sealed(self):
        self._sell()
        session = self.session_1
        session.try_cash_in_out("in", 20.0, "Monnaie", False, {"translatedType": "in"})
        session.try_cash_in_out("out", 5.5, "Pain", False, {"translatedType": "out"})
        session.post_closing_cash_details(44.0)
        chain = self._chain("cash")
        documents = self.env["fiscal.document"].search(
            [("chain_id", "=", chain.id)], order="seq"
        )
        self.assertEqual(
            [(one.doc_type, one.total) for one in documents],
            [("FLOAT", 0), ("CASH_IN", 2000), ("CASH_OUT", -550), ("COUNT", 4400)],
        )
        self.assertEqual(documents[-1]._get_content()["expected"], 4450)
        self.assertEqual(documents[0].number, "S1C1-C00000001")
        self.assertEqual(chain.gt_alg, 0)

    # Duplicates -------------------------------------------------------------------

    def test_af_07_each_print_after_the_first_is_a_counted_duplicate(self):
        order, other = self._sell(), self._sell()
        total = self._chain().gt_alg
        till = self._till()
        answers = [
            till.print_fiscal_duplicate(order.id, "Le client l’a perdu")
            for _ in range(2)
        ]
        self.assertEqual([one["count"] for one in answers], [1, 2])
        self.assertEqual(till.print_fiscal_duplicate(other.id, "")["count"], 1)
        self.assertEqual(answers[1]["number"], "S1C1-D00000002")
        document = self.env["fiscal.document"].search(
            [("number", "=", "S1C1-D00000002")]
        )
        content = document._get_content()
        self.assertEqual(content["original"], order.fiscal_number)
        self.assertEqual(content["operator"], f"E{self.amelie.id}")
        self.assertEqual(self._chain().gt_alg, total)

    def test_a_duplicate_is_for_the_staff_of_the_till(self):
        order = self._sell()
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self._till(user=stranger).print_fiscal_duplicate(order.id, "")

    def test_a_note_before_the_payment_is_sealed_and_counts_nothing(self):
        message = self._message([(self.repair,)], state="draft", payment_ids=[])
        order = self._send(message)
        answer = self._till().print_fiscal_provisional(order.id)
        self.assertEqual(answer["number"], "S1C1-P00000001")
        self.assertEqual(self._chain().gt_alg, 0)
        order.with_user(self.cashier).action_pos_order_cancel()
        self.assertIn("S1C1-P00000001", self._events("190").description)
