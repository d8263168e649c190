# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.unified_accounting_fr.verifier import fiscal_verify

from .fiscal_common import FiscalTillCase

# the same vector as in canonical.test.js: both sides sign the same bytes
STATEMENT = {
    "no": "S1C1-00000042",
    "ts": "20261001101500",
    "tz": "+0200",
    "prev": "",
    "uuid": "0b5c3f0e-7b1e-4a53-9b6e-2f1d5a8c9e10",
    "type": "SALE",
    "total": 7490,
    "offline": True,
    "lines": 3,
    "payments": [["Carte « CB »", 5000], ['Espèces\t/\\"', 2490]],
    "rates": {"20": 4990, "5.5": 1800, "2.1": 700},
}
TEXT = (
    '{"lines":3,"no":"S1C1-00000042","offline":true,"payments":[["Carte « CB »",5000],'
    '["Espèces\\t/\\\\\\"",2490]],"prev":"","rates":{"2.1":700,"20":4990,"5.5":1800},'
    '"total":7490,"ts":"20261001101500","type":"SALE","tz":"+0200",'
    '"uuid":"0b5c3f0e-7b1e-4a53-9b6e-2f1d5a8c9e10"}'
)


@tagged("post_install", "-at_install")
class TestBrowser(FiscalTillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = str(uuid4())
        cls.pem = cls._pem()

    @classmethod
    def _pem(cls):
        key = ec.generate_private_key(fiscal_verify.CURVE)
        return fiscal_verify.public_pem(key.public_key())

    def _enrol(self, identifier=None, pem=None, seq=0, head="", waiting=0, **values):
        return self.till_1.with_user(self.cashier).enrol_fiscal_device(
            identifier or self.browser,
            self.pem if pem is None else pem,
            {"seq": seq, "head": head, "waiting": waiting},
            **values,
        )

    def _ticket_chain(self):
        till = self.till_1._get_fiscal_till()
        device = self.till_1._find_fiscal_browser(till, self.browser)
        return till._get_chain("ticket", device)

    def test_the_statement_of_a_browser_is_written_as_here(self):
        self.assertEqual(fiscal_verify.canonical(STATEMENT), TEXT)

    def test_a_defect_in_what_is_sealed_shows_when_the_till_starts(self):
        self.assertFalse(self._enrol()["defect"])
        self.company._report_fiscal_defects(["Une ligne a changé."], "test")
        self.assertTrue(self._enrol()["defect"])

    def test_a_browser_is_enrolled_once_and_each_start_is_logged(self):
        answer = self._enrol()
        self.assertEqual((answer["status"], answer["copy"]), ("enrolled", ""))
        self.assertTrue(answer["device"].startswith("S1C1"))
        self.assertEqual(self._enrol(), answer)
        other = self._enrol(str(uuid4()), self._pem())
        self.assertTrue(other["device"].startswith("S1C1-"))
        self.assertNotEqual(other["device"], answer["device"])
        starts = self._events("80").mapped("description")
        starts = [text for text in starts if "appareil" in text]
        self.assertEqual(sum("Premier" in text for text in starts), 2)
        self.assertEqual(len(starts), 3)

    def test_a_browser_without_key_is_enrolled_and_numbered_by_the_server(self):
        self.assertEqual(self._enrol(pem=False)["status"], "enrolled")
        self.assertEqual(self._enrol(pem=False)["status"], "enrolled")
        self.assertFalse(self._ticket_chain().device_id.public_key)

    def test_a_key_of_another_kind_is_refused(self):
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        for pem in ("nonsense", fiscal_verify.public_pem(other.public_key())):
            with self.assertRaisesRegex(UserError, "cannot be enrolled"):
                self._enrol(pem=pem)
        self.assertFalse(
            self.till_1._find_fiscal_browser(
                self.till_1._get_fiscal_till(), self.browser
            )
        )

    def test_a_browser_behind_the_server_gets_a_new_chain(self):
        self._enrol()
        chain = self._ticket_chain()
        chain._move(seq=3, device_head="x")
        self.assertEqual(self._enrol(seq=3, head="x")["status"], "enrolled")
        self.assertEqual(self._enrol(seq=5, head="y", waiting=2)["status"], "enrolled")
        for lost in (
            {"seq": 2, "head": "w"},
            {"seq": 3, "head": "other"},
            {"seq": 5, "head": "y"},
            {"seq": 3, "head": "x", "pem": self._pem()},
        ):
            self.assertEqual(self._enrol(**lost), {"status": "renew"})
        self.assertEqual(len(self._events("90")), 4)

    def test_a_browser_whose_storage_was_cleared_says_so_and_the_log_too(self):
        before = self._enrol()
        answer = self._enrol(str(uuid4()), self._pem(), replaces=self.browser)
        self.assertNotEqual(answer["device"], before["device"])
        self.assertIn("stockage effacé", self._events("90").description)

    def test_a_copy_of_the_database_is_told_that_it_only_trains(self):
        company = type(self.company)
        with patch.object(company, "_is_fiscal_copy", lambda self: True):
            self.assertIn("copy", self._enrol()["copy"])

    def test_nobody_but_the_staff_of_an_open_till_enrols(self):
        portal = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "portal-fiscal",
                "group_ids": self.env.ref("base.group_portal").ids,
            }
        )
        with self.assertRaises(AccessError):
            self.till_1.with_user(portal).enrol_fiscal_device(self.browser)
        with self.assertRaises(AccessError):
            self.till_1.with_user(portal).log_fiscal_outage(self.browser, {})
        with self.assertRaises(AccessError):
            self.till_1.with_user(portal).set_fiscal_training(self.browser, True)

    def test_a_browser_that_does_not_name_itself_is_refused(self):
        for wrong in (None, "", "server", "x" * 200, ["a"]):
            with self.assertRaises(UserError):
                self.till_1.enrol_fiscal_device(wrong)

    def test_af_09_the_log_says_how_many_tickets_were_sold_without_network(self):
        self._enrol()
        outage = {
            "seconds": 7200,
            "count": 3,
            "first": "S1C1-00000001",
            "last": "S1C1-00000003",
        }
        self.till_1.with_user(self.cashier).log_fiscal_outage(self.browser, outage)
        begin, end = self._events("70"), self._events("120")
        self.assertEqual((len(begin), len(end)), (1, 1))
        self.assertIn("3 tickets", end.description)
        self.assertEqual(end.document_id._get_content()["count"], 3)

    def test_an_outage_that_is_no_outage_breaks_nothing(self):
        self._enrol()
        self.till_1.log_fiscal_outage(self.browser, "x")
        self.till_1.log_fiscal_outage("x", {"count": "many", "first": None})
        self.assertIn("0 tickets", self._events("120").description)

    def test_training_is_in_the_log(self):
        self._enrol()
        for training in (True, False):
            self.till_1.set_fiscal_training(self.browser, training)
        self.assertEqual(len(self._events("260")), 1)
        self.assertEqual(len(self._events("265")), 1)

    def test_a_manager_approves_training_with_the_pin(self):
        request = {"uuid": str(uuid4()), "action": "training"}
        self.assertTrue(self.till_1._is_approval_request(request))
        request["action"] = "anything"
        self.assertFalse(self.till_1._is_approval_request(request))


