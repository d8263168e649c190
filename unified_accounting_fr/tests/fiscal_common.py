# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import shutil
import tempfile
from unittest.mock import patch

from odoo.addons.unified_accounting_fr import keys

from .common import FrenchCompanyCase

SIREN = "732829320"


class KeyFolderMixin:
    """Keys in a folder of the tests, which each test gets as it was."""

    @classmethod
    def _make_key_folder(cls):
        cls.key_folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.key_folder, ignore_errors=True)
        variables = patch.dict(os.environ, {keys.FOLDER: cls.key_folder})
        variables.start()
        cls.addClassCleanup(variables.stop)
        for name in (keys.KEY, keys.PASSPHRASE, keys.PASSPHRASE_FILE):
            os.environ.pop(name, None)

    def setUp(self):
        # files are not rolled back: each test has a folder of its own
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.key_folder = shutil.copytree(
            type(self).key_folder, folder, dirs_exist_ok=True
        )
        variables = patch.dict(os.environ, {keys.FOLDER: folder})
        variables.start()
        self.addCleanup(variables.stop)
        super().setUp()


class FiscalCase(KeyFolderMixin, FrenchCompanyCase):
    """The company of the golden dataset, sealing with a key of its own."""

    @classmethod
    def registry_enter_test_mode_cls(cls):
        # tests with a browser have entered it already
        if not cls._registry_patched:
            super().registry_enter_test_mode_cls()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # own cursors see the test's transaction, and only it
        cls.registry_enter_test_mode_cls()
        cls._make_key_folder()
        cls.company.write({"name": "UNIFIED RETAIL SAS", "company_registry": SIREN})
        cls.company._start_sealing("Test")
        cls.env.cr.postcommit.run()
        cls.till = cls.env["fiscal.till"]._find_or_create(
            cls.company, "pos", "Caisse 1", "S1C1"
        )
        cls.device = cls.env["fiscal.device"]._find_or_enrol(cls.till, "browser-1")
        cls.chain = cls.till._get_chain("ticket", cls.device)
        cls.env.cr.postcommit.run()

    @classmethod
    def _ticket(cls, *rows, doc_type="SALE", **values):
        """Return the content of a ticket of (rate, base, tax), in cents."""
        vat = [{"rate": rate, "base": base, "tax": tax} for rate, base, tax in rows]
        total = sum(base + tax for _rate, base, tax in rows)
        return {
            "type": doc_type,
            "lines": [],
            "payments": [{"mode": "CB", "amount": total, "currency": "EUR"}],
            "vat": vat,
            "total": total,
            **values,
        }

    @classmethod
    def _seal(cls, *rows, **values):
        return cls.env["fiscal.document"]._seal(cls.chain, cls._ticket(*rows, **values))

    def _events(self, code):
        """Return the events of the log with this code, once commits are done."""
        self.env.cr.postcommit.run()
        return self.env["fiscal.event"].search([("code", "=", code)])
