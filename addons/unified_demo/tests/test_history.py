# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import shutil
import tempfile
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.unified_accounting_fr import keys

from ..builders.history import TillsInUse
from ..builders.plan import make_plan
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestHistory(DemoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Step = cls.env["unified.demo.step"]
        cls.plan = {step.key: step for step in make_plan(cls.demo._history_start())}

    def _waiting(self, kind):
        """A day that is still to enter; the last ones are entered last."""
        step = self.Step.search(
            [("state", "=", "todo"), ("kind", "=", kind)], order="date, id", limit=1
        )
        if not step:
            self.skipTest("The history of this database is entered already.")
        return step

    def _tickets(self, step):
        uuids = [sale.uuid for sale in self.plan[step.key].sales]
        return self.env["pos.order"].search([("uuid", "in", uuids)])

    def test_a_day_at_the_till_ends_with_a_balanced_entry(self):
        step = self._waiting("till")
        step._play()
        tickets = self._tickets(step)
        session = tickets.session_id
        self.assertEqual(len(session), 1)
        self.assertEqual(session.state, "closed")
        self.assertEqual(session.move_id.state, "posted")
        self.assertEqual(session.move_id.date, step.date)
        self.assertAlmostEqual(sum(session.move_id.line_ids.mapped("balance")), 0)
        sold = session.move_id.line_ids.filtered(
            lambda line: (
                line.account_id.account_type.startswith("income") or line.tax_line_id
            )
        )
        self.assertAlmostEqual(
            -sum(sold.mapped("balance")), sum(tickets.mapped("amount_total"))
        )

    def test_the_till_is_left_with_its_float(self):
        step = self._waiting("till")
        step._play()
        session = self._tickets(step).session_id
        self.assertLessEqual(abs(session.cash_register_balance_end_real - 150), 2.0)
        # A coin that is missing is booked with the others: the ledger has what was
        # counted.
        cash = session.cash_journal_id.default_account_id
        lines = self.env["account.move.line"].search(
            [("account_id", "=", cash.id), ("parent_state", "=", "posted")]
        )
        self.assertAlmostEqual(
            sum(lines.mapped("balance")), session.cash_register_balance_end_real
        )

    def test_tickets_carry_their_day_their_seller_and_their_hash(self):
        step = self._waiting("till")
        step._play()
        tickets = self._tickets(step)
        self.assertEqual(len(tickets), step.documents)
        for ticket in tickets:
            self.assertEqual(ticket.date_order.date(), step.date)
            self.assertTrue(ticket.employee_id)
            self.assertTrue(ticket.l10n_fr_hash)
            self.assertAlmostEqual(
                ticket.amount_total, sum(ticket.lines.mapped("price_subtotal_incl"))
            )
            self.assertAlmostEqual(ticket.amount_paid, ticket.amount_total)
            moved = ticket.picking_ids
            self.assertTrue(all(one.date_done.date() == step.date for one in moved))

    def test_customers_earn_their_points_at_the_till(self):
        step = self._waiting("till")
        program = self.ref("loyalty_program")
        buyers = [
            (sale, self.ref(f"customer_{sale.customer:03d}"))
            for sale in self.plan[step.key].sales
            if sale.customer and not sale.returns and not sale.spends_points
        ]
        points = {
            partner: sum(
                self.env["loyalty.card"]
                .search(
                    [("partner_id", "=", partner.id), ("program_id", "=", program.id)]
                )
                .mapped("points")
            )
            for _sale, partner in buyers
        }
        step._play()
        for sale, partner in buyers:
            ticket = self.env["pos.order"].search([("uuid", "=", sale.uuid)])
            card = self.env["loyalty.card"].search(
                [("partner_id", "=", partner.id), ("program_id", "=", program.id)]
            )
            self.assertEqual(len(card), 1)
            self.assertGreaterEqual(
                round(card.points - points[partner], 2),
                round(ticket.amount_total, 2) - 101,
            )
            self.assertGreater(card.points, 0)

    def test_a_day_of_the_web_is_paid_invoiced_and_shipped(self):
        step = self._waiting("web")
        step._play()
        keys = [sale.key for sale in self.plan[step.key].sales]
        orders = self.env["sale.order"].search([("client_order_ref", "in", keys)])
        self.assertEqual(len(orders), step.documents)
        for order in orders:
            self.assertEqual(order.state, "sale")
            self.assertEqual(order.date_order.date(), step.date)
            self.assertEqual(order.website_id, self.ref("website"))
            self.assertEqual(order.channel_id.channel_type, "web")
            self.assertEqual(order.transaction_ids.mapped("state"), ["done"])
            self.assertEqual(order.invoice_status, "invoiced")
            self.assertIn(order.invoice_ids.payment_state, ("paid", "in_payment"))
            self.assertEqual(order.invoice_ids.invoice_date, step.date)
            self.assertAlmostEqual(order.invoice_ids.amount_total, order.amount_total)
        if (self.demo._today() - step.date).days > 2:
            self.assertEqual(set(orders.mapped("delivery_status")), {"full"})

    def test_a_day_entered_twice_is_entered_once(self):
        for kind in ("till", "web"):
            step = self._waiting(kind)
            step._play()
            tickets = self.env["pos.order"].search_count([])
            orders = self.env["sale.order"].search_count([])
            step.state = "todo"
            step._play()
            self.assertEqual(self.env["pos.order"].search_count([]), tickets)
            self.assertEqual(self.env["sale.order"].search_count([]), orders)

    def test_a_till_in_use_is_left_to_its_cashier(self):
        step = self._waiting("till")
        place = self.plan[step.key].place.lower()
        busy = self.ref(f"till_{place}_1")
        busy._action_to_open_ui()
        session = busy.current_session_id
        step._play()
        self.assertEqual(self._tickets(step).config_id, self.ref(f"till_{place}_2"))
        self.assertFalse(session.order_ids)

    def test_a_store_whose_tills_are_both_in_use_waits(self):
        step = self._waiting("till")
        place = self.plan[step.key].place.lower()
        for number in (1, 2):
            self.ref(f"till_{place}_{number}")._action_to_open_ui()
        with self.assertRaises(TillsInUse):
            step._play()
        self.assertFalse(self.demo._try_step(step))
        self.assertEqual(step.state, "todo")

    def test_the_history_stops_and_resumes_where_it_stopped(self):
        self._waiting("till")
        entered = self.demo.progress()["done"]
        calls = []

        def stop_after_two(cron, processed=0, *, remaining=None, deactivate=False):
            calls.append((processed, remaining))
            return 0 if sum(done for done, _left in calls) == 2 else 60

        def play(step):
            step.state = "done"

        with (
            patch.object(
                self.env.registry["ir.cron"], "_commit_progress", stop_after_two
            ),
            patch.object(self.env.registry["unified.demo.step"], "_play", play),
            patch.object(self.env.cr, "commit", lambda: None),
        ):
            self.demo._cron_fill_history()
        self.assertEqual(sum(done for done, _left in calls), 2)
        self.assertGreater(self.demo.progress()["done"], entered)
        self.assertEqual(self.demo.progress()["total"], 750)

    def test_a_day_that_cannot_be_entered_does_not_stop_the_others(self):
        step = self._waiting("till")
        total = self.demo.progress()["total"]

        def fail(step):
            raise ValueError("a wrong day")

        with (
            patch.object(self.env.registry["unified.demo.step"], "_play", fail),
            self.assertLogs("odoo.addons.unified_demo", "ERROR"),
        ):
            self.assertTrue(self.demo._try_step(step))
        self.assertEqual(step.state, "failed")
        self.assertEqual(self.demo.progress()["total"], total - step.documents)

    def test_progress_is_for_administrators(self):
        with self.assertRaises(AccessError):
            self.demo.with_user(self.ref("user_cashier")).progress()

    def test_the_retailer_seals_from_the_day_its_history_ends(self):
        company = self.env.company
        if company._is_sealed():
            self.skipTest("The retailer of this database seals already.")
        self.registry_enter_test_mode()
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        with patch.dict(os.environ, {keys.FOLDER: folder}):
            self.demo._begin_sealing()
            key = self.env["fiscal.key"]._get_current(company)
            self.assertTrue(key.is_demo)
            self.assertTrue(company._get_fiscal_signer().fingerprint)
            # `make db` copies the retailer: its seals are specimens there, too
            key.database_ref = "a copy"
            self.assertFalse(company._is_fiscal_copy())
        self.assertFalse(self.env["ir.module.module"]._get_last_real_seal())

    def test_a_folder_of_keys_that_cannot_be_written_stops_no_demonstration(self):
        company = self.env.company
        if company._is_sealed():
            self.skipTest("The retailer of this database seals already.")
        with (
            patch.dict(os.environ, {keys.FOLDER: "/proc/nowhere"}),
            mute_logger("odoo.addons.unified_demo.models.unified_demo"),
        ):
            self.demo._begin_sealing()
        self.assertFalse(company._is_sealed())