@tagged("post_install", "-at_install")
class TestReceiptSettings(FiscalTillCase):
    def _settings(self):
        return self.till_1._load_pos_data_read(self.till_1, self.till_1)[0]

    def test_a_till_knows_what_its_tickets_must_say(self):
        self.company.ape = "4778C"
        told = self._settings()["_fiscal"]
        self.assertEqual(told["till"], "S1C1")
        self.assertEqual(told["company"]["name"], "UNIFIED RETAIL SAS")
        self.assertEqual(told["company"]["siret"], "732829320")
        self.assertEqual(told["company"]["ape"], "4778C")
        self.assertEqual(told["company"]["address"][-1], "France")
        self.assertIn("{lignes}", told["guarantee"])
        self.assertEqual((told["offline_hours"], told["offline_documents"]), (72, 5000))

    def test_no_ticket_prints_by_itself_once_the_company_seals(self):
        self.till_1.iface_print_auto = True
        self.assertFalse(self._settings()["iface_print_auto"])

    def test_a_company_that_does_not_seal_changes_nothing(self):
        self.till_1.iface_print_auto = True
        with patch.object(type(self.company), "_is_sealed", lambda self: False):
            values = self._settings()
            self.assertEqual(self.till_1.enrol_fiscal_device("x"), {"status": "off"})
        self.assertEqual(values["_fiscal"], {"sealed": False})
        self.assertTrue(values["iface_print_auto"])

    def test_a_text_counts_from_and_to_its_days(self):
        texts = self.env["fiscal.legal.text"]
        text = texts.search([("code", "=", "guarantee")])
        text.valid_to = "2025-01-01"
        self.assertEqual(texts._get_text("guarantee"), "")
        texts.create({"code": "guarantee", "text": "Neuf", "valid_from": "2025-01-02"})
        self.assertEqual(texts._get_text("guarantee"), "Neuf")

    def test_how_far_a_till_goes_without_network_is_above_zero(self):
        with self.assertRaises(ValidationError):
            self.company.fiscal_offline_hours = 0
