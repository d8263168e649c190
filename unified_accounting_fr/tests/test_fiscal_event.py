# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..models.fiscal_event_watch import FiscalEvent
from .fiscal_common import FiscalCase


@tagged("post_install", "-at_install")
class TestFiscalEvent(FiscalCase):
    def _last(self, code):
        return self._events(code)[:1]

    def test_af_15_a_new_version_is_logged_with_the_one_before(self):
        events = self.env["fiscal.event"]
        first = self._last("250")
        self.assertTrue(first, "the version that begins to seal is logged")
        events._note_versions()
        self.assertEqual(len(self._events("250")), 1, "same version, same event")
        old, new = "19.0.1.0.0", "19.0.1.1.0"
        for version in (old, new):
            with patch.object(
                FiscalEvent,
                "_get_versions",
                lambda self, v=version: {"unified_accounting_fr": v},
            ):
                events._note_versions()
        last = self._last("250")
        self.assertIn(f"{old} → {new}", last.description)
        content = last.document_id._get_content()
        self.assertEqual(content["before"], {"unified_accounting_fr": old})
        self.assertEqual(content["versions"], {"unified_accounting_fr": new})

    def test_rights_given_and_taken_are_logged_by_pseudonym(self):
        user = new_test_user(
            self.env,
            "jeanne.dupont",
            "base.group_user",
            name="Jeanne Dupont",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        group = self.env.ref("account.group_account_manager")
        before = self._last("130")
        user.write({"signature": "J."})
        self.assertEqual(self._last("130"), before, "no right was changed")
        user.write({"group_ids": [Command.link(group.id)]})
        given = self._last("130")
        self.assertIn("account.group_account_manager", given.description)
        self.assertIn(f"U{user.id}", given.description)
        group.write({"user_ids": [Command.unlink(user.id)]})
        taken = self._last("130")
        self.assertNotEqual(taken, given)
        self.assertIn(f"retiré à U{user.id}", taken.description)
        logged = self.env["fiscal.event"].search([]).mapped("document_id.content")
        self.assertNotIn("dupont", "".join(logged).lower())

    def test_a_compliance_setting_is_logged_with_its_value_before(self):
        self.company.fiscal_day_start = 5.0
        self.assertIn("4.0 → 5.0", self._last("270").description)
        self.till.active = False
        self.assertIn("retirée", self._last("270").description)

    def test_an_export_is_logged_before_the_file_is_given(self):
        self._seal(("20", 1000, 200))
        documents = self.env["fiscal.document"].search([("till_id", "=", self.till.id)])
        documents.export_data(["number", "total"])
        content = self._last("110").document_id._get_content()
        self.assertEqual(content["model"], "fiscal.document")
        self.assertEqual(content["fields"], ["number", "total"])

    def test_the_fec_is_logged(self):
        self.env["l10n_fr.fec.export.wizard"].create(
            {"date_from": "2026-10-01", "date_to": "2026-10-31"}
        ).generate_fec()
        self.assertIn("01/10/2026", self._last("110").description)

    def test_a_number_moved_by_hand_is_logged(self):
        sequence = self.env["ir.sequence"].create(
            {"name": "Numbers", "company_id": self.company.id}
        )
        with patch.object(
            type(sequence), "_get_fiscal_sequences", lambda sequences: sequences
        ):
            sequence.write({"prefix": "X"})
            self.assertIn("prefix False → X", self._last("10").description)
            sequence.write({"number_next": 100})
            self.assertIn("→ 100", self._last("15").description)
        sequence.write({"prefix": "Y"})
        self.assertEqual(len(self._events("10")), 1)

    def test_nothing_is_logged_where_nothing_is_sealed(self):
        self.company.fiscal_started_on = False
        count = self.env["fiscal.event"].search_count([])
        self.company.fiscal_day_start = 5.0
        self.env["fiscal.document"].search([]).export_data(["number"])
        self.env["fiscal.event"]._note_versions()
        self.env.cr.postcommit.run()
        self.assertEqual(self.env["fiscal.event"].search_count([]), count)

    def test_the_screen_names_codes_and_shows_what_is_sealed(self):
        event = self._last("250")
        self.assertEqual(event.code_name, "New version of the software")
        self.assertIn('"code": "250"', event.sealed_content)
        self.assertEqual(event.document_number, event.document_id.number)
