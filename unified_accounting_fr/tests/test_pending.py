# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..verifier import fiscal_verify
from .fiscal_common import FiscalCase


class PendingCase(FiscalCase):
    """Orders, invoices and payments outside of tills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Zéphyrine Quatremère",
                "email": "zephyrine@quatremere.example",
                "phone": "+33611223344",
                "zip": "45999",
                "country_id": cls.env.ref("base.fr").id,
            }
        )
        tax = cls.company.env["account.tax"].search(
            [
                ("company_id", "=", cls.company.id),
                ("type_tax_use", "=", "sale"),
                ("amount", "=", 20),
                ("price_include_override", "=", "tax_included"),
            ],
            limit=1,
        )
        cls.lamp = cls._product("Lampe", 120.0, tax, default_code="LAMPE")
        cls.lamp.invoice_policy = "order"
        cls.web = cls.env["commerce.channel"].create(
            {
                "name": "Web",
                "code": "WEBTEST",
                "channel_type": "web",
                "company_id": cls.company.id,
            }
        )
        cls.provider = cls.env["payment.provider"].create(
            {
                "name": "Essai",
                "code": "none",
                "state": "test",
                "company_id": cls.company.id,
            }
        )
        cls.cash = cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", "cash")], limit=1
        ) or cls.env["account.journal"].create(
            {"name": "Espèces", "type": "cash", "code": "ESPT"}
        )

    def _order(self, quantity=1, channel=None):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.lamp.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )
        order.channel_id = channel or self.web
        return order

    def _pay(self, order, amount, **values):
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_card").id,
                "reference": f"{order.name}-{len(order.transaction_ids)}",
                "amount": amount,
                "currency_id": self.company.currency_id.id,
                "partner_id": order.partner_id.id,
                "sale_order_ids": [Command.set(order.ids)],
                **values,
            }
        )
        payment._set_done()
        return payment

    def _invoice(self, order):
        order.action_confirm()
        invoice = order._create_invoices(final=True)
        invoice.action_post()
        return invoice

    def _register(self, invoice, **values):
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": self.cash.id, **values})
        )
        return wizard._create_payments()

    def _seal_all(self):
        """Seal what waits; return the new documents, oldest first."""
        documents = self.env["fiscal.document"]
        before = documents.search([("kind", "=", "ticket")])
        self.env["fiscal.pending"]._seal_waiting()
        waiting = self.env["fiscal.pending"].search([("state", "=", "waiting")])
        self.assertFalse([one for one in waiting.mapped("problem") if one])
        return (documents.search([("kind", "=", "ticket")]) - before).sorted("id")

    def _assert_exact(self, documents):
        for document in documents:
            content = document._get_content()
            paid = sum(one["amount"] for one in content["payments"])
            if content["type"] != "INVOICE":
                self.assertEqual(paid, content["total"])
            table = sum(row["base"] + row["tax"] for row in content["vat"])
            self.assertEqual(table, content["total"])
            lines = sum(line["ttc"] for line in content["lines"])
            self.assertEqual(lines, content["total"])


@tagged("post_install", "-at_install")
class TestPending(PendingCase):
    def test_af_13_an_order_of_the_shop_paid_by_card_is_sealed_on_its_till(self):
        order = self._order()
        payment = self._pay(order, 120.0)
        document = self._seal_all()
        self.assertRecordValues(
            document,
            [
                {
                    "number": "WEB-00000001",
                    "doc_type": "SALE",
                    "total": 12000,
                    "res_model": "payment.transaction",
                    "res_id": payment.id,
                }
            ],
        )
        content = document._get_content()
        self.assertEqual(content["vat"], [{"rate": "20", "base": 10000, "tax": 2000}])
        self.assertEqual(content["payments"][0]["mode"], "CB")
        self.assertEqual(document.till_id.kind, "web")
        self.assertEqual(document.chain_id.gt_alg, 12000)
        self._assert_exact(document)

    def test_af_13_an_order_paid_by_gift_card_is_sealed_and_redeems_a_voucher(self):
        order = self._order()
        order._after_paid_by_card("CADEAU", 120.0, "card-1", True)
        document = self._seal_all()
        content = document._get_content()
        self.assertEqual((document.doc_type, document.total), ("SALE", 12000))
        self.assertEqual(document.till_id.kind, "web")
        self.assertEqual(content["payments"][0]["mode"], "CADEAU")
        self.assertEqual(content["vouchers"], {"redeemed": 12000})
        self.assertEqual(document.chain_id.mpv_redeemed, 12000)
        self.assertEqual(document.chain_id.gt_alg, 12000)
        self._assert_exact(document)

    def test_a_card_and_a_provider_that_pay_together_make_one_sale(self):
        order = self._order()
        self._pay(order, 90.0)
        order._after_paid_by_card("AVOIR", 30.0, "card-1", False)
        document = self._seal_all()
        self.assertEqual(document.doc_type, "SALE")
        self.assertEqual(
            [(p["mode"], p["amount"]) for p in document._get_content()["payments"]],
            [("CB", 9000), ("AVOIR", 3000)],
        )
        self.assertFalse(document._get_content()["vouchers"])
        self._assert_exact(document)

    def test_an_invoice_of_before_the_seals_is_paid_without_a_sale(self):
        self.company.fiscal_started_on = False
        invoice = self._invoice(self._order())
        self.company.fiscal_started_on = fields.Datetime.now()
        self._register(invoice)
        document = self._seal_all()
        self.assertEqual((document.doc_type, document.total), ("PAYMENT", 0))

    def test_what_is_told_twice_is_sealed_once(self):
        order = self._order()
        payment = self._pay(order, 120.0)
        self.env["fiscal.pending"]._add("payment", payment, f"transaction:{payment.id}")
        self.assertEqual(len(self._seal_all()), 1)
        self.assertFalse(self._seal_all())

    def test_a_part_is_a_deposit_that_the_sale_deducts(self):
        order = self._order()
        self._pay(order, 36.0)
        deposit = self._seal_all()
        self._pay(order, 84.0)
        sale = self._seal_all()
        self.assertEqual(deposit.doc_type, "DEPOSIT")
        self.assertEqual(
            deposit._get_content()["vat"], [{"rate": "20", "base": 3000, "tax": 600}]
        )
        self.assertEqual(sale.doc_type, "SALE")
        self.assertEqual(
            [line["ttc"] for line in sale._get_content()["lines"]], [12000, -3600]
        )
        self.assertEqual(
            sale._get_content()["vat"], [{"rate": "20", "base": 7000, "tax": 1400}]
        )
        self.assertEqual(
            sale._get_content()["links"],
            [{"rel": "deposit_of", "no": deposit.number}],
        )
        self.assertEqual(sale.chain_id.gt_alg, 12000)
        self._assert_exact(deposit | sale)

    def test_a_refund_of_the_shop_takes_back_what_was_sealed(self):
        order = self._order()
        payment = self._pay(order, 120.0)
        sale = self._seal_all()
        refund = payment._create_child_transaction(20.0, is_refund=True)
        refund._set_done()
        document = self._seal_all()
        self.assertEqual(document.doc_type, "REFUND")
        self.assertEqual(document.total, -2000)
        self.assertEqual(document.till_id.kind, "web")
        self.assertEqual(
            document._get_content()["links"],
            [{"rel": "refund_of", "no": sale.number}],
        )
        self.assertEqual(document.chain_id.gt_alg, 10000)
        self.assertEqual(document.chain_id.gt_abs, 14000)
        self._assert_exact(document)

    def test_money_beyond_the_price_bears_no_vat(self):
        order = self._order()
        self._pay(order, 130.0)
        document = self._seal_all()
        self.assertEqual(document.total, 13000)
        self.assertEqual(document.chain_id.gt_alg, 12000)
        self._assert_exact(document)

    def test_the_invoice_of_what_is_sealed_counts_nothing(self):
        order = self._order()
        self._pay(order, 120.0)
        sale = self._seal_all()
        self._invoice(order)
        invoice = self._seal_all()
        self.assertEqual(invoice.doc_type, "INVOICE")
        self.assertEqual(invoice.chain_id, sale.chain_id)
        self.assertEqual(sale.chain_id.gt_alg, 12000)
        self.assertIn(
            {"rel": "invoice_of", "no": sale.number}, invoice._get_content()["links"]
        )
        self._assert_exact(invoice)

    def test_an_invoice_counts_when_nothing_was_paid_and_its_payment_does_not(self):
        invoice = self._invoice(self._order(channel=self._phone()))
        sale = self._seal_all()
        self.assertEqual((sale.doc_type, sale.total), ("SALE", 12000))
        self.assertEqual(sale.till_id.code, "BO")
        self.assertEqual(sale._get_content()["payments"][0]["mode"], "TERME")
        self._register(invoice)
        payment = self._seal_all()
        self.assertEqual((payment.doc_type, payment.total), ("PAYMENT", 0))
        self.assertEqual(
            [
                (one["mode"], one["amount"])
                for one in payment._get_content()["payments"]
            ],
            [("ESP", 12000), ("TERME", -12000)],
        )
        self.assertEqual(sale.chain_id.gt_alg, 12000)
        self._assert_exact(sale | payment)

    def _phone(self):
        return self.env["commerce.channel"]._get_phone(self.company)

    def test_a_final_invoice_after_a_deposit_counts_the_rest(self):
        order = self._order()
        self._pay(order, 36.0)
        self._seal_all()
        invoice = self._invoice(order)
        document = self._seal_all()
        self.assertEqual(document.doc_type, "SALE")
        self.assertEqual(document.total, 8400)
        self.assertEqual(document.chain_id.gt_alg, 12000)
        self._register(invoice, amount=84.0)
        self.assertEqual(self._seal_all().doc_type, "PAYMENT")
        self._assert_exact(document)

    def test_a_credit_note_counts_once_whatever_comes_first(self):
        order = self._order()
        payment = self._pay(order, 120.0)
        self._seal_all()
        invoice = self._invoice(order)
        self._seal_all()
        note = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        note.action_post()
        refund = self._seal_all()
        self.assertEqual((refund.doc_type, refund.total), ("REFUND", -12000))
        self.assertEqual(refund.chain_id.gt_alg, 0)
        payment._create_child_transaction(120.0, is_refund=True)._set_done()
        paid = self._seal_all()
        self.assertEqual((paid.doc_type, paid.total), ("PAYMENT", 0))
        self.assertEqual(refund.chain_id.gt_alg, 0)
        self._assert_exact(refund | paid)

    def test_an_invoice_taken_back_is_cancelled_by_a_document(self):
        invoice = self._invoice(self._order())
        sale = self._seal_all()
        invoice.button_draft()
        cancel = self._seal_all()
        self.assertEqual((cancel.doc_type, cancel.total), ("CANCEL", -12000))
        self.assertEqual(
            cancel._get_content()["links"], [{"rel": "cancels", "no": sale.number}]
        )
        invoice.action_post()
        again = self._seal_all()
        self.assertEqual((again.doc_type, again.total), ("SALE", 12000))
        self.assertEqual(again.chain_id.gt_alg, 12000)
        self._assert_exact(cancel | again)

    def test_a_payment_taken_back_is_owed_again(self):
        invoice = self._invoice(self._order())
        self._seal_all()
        payment = self._register(invoice)
        self._seal_all()
        payment.action_draft()
        document = self._seal_all()
        self.assertEqual(document.doc_type, "PAYMENT")
        self.assertEqual(
            [
                (one["mode"], one["amount"])
                for one in document._get_content()["payments"]
            ],
            [("ESP", -12000), ("TERME", 12000)],
        )
        self._assert_exact(document)

    def test_money_on_account_is_sealed_without_a_sale(self):
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.customer.id,
                "payment_type": "inbound",
                "partner_type": "customer",
                "journal_id": self.cash.id,
                "amount": 50.0,
            }
        )
        payment.action_post()
        document = self._seal_all()
        self.assertEqual((document.doc_type, document.total), ("PAYMENT", 0))
        self._assert_exact(document)

    def test_what_cannot_be_sealed_keeps_nothing_else_waiting_and_is_told(self):
        broken = self._pay(self._order(), 120.0)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE fiscal_pending SET kind = 'unknown', create_date = %s"
            " WHERE key = %s",
            [
                fields.Datetime.now() - timedelta(minutes=20),
                f"transaction:{broken.id}",
            ],
        )
        self.env.invalidate_all()
        self._pay(self._order(), 120.0)
        with mute_logger("odoo.addons.unified_accounting_fr.models.fiscal_pending"):
            self.env["fiscal.pending"]._cron_seal()
        row = self.env["fiscal.pending"]._of(broken)
        self.assertEqual(row.state, "waiting")
        self.assertTrue(row.problem)
        self.assertTrue(
            self.env["fiscal.document"].search([("number", "=", "WEB-00000001")])
        )
        self.assertEqual(
            self.env["commerce.exception"].search_count(
                [("key", "=", f"fiscal-pending:{self.company.id}")]
            ),
            1,
        )
        found = self.env["commerce.control"]._control_fiscal_pending()
        self.assertEqual(found[0][0], self.company)

    def test_whoever_may_invoice_is_sealed_and_reads_the_seal(self):
        user = new_test_user(
            self.env,
            "invoicer_sealed",
            groups="base.group_user,account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        order = self._order()
        order.action_confirm()
        invoice = order._create_invoices(final=True).with_user(user)
        invoice.action_post()
        self._register(invoice).with_user(user)
        documents = self._seal_all()
        self.assertEqual(documents.mapped("doc_type"), ["SALE", "PAYMENT"])
        self.assertEqual(documents[0]._get_content()["operator"], f"U{user.id}")
        self.assertIn("Lampe", documents[0].with_user(user).content_html)

    def test_a_company_that_does_not_seal_lets_nothing_wait(self):
        self.company.fiscal_started_on = False
        self._pay(self._order(), 120.0)
        self.assertFalse(self.env["fiscal.pending"].search([]))

    # Nobody's name ----------------------------------------------------------------

    def _play_all(self):
        order = self._order()
        payment = self._pay(order, 36.0)
        self._seal_all()
        invoice = self._invoice(order)
        self._register(invoice)
        self._seal_all()
        payment._create_child_transaction(36.0, is_refund=True)._set_done()
        free = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Pose chez Zéphyrine Quatremère",
                            "price_unit": 10.0,
                            "tax_ids": [Command.set(self.lamp.taxes_id.ids)],
                        }
                    )
                ],
            }
        )
        free.action_post()
        self._seal_all()
        self.env.cr.postcommit.run()
        return invoice

    def test_no_seal_and_no_log_row_names_a_customer(self):
        self._play_all()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema AND table_name LIKE 'fiscal\\_%%'"
        )
        tables = [name for (name,) in self.env.cr.fetchall()]
        self.assertIn("fiscal_document", tables)
        for table in tables:
            self.env.cr.execute(f"SELECT t::text FROM {table} t")  # noqa: S608
            for (row,) in self.env.cr.fetchall():
                for word in ("Quatremère", "zephyrine", "611223344", "45999"):
                    self.assertNotIn(word.lower(), row.lower(), table)

    def test_without_the_salt_chains_verify_and_prove_nobody(self):
        invoice = self._play_all()
        document = self.env["fiscal.document"]._of(invoice)[invoice.id][0]
        content = document._get_content()
        identities = self.env["fiscal.identity"]
        proof = content["identity"], self.customer
        self.assertTrue(identities._proves(*proof))
        self.assertFalse(identities._proves(content["identity"], self.partner))
        self.assertEqual(identities._forget(self.customer), 2)
        self.assertFalse(identities.search([]))
        self.assertFalse(identities._proves(*proof))
        key = fiscal_verify.load_public_key(
            self.env["fiscal.key"]._get_current(self.company).public_key
        )
        for chain in self.env["fiscal.chain"].search([]):
            previous = ""
            for one in self.env["fiscal.document"].search(
                [("chain_id", "=", chain.id)], order="seq"
            ):
                self.assertEqual(
                    one.sign_input,
                    fiscal_verify.sign_input(chain.kind, one._get_content(), previous),
                )
                self.assertTrue(
                    fiscal_verify.is_signed_by(one.sign_input, one.signature, key)
                )
                previous = one.signature
