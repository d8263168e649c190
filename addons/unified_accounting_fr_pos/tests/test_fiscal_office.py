# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import shutil
import tempfile
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from odoo.addons.unified_accounting_fr import keys

from .common import FrenchTillCase


@tagged("post_install", "-at_install")
class TestFiscalOffice(FrenchTillCase):
    """A shop whose tills have sold before it seals."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        variables = patch.dict(os.environ, {keys.FOLDER: folder})
        variables.start()
        cls.addClassCleanup(variables.stop)
        cls.company.write({"company_registry": "732829320"})

    def test_tickets_of_before_are_in_the_migration_document(self):
        order = self._golden([(self.headset, 1)], [(self.cash, 49.90)])
        self.env.flush_all()
        self.company._begin_sealing("Essai")
        document = self.env["fiscal.document"].search(
            [("doc_type", "=", "MIGRATION"), ("company_id", "=", self.company.id)]
        )
        content = document._get_content()
        tickets = [row for row in content["prior"] if "tickets" in row["source"]]
        whole = self.env["pos.order"].search(
            [
                ("company_id", "=", self.company.id),
                ("state", "in", ("paid", "done", "invoiced")),
            ]
        )
        self.assertIn(order, whole)
        self.assertEqual(sum(row["count"] for row in tickets), len(whole))
        self.assertEqual(
            sum(row["total"] for row in tickets),
            round(sum(whole.mapped("amount_total")) * 100),
        )
        self.assertEqual(content["last_hash"], order.l10n_fr_hash)

    def test_an_unpaid_ticket_of_a_past_day_is_red(self):
        preflight = self.env["fiscal.preflight"]
        self.env["pos.order"].search([("state", "=", "draft")]).unlink()
        self.assertEqual(preflight._check_draft_tickets(self.company).state, "ok")
        order = self._golden([(self.headset, 1)], [(self.cash, 49.90)])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pos_order SET state = 'draft', date_order = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(days=3), order.id],
        )
        self.env.invalidate_all()
        found = preflight._check_draft_tickets(self.company)
        self.assertEqual(found.state, "bad")
        self.assertTrue(found.remedy)
