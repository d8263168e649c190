# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from freezegun import freeze_time
from psycopg2.errors import RaiseException

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..exceptions import CopiedDatabaseError, SealingGapError
from ..verifier import fiscal_verify
from .fiscal_common import FiscalCase

R1 = {
    "company": "732829320",
    "lines": [["Casque", "20", "4990"], ["Livre", "5.5", "1800"]]
    + [["Magazine x2", "2.1", "700"]],
    "no": "S1C1-00000001",
    "payments": [["CB", "7490"]],
    "till": "S1C1",
    "total": "7490",
    "ts": "20261001101500",
    "type": "SALE",
    "v": 1,
}
R2 = {
    "company": "732829320",
    "lines": [["Cafe x3", "5.5", "1425"], ["Mug -10%", "20", "899"]],
    "no": "S1C1-00000002",
    "payments": [["ESP", "2324"]],
    "till": "S1C1",
    "total": "2324",
    "ts": "20261001110200",
    "type": "SALE",
    "v": 1,
}


class TestVectors(TransactionCase):
    def test_af_01_golden_tickets_are_sealed_byte_for_byte(self):
        self.assertEqual(
            fiscal_verify.digest(fiscal_verify.canonical(R1)),
            "9073dd38599a647254a3eb0dc64dfd45a417a1e9057cda8a29aaf63c62ca1ab6",
        )
        first = fiscal_verify.sign_input("ticket", R1, "")
        self.assertEqual(
            first,
            "0210:700|0550:1800|2000:4990,7490,20261001101500,S1C1-00000001,SALE,N,,"
            "9073dd38599a647254a3eb0dc64dfd45a417a1e9057cda8a29aaf63c62ca1ab6",
        )
        signature = fiscal_verify.hash_only(first)
        self.assertEqual(
            signature,
            "98a5ef8ed95bd6510eb79d9abf826175a3a91bf4ab5337372eccdf7030d4aa84",
        )
        second = fiscal_verify.sign_input("ticket", R2, signature)
        self.assertEqual(
            second,
            "0550:1425|2000:899,2324,20261001110200,S1C1-00000002,SALE,O,"
            "98a5ef8ed95bd6510eb79d9abf826175a3a91bf4ab5337372eccdf7030d4aa84,"
            "fbbc6f78de5543acdf5b6c3f76cc3890f0e88c5f426c31e82983e0b26ac2c519",
        )
        self.assertEqual(
            fiscal_verify.hash_only(second),
            "922cb2fcd19a41ef0343b925c8342823272ede943fab1958889e7f2caf9e496d",
        )

    def test_an_amount_that_is_not_exact_is_refused(self):
        with self.assertRaises(fiscal_verify.SealError):
            fiscal_verify.canonical({"lines": [{"ttc": 49.9}]})

    def test_a_signature_of_another_key_or_text_proves_nothing(self):
        mine, other = (ec.generate_private_key(fiscal_verify.CURVE) for _ in range(2))
        signature = fiscal_verify.sign("text", mine)
        self.assertEqual(len(signature), 86)
        public = mine.public_key()
        self.assertTrue(fiscal_verify.is_signed_by("text", signature, public))
        self.assertFalse(fiscal_verify.is_signed_by("Text", signature, public))
        self.assertFalse(
            fiscal_verify.is_signed_by("text", signature, other.public_key())
        )
        for wrong in ("", "é", "AAAA", signature[:-1] + "?", None):
            self.assertFalse(fiscal_verify.is_signed_by("text", wrong, public))


