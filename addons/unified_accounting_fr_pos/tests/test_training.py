# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .fiscal_common import FiscalTillCase


@tagged("post_install", "-at_install")
class TestTraining(FiscalTillCase):
    """Training leaves nothing but a sealed document that says it is false."""

    def _train(self, message=None, **values):
        message = message or self._message([(self.headset,), (self.book,)])
        message["unified_fiscal"] = {"training": True, "device": "browser", **values}
        orders = self.env["pos.order"].with_user(self.cashier)
        return message, orders.sync_from_ui([message])

    def _counts(self):
        self.env.flush_all()
        return [
            self.env[name].search_count([])
            for name in ("pos.order", "stock.picking", "account.move")
        ]

    def test_af_08_a_training_sale_reaches_neither_books_nor_totals(self):
        before = self._counts()
        message, answer = self._train()
        self.assertEqual(self._counts(), before)
        self.assertEqual(answer["pos.order"], [])
        trained = answer["unified_training"]
        self.assertEqual(trained[0]["uuid"], message["uuid"])
        code = self.till_1._get_fiscal_device("browser").code
        self.assertEqual(trained[0]["number"], f"{code}-F00000001")
        document = self.env["fiscal.document"].search(
            [("number", "=", trained[0]["number"])]
        )
        content = document._get_content()
        self.assertTrue(content["training"])
        self.assertEqual(content["total"], 6790)
        self.assertEqual(self._vat(content), {"5.5": (1706, 94), "20": (4158, 832)})
        self.assertEqual(self._chain(identifier="browser").gt_alg, 0)
        self.assertEqual(document.chain_id.gt_alg, 6790)

    def test_a_training_ticket_sent_again_is_sealed_once(self):
        message, first = self._train()
        _message, again = self._train(message)
        self.assertEqual(first["unified_training"], again["unified_training"])

    def test_a_training_ticket_not_paid_yet_is_not_stored(self):
        before = self._counts()
        message = self._message([(self.repair,)], state="draft", payment_ids=[])
        _message, answer = self._train(message)
        self.assertFalse(answer["unified_training"][0]["number"])
        self.assertEqual(self._counts(), before)

    def test_a_sale_beside_a_training_ticket_is_a_sale(self):
        trained = self._message([(self.repair,)])
        trained["unified_fiscal"] = {"training": True}
        sold = self._message([(self.headset,)])
        answer = (
            self.env["pos.order"].with_user(self.cashier).sync_from_ui([trained, sold])
        )
        self.assertEqual(len(answer["unified_training"]), 1)
        self.assertEqual([one["uuid"] for one in answer["pos.order"]], [sold["uuid"]])

    def test_af_17_a_neutralised_copy_produces_training_documents_only(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "database.is_neutralized", "True"
        )
        before = self._counts()
        answer = (
            self.env["pos.order"]
            .with_user(self.cashier)
            .sync_from_ui([self._message([(self.headset,)])])
        )
        self.assertEqual(self._counts(), before)
        self.assertEqual(answer["unified_training"][0]["number"], "S1C1-F00000001")
        self.assertFalse(
            self.env["fiscal.document"].search_count([("kind", "=", "ticket")])
        )

    def test_a_copy_takes_no_payment_in_the_back_office_either(self):
        message = self._message([(self.headset,)], state="draft", payment_ids=[])
        order = self._send(message)
        key = self.env["fiscal.key"]._get_current(self.company)
        key.database_ref = "another database"
        wizard = self.env["pos.make.payment"].with_context(active_id=order.id)
        values = {
            "config_id": self.till_1.id,
            "payment_method_id": self.card.id,
            "amount": order.amount_total,
        }
        with self.assertRaisesRegex(UserError, "copy"), self.env.cr.savepoint():
            wizard.create(values).check()
            self.env.cr.flush()

    def test_what_a_browser_makes_up_is_taken_for_nothing(self):
        message = self._message([(self.repair,)])
        message["lines"] = [(0, 0, {"product_id": 10**9, "qty": "x"}), (0, 0, None)]
        _message, answer = self._train(message)
        self.assertTrue(answer["unified_training"][0]["number"])
