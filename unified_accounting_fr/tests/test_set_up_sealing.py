# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .. import keys
from .common import FrenchCompanyCase
from .fiscal_common import SIREN, FiscalCase


class BeforeCase(FrenchCompanyCase):
    """A French company that does not seal yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        variables = patch.dict(os.environ, {keys.FOLDER: folder})
        variables.start()
        cls.addClassCleanup(variables.stop)
        cls.company.write(
            {
                "name": "UNIFIED RETAIL SAS",
                "company_registry": SIREN,
                "street": "1 rue des Essais",
                "city": "Orléans",
            }
        )
        cls.users = {
            name: new_test_user(
                cls.env,
                f"sealing_{name}",
                groups=f"base.group_user,account.group_account_{name}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for name in ("manager", "invoice")
        }

    def _open(self, name="manager"):
        set_ups = self.env["fiscal.set.up"].with_user(self.users[name])
        return set_ups.browse(set_ups.action_open()["res_id"])

    def _line(self, set_up, name):
        return set_up.line_ids.filtered(lambda line: line.name == name)


@tagged("post_install", "-at_install")
class TestSetUpSealing(BeforeCase):
    def test_a_shop_that_has_sold_begins_and_its_past_is_sealed_for_the_record(self):
        self._receipt((self._tax("tva_normale_ttc"), 120.0))
        set_up = self._open()
        self.assertTrue(set_up.is_ready)
        with self.assertRaisesRegex(UserError, "understood"):
            set_up.action_start()
        set_up.is_understood = True
        set_up.action_start()
        self.assertTrue(self.company._is_sealed())
        document = self.env["fiscal.document"].search(
            [("doc_type", "=", "MIGRATION"), ("company_id", "=", self.company.id)]
        )
        content = document._get_content()
        self.assertIn(
            {"year": "2026", "source": "factures", "count": 1, "total": 12000},
            content["prior"],
        )
        self.assertIn("commencent à 0", content["notice"])
        self.assertEqual(document.chain_id.gt_alg, 0)
        self.assertEqual(document.till_id.code, "BO")
        self.assertIn("factures", document.content_html)

    def test_a_red_line_says_what_to_do_and_nothing_begins(self):
        self.company.write({"company_registry": False, "street": False})
        set_up = self._open()
        self.assertFalse(set_up.is_ready)
        for name in ("SIREN", "Address"):
            self.assertEqual(self._line(set_up, name).state, "bad")
            self.assertTrue(self._line(set_up, name).remedy)
        set_up.is_understood = True
        with self.assertRaisesRegex(UserError, "SIREN, Address"):
            set_up.action_start()
        self.assertFalse(self.company._is_sealed())

    def test_a_folder_that_cannot_be_written_is_red(self):
        Path(keys.folder()).mkdir(parents=True, exist_ok=True)
        blocked = Path(keys.folder(), "file")
        blocked.write_text("")
        with patch.dict(os.environ, {keys.FOLDER: str(blocked)}):
            self.assertEqual(self._line(self._open(), "Folder of keys").state, "bad")
        self.assertNotEqual(self._line(self._open(), "Folder of keys").state, "bad")

    def test_a_neutralised_database_cannot_begin(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "database.is_neutralized", "True"
        )
        self.assertFalse(self._open().is_ready)

    def test_accounting_managers_alone_begin_and_enrol(self):
        with self.assertRaises(AccessError):
            self._open("invoice")
        with self.assertRaises(AccessError):
            self.env["fiscal.enrol"].with_user(self.users["invoice"]).create(
                {"reason": "x"}
            )

    def test_the_module_goes_as_long_as_nothing_is_sealed(self):
        modules = self.env["ir.module.module"]
        self.assertFalse(modules._get_last_real_seal())
        set_up = self._open()
        set_up.is_understood = True
        set_up.action_start()
        self.assertFalse(modules._get_last_real_seal())


@tagged("post_install", "-at_install")
class TestSealed(FiscalCase):
    def _enrol(self, **values):
        wizard = self.env["fiscal.enrol"].create({"reason": "Serveur changé", **values})
        wizard.action_enrol()
        return wizard

    def test_a_restored_database_seals_again_after_its_enrolment(self):
        key = self.env["fiscal.key"]._get_current(self.company)
        key.database_ref = "the machine of yesterday"
        wizard = self.env["fiscal.enrol"].create({"reason": "Serveur changé"})
        self.assertEqual(wizard.situation, "copy")
        wizard.action_enrol()
        self.assertTrue(self._seal(("20", 1000, 200)).key_fpr)
        self.assertIn("Serveur changé", self._events("270")[:1].description)

    def test_a_lost_key_is_told_and_replaced(self):
        key = self.env["fiscal.key"]._get_current(self.company)
        Path(self.key_folder, f"{key.fingerprint}.pem").unlink()
        wizard = self.env["fiscal.enrol"].create({"reason": "Disque perdu"})
        self.assertEqual(wizard.situation, "lost")
        wizard.action_enrol()
        again = self.env["fiscal.key"]._get_current(self.company)
        self.assertNotEqual(again.fingerprint, key.fingerprint)

    def test_a_key_is_rotated_and_logged(self):
        key = self.env["fiscal.key"]._get_current(self.company)
        self._enrol(new_key=True)
        again = self.env["fiscal.key"]._get_current(self.company)
        self.assertNotEqual(again.fingerprint, key.fingerprint)
        self.assertTrue(key.retired_on)
        self.assertIn(again.fingerprint[:16], self._events("270")[:1].description)

    def test_a_neutralised_copy_is_not_enrolled(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "database.is_neutralized", "True"
        )
        with self.assertRaisesRegex(UserError, "neutralised"):
            self._enrol()

    def test_a_revoked_device_is_not_believed(self):
        self.device.action_revoke()
        self.assertFalse(self.device._is_signing())
        self.assertIn(self.device.code, self._events("270")[:1].description)

    def test_a_setting_that_seals_rest_on_is_logged(self):
        self.company.fiscal_day_start = 5.0
        self.assertIn("Début de journée", self._events("270")[:1].description)

    def test_the_module_stays_once_something_real_is_sealed(self):
        self._seal(("20", 1000, 200))
        # a real key, though demo data are there
        self.env["fiscal.key"]._get_current(self.company).is_demo = False
        for name in ("unified_accounting_fr", "account"):
            module = self.env["ir.module.module"]._get(name)
            with self.assertRaisesRegex(UserError, "S1C1-00000001"):
                module.button_uninstall()
        with self.assertRaisesRegex(UserError, "S1C1-00000001"):
            self.env["ir.module.module"]._get(
                "unified_accounting_fr"
            ).module_uninstall()

    def test_what_a_demonstration_sealed_does_not_keep_the_module(self):
        self.env["fiscal.key"]._get_current(self.company).is_demo = True
        self._seal(("20", 1000, 200))
        self.assertFalse(self.env["ir.module.module"]._get_last_real_seal())

    def test_training_does_not_keep_the_module(self):
        self.env["fiscal.document"]._seal(
            self.till._get_chain("training", self.device),
            self._ticket(("20", 1000, 200), doc_type="TRAINING"),
        )
        self.assertFalse(self.env["ir.module.module"]._get_last_real_seal())
