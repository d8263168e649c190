# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged, users

from .fiscal_common import FiscalCase

PROOF = "odoo.addons.unified_accounting_fr.models.fiscal_check.BATCH"


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestIntegrity(FiscalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proofs = cls.env["fiscal.proof"]
        cls.manager = new_test_user(
            cls.env,
            "fiscal_manager",
            groups="unified_commerce_base.group_commerce_manager",
            email="manager@example.com",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        new_test_user(
            cls.env,
            "fiscal_nobody",
            groups="base.group_user",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def _alter(self, statement, **values):
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE fiscal_document DISABLE TRIGGER ALL")
        self.env.cr.execute(statement, values)
        self.env.cr.execute("ALTER TABLE fiscal_document ENABLE TRIGGER ALL")
        self.env.invalidate_all()

    def _proof(self, scope="daily"):
        return self.proofs.search(
            [("chain_id", "=", self.chain.id), ("scope", "=", scope)]
        )

    def test_a_sound_company_is_told_so(self):
        self._seal(("20", 1000, 200))
        self.assertTrue(self.proofs._prove(self.company, "daily"))
        self.assertEqual(self.company.fiscal_integrity_state, "ok")
        self.assertFalse(self._events("90"))

    def test_af_05_a_defect_is_logged_once_and_told_to_the_managers_once(self):
        for _ in range(3):
            self._seal(("20", 1000, 200))
        self._alter(
            "UPDATE fiscal_document SET content = '{}' WHERE number = 'S1C1-00000002'"
        )
        before = self.env["mail.mail"].search_count([])
        for _ in range(2):
            self.proofs._prove(self.company, "daily")
        self.assertEqual(self.company.fiscal_integrity_state, "ko")
        told = self._events("90")
        self.assertEqual(len(told), len(set(told.mapped("description"))))
        self.assertIn("S1C1-00000002", "".join(told.mapped("description")))
        mails = self.env["mail.mail"].search([], order="id desc")
        self.assertEqual(len(mails) - before, 1)
        self.assertIn(self.manager.partner_id, mails[0].recipient_ids)
        self.assertIn("S1C1-00000002", mails[0].body_html)
        # sales go on
        self.assertEqual(self._seal(("20", 1000, 200)).number, "S1C1-00000004")

    def test_the_daily_proof_goes_on_from_where_it_stopped_two_days_ago(self):
        for _ in range(3):
            self._seal(("20", 1000, 200))
        with freeze_time("2026-10-04 10:00:00"):
            self._seal(("20", 1000, 200))
            self.proofs._prove(self.company, "daily")
            self.assertEqual(self._proof().state["state"]["seq"], 3)
            self.assertEqual(self._proof().documents, 4)
            # what is old is left to the weekly proof
            self._alter("UPDATE fiscal_document SET total = 1 WHERE seq = 1")
            self.proofs._prove(self.company, "daily")
            self.assertFalse(self._proof().defects)
            self.proofs._prove(self.company, "full")
            self.assertIn("S1C1-00000001", self._proof("full").defects)
            self.assertEqual(self.company.fiscal_integrity_state, "ko")

    def test_a_defect_is_found_again_until_it_is_gone(self):
        for _ in range(3):
            self._seal(("20", 1000, 200))
        self._alter("UPDATE fiscal_document SET total = 1 WHERE seq = 2")
        with freeze_time("2026-10-04 10:00:00"):
            for _ in range(2):
                self.proofs._prove(self.company, "daily")
                self.assertIn("S1C1-00000002", self._proof().defects)
            self._alter(
                "UPDATE fiscal_document SET total = 1200"
                " WHERE seq = 2 AND kind = 'ticket'"
            )
            self.proofs._prove(self.company, "daily")
            self.assertFalse(self._proof().defects)
            self.assertEqual(self._proof().state["state"]["seq"], 3)

    def test_counters_that_do_not_agree_with_documents_are_found(self):
        self._seal(("20", 1000, 200))
        self.chain._move(gt_alg=1)
        self.proofs._prove(self.company, "daily")
        self.assertIn("« gt_alg »", self._proof().defects)

    def test_a_long_proof_stops_and_goes_on(self):
        for _ in range(5):
            self._seal(("20", 1000, 200))
        batch = self.proofs.env["fiscal.check"]._check_batch.__func__

        def short(check, checker, chain, after, until, limit=2):
            return batch(check, checker, chain, after, until, limit)

        target = type(self.env["fiscal.check"])
        with patch.object(target, "_check_batch", short):
            for stops in range(1, 30):  # noqa: B007 (read after the loop)
                if self.proofs._prove(self.company, "full", lambda: False):
                    break
        self.assertGreater(stops, 2)
        self.assertEqual(self._proof("full").documents, 5)
        self.assertEqual(self.company.fiscal_integrity_state, "ok")

    def test_scheduled_proofs_run_for_companies_that_seal(self):
        self._seal(("20", 1000, 200))
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1
        ):
            self.proofs._cron_daily()
            self.proofs._cron_full()
        self.assertTrue(self._proof("full").done_on)

    @users("fiscal_manager")
    def test_a_manager_verifies_at_once(self):
        self._seal(("20", 1000, 200))
        told = self.env["fiscal.proof"].action_verify_now()
        self.assertEqual(told["params"]["type"], "success")

    @users("fiscal_nobody")
    def test_who_has_no_part_in_it_verifies_nothing(self):
        with self.assertRaises(AccessError):
            self.env["fiscal.proof"].action_verify_now()