@tagged("post_install", "-at_install")
class TestSeal(FiscalCase):
    def test_documents_follow_each_other_signed(self):
        first = self._seal(("20", 4158, 832))
        second = self._seal(("20", 749, 150))
        key = fiscal_verify.load_public_key(
            self.env["fiscal.key"]._get_current(self.company).public_key
        )
        self.assertEqual(first.number, "S1C1-00000001")
        self.assertEqual(second.number, "S1C1-00000002")
        self.assertEqual(second.previous, first.signature)
        for document in first | second:
            content = json.loads(document.content)
            self.assertEqual(content["company"], "732829320")
            self.assertEqual(
                document.sign_input,
                fiscal_verify.sign_input("ticket", content, document.previous or ""),
            )
            self.assertTrue(
                fiscal_verify.is_signed_by(document.sign_input, document.signature, key)
            )

    def test_perpetual_totals_count_refunds_and_leave_vouchers_out(self):
        self._seal(("20", 4158, 832), ("NS", 5000, 0), vouchers={"issued": 5000})
        self._seal(("20", -4158, -832), doc_type="REFUND")
        self.assertRecordValues(
            self.chain, [{"gt_alg": 0, "gt_abs": 9980, "mpv_issued": 5000}]
        )

    def test_perpetual_totals_outgrow_four_bytes(self):
        for _ in range(2):
            self._seal(("20", 150_000_000_000, 30_000_000_000))
        self.assertEqual(self.chain.gt_alg, 360_000_000_000)

    @freeze_time("2026-10-02 01:30:00")
    def test_a_sale_of_the_night_belongs_to_the_day_before(self):
        document = self._seal(("20", 1000, 200))
        self.assertEqual(str(document.business_date), "2026-10-01")
        self.assertEqual(json.loads(document.content)["ts"], "20261002033000")

    @mute_logger("odoo.sql_db")
    def test_af_05_what_is_sealed_cannot_be_changed(self):
        document = self._seal(("20", 1000, 200))
        with self.assertRaises(UserError):
            document.write({"content": "{}"})
        with self.assertRaises(UserError):
            document.unlink()
        for statement in (
            "UPDATE fiscal_document SET content = '{}'",
            "DELETE FROM fiscal_document",
            "TRUNCATE fiscal_document CASCADE",
        ):
            with self.assertRaises(RaiseException), self.env.cr.savepoint():
                self.env.cr.execute(statement)

    def test_a_guard_that_is_gone_or_asleep_is_found(self):
        tables = self.env["fiscal.append.only"]
        self.assertEqual(tables._get_missing_guards(), [])
        self.env.cr.execute("ALTER TABLE fiscal_event DISABLE TRIGGER append_only_row")
        self.env.cr.execute("DROP TRIGGER append_only_row ON fiscal_document")
        self.assertEqual(
            tables._get_missing_guards(), ["fiscal_document", "fiscal_event"]
        )

    # Keys -----------------------------------------------------------------------

    def test_a_key_that_cannot_be_read_stops_no_sale(self):
        self._seal(("20", 1000, 200))
        key = self.env["fiscal.key"]._get_current(self.company)
        file = Path(self.key_folder, f"{key.fingerprint}.pem")
        file.rename(file.with_suffix(".away"))
        without = self._seal(("20", 1000, 200))
        after = self._seal(("20", 1000, 200))
        self.assertFalse(without.key_fpr)
        self.assertEqual(without.signature, fiscal_verify.hash_only(without.sign_input))
        self.assertEqual(after.previous, without.signature)
        self.assertEqual(len(self._events("90")), 1)
        told = self.env["commerce.exception"].search(
            [("key", "=", f"fiscal-key:{self.company.id}")]
        )
        self.assertEqual(len(told), 1)
        file.with_suffix(".away").rename(file)
        # the one of the event too
        self.assertEqual(self.env["fiscal.document"]._countersign(), 3)
        self.assertEqual(self.env["fiscal.document"]._countersign(), 0)
        public = fiscal_verify.load_public_key(key.public_key)
        self.assertTrue(
            fiscal_verify.is_signed_by(
                without.sign_input, without.countersignature_ids.signature, public
            )
        )

    def test_the_private_key_is_encrypted_and_for_its_owner_alone(self):
        key = self.env["fiscal.key"]._get_current(self.company)
        file = Path(self.key_folder, f"{key.fingerprint}.pem")
        self.assertIn("BEGIN ENCRYPTED PRIVATE KEY", file.read_text())
        self.assertEqual(os.stat(file).st_mode & 0o777, 0o600)
        self.env.cr.execute("SELECT string_agg(k::text, '') FROM fiscal_key k")
        self.assertNotIn("PRIVATE", self.env.cr.fetchone()[0])

    def test_a_copy_of_the_database_may_only_train(self):
        self._seal(("20", 1000, 200))
        key = self.env["fiscal.key"]._get_current(self.company)
        key.database_ref = "another database"
        with self.assertRaises(CopiedDatabaseError):
            self._seal(("20", 1000, 200))
        training = self.till._get_chain("training", self.device)
        document = self.env["fiscal.document"]._seal(
            training, self._ticket(("20", 1000, 200), doc_type="TRAINING")
        )
        self.assertEqual(document.number, "S1C1-F00000001")
        self.assertEqual(self.chain.gt_alg, 1200)

    def test_a_neutralised_database_may_only_train(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "database.is_neutralized", "True"
        )
        with self.assertRaises(CopiedDatabaseError):
            self._seal(("20", 1000, 200))

    def test_a_restored_database_goes_on_once_enrolled_again_the_old_one_stops(
        self,
    ):
        first = self._seal(("20", 1000, 200))
        key = self.env["fiscal.key"]._get_current(self.company)
        old_owner = key.owner
        key.database_ref = "the machine of yesterday"
        again = self.env["fiscal.key"]._enrol(self.company, "Serveur remplacé")
        self.assertEqual(again.fingerprint, key.fingerprint)
        second = self._seal(("20", 1000, 200))
        self.assertEqual(second.previous, first.signature)
        self.assertIn("Serveur remplacé", self._events("270")[:1].description)
        self.env.cr.postcommit.run()
        again.owner = old_owner  # what the old copy still believes
        with self.assertRaises(CopiedDatabaseError):
            self._seal(("20", 1000, 200))

    def test_a_lost_key_is_replaced_and_the_chain_goes_on(self):
        first = self._seal(("20", 1000, 200))
        key = self.env["fiscal.key"]._get_current(self.company)
        Path(self.key_folder, f"{key.fingerprint}.pem").unlink()
        again = self.env["fiscal.key"]._enrol(self.company, "Disque perdu")
        self.assertNotEqual(again.fingerprint, key.fingerprint)
        second = self._seal(("20", 1000, 200))
        self.assertEqual(second.previous, first.signature)
        self.assertEqual(second.key_fpr, again.fingerprint)

    # What a device signed itself --------------------------------------------------

    def _sign_as_device(self, device_key, number, previous="", **values):
        statement = fiscal_verify.canonical(
            {
                "no": number,
                "ts": "20261001235000",
                "tz": "+0200",
                "prev": previous,
                "offline": True,
                **values,
            }
        )
        return statement, fiscal_verify.sign(statement, device_key)

    def _enrol_signing(self):
        key = ec.generate_private_key(fiscal_verify.CURVE)
        device = self.env["fiscal.device"]._find_or_enrol(
            self.till, "browser-2", fiscal_verify.public_pem(key.public_key())
        )
        return key, self.till._get_chain("ticket", device)

    @freeze_time("2026-10-02 08:00:00")
    def test_a_ticket_numbered_and_signed_without_network_keeps_number_and_date(self):
        key, chain = self._enrol_signing()
        statement, signature = self._sign_as_device(key, "S1C1-2-00000001")
        document = self.env["fiscal.document"]._seal(
            chain, self._ticket(("20", 1000, 200)), None, statement, signature
        )
        self.assertRecordValues(
            document,
            [
                {
                    "number": "S1C1-2-00000001",
                    "offline": True,
                    "business_date": document.business_date.replace(2026, 10, 1),
                    "device_signature": signature,
                }
            ],
        )
        self.assertEqual(chain.device_head, signature)
        self.assertEqual(
            json.loads(document.content)["statement"], fiscal_verify.digest(statement)
        )

    @freeze_time("2026-10-02 08:00:00")
    def test_a_ticket_whose_forerunner_is_missing_waits(self):
        key, chain = self._enrol_signing()
        statement, signature = self._sign_as_device(key, "S1C1-2-00000002")
        with self.assertRaises(SealingGapError) as caught:
            self.env["fiscal.document"]._seal(
                chain, self._ticket(("20", 1000, 200)), None, statement, signature
            )
        self.assertEqual(caught.exception.expected, "S1C1-2-00000001")
        self.assertEqual(chain.seq, 0)

    @freeze_time("2026-10-02 08:00:00")
    def test_a_statement_that_proves_nothing_is_logged_and_the_sale_goes_on(self):
        key, chain = self._enrol_signing()
        other = ec.generate_private_key(fiscal_verify.CURVE)
        good = self._sign_as_device(key, "S1C1-2-00000001")
        wrong = [
            ("no JSON", ""),
            (good[0], "AAAA"),
            # each is wrong in one thing: its number is the one that comes next
            self._sign_as_device(other, "S1C1-2-00000003"),
            self._sign_as_device(key, "S1C1-2-00000004", "not the one before"),
            self._sign_as_device(key, "S1C1-2-00000001"),
            self._sign_as_device(key, "S1C1-2-00000006", ts="20269901235000"),
        ]
        for rank, (statement, signature) in enumerate(wrong, 1):
            document = self.env["fiscal.document"]._seal(
                chain, self._ticket(("20", 1000, 200)), None, statement, signature
            )
            self.assertEqual(document.seq, rank)
            self.assertFalse(document.device_signature)
        self.assertEqual(len(self._events("90")), len(wrong))

    @freeze_time("2026-10-02 08:00:00")
    def test_a_clock_set_back_is_logged(self):
        self._seal(("20", 1000, 200))
        with freeze_time("2026-10-02 07:00:00"):
            document = self._seal(("20", 1000, 200))
        self.assertIn(document.number, self._events("90").description)

    def test_each_event_is_sealed_in_the_log_of_its_till(self):
        events = self.env["fiscal.event"]
        events._log(self.till, "80", "Démarrage de la caisse.", {"version": "1"})
        self.assertFalse(events.search([("code", "=", "80")]))
        event = self._events("80")
        self.assertEqual(event.document_id.kind, "event")
        self.assertEqual(event.operator, f"U{self.env.uid}")
