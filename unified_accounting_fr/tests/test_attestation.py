# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import hashlib
import re
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.modules.module import Manifest
from odoo.tests import new_test_user, tagged

from .. import attested
from .fiscal_common import FiscalCase

PUBLISHER = {
    "publisher": "Éditeur & Fils",
    "publisher_siren": "552100554",
    "publisher_address": "2 rue de l’Édition, 75001 Paris",
    "signatory": "Alice Martin, gérante",
}
# what no text of ours may claim
CLAIM = re.compile(r"certifi(é|ée|és|ées|ed)\b", re.IGNORECASE)


@tagged("post_install", "-at_install")
class TestAttestation(FiscalCase):
    def _make(self, **values):
        one = self.env["fiscal.attestation"].create({**PUBLISHER, **values})
        one.action_make()
        return one

    def test_without_publisher_or_signatory_there_is_none(self):
        for name in PUBLISHER:
            with self.assertRaises(UserError):
                self._make(**{name: " "})

    def test_the_draft_is_stored_and_its_digest_is_sealed(self):
        one = self._make()
        pdf = base64.b64decode(one.attachment_id.datas)
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertEqual(one.pdf_digest, hashlib.sha256(pdf).hexdigest())
        self.assertEqual(one.root_version, "19.0.1")
        event = self._events("270")[:1]
        content = event.document_id._get_content()
        self.assertEqual(content["pdf"], one.pdf_digest)
        self.assertFalse(one.changed_files)
        with self.assertRaises(UserError):
            one.unlink()
        with self.assertRaises(UserError):
            one.action_make()

    def test_the_text_names_both_parts_and_the_four_conditions(self):
        one = self._make()
        text = " ".join(part for _head, parts in one._get_sections() for part in parts)
        for word in ("552100554", "Alice Martin", "732829320", "19.0.1", "inaltér"):
            self.assertIn(word, text)
        for word in ("sécurisation", "conservation", "archivage", "286"):
            self.assertIn(word, text)

    def test_demonstration_data_make_a_specimen(self):
        with patch.object(type(self.company), "_is_fiscal_demo", lambda _company: True):
            self.assertTrue(self._make().is_specimen)
        self.assertFalse(self._make().is_specimen)

    def test_a_source_file_that_changes_is_told_and_logged(self):
        one = self._make()
        self.env["fiscal.attestation"]._check_sources()
        self.assertEqual(self.env["fiscal.attestation"]._check_sources(), [])
        name = "unified_accounting_fr/models/fiscal_document.py"
        changed = {**attested.digests(), name: "another"}
        with patch.object(attested, "digests", lambda: changed):
            self.assertEqual(self.env["fiscal.attestation"]._check_sources(), [name])
            self.assertEqual(self.env["fiscal.attestation"]._check_sources(), [])
            one.invalidate_recordset()
            self.assertEqual(one.changed_files, name)
        told = self._events("270").filtered(lambda event: name in event.description)
        self.assertEqual(len(told), 1)
        self.assertTrue(
            self.env["commerce.exception"].search(
                [("key", "=like", f"fiscal-sources:{self.company.id}:%")]
            )
        )

    def test_the_files_that_seal_are_among_the_sources(self):
        names = set(attested.digests())
        for path in (
            "models/fiscal_document.py",
            "verifier/fiscal_verify.py",
            "keys.py",
        ):
            self.assertIn(f"unified_accounting_fr/{path}", names)

    def test_accounting_managers_alone_make_one(self):
        user = new_test_user(
            self.env,
            "attesting",
            groups="base.group_user,account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.env["fiscal.attestation"].with_user(user).create(PUBLISHER)

    def test_no_text_of_ours_claims_a_certificate(self):
        ours = self.env["ir.module.module"].search([("name", "=like", "unified_%")])
        found = []
        for name in ours.mapped("name"):
            root = Path(Manifest.for_addon(name).path)
            for path in root.rglob("*"):
                if path.suffix not in (".py", ".po", ".pot", ".md", ".rst", ".xml"):
                    continue
                if path != Path(__file__) and CLAIM.search(path.read_text("utf-8")):
                    found.append(path.relative_to(root.parent))
        self.assertEqual(found, [])
