# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import date

from cryptography.hazmat.primitives.asymmetric import ec
from freezegun import freeze_time

from odoo.tests import tagged

from ..verifier import fiscal_verify
from .test_archive import ArchiveCase

GUARDED = ("fiscal_document", "fiscal_event", "fiscal_countersignature")
# how each field of a sealed document is altered; a new field must be added
FIELDS = {
    "number": "'S1C1-00000099'",
    "doc_type": "'REFUND'",
    "res_model": "'res.users'",
    "res_id": "7",
    "date": "date + interval '1 hour'",
    "business_date": "business_date + 1",
    "received_at": "received_at + interval '1 hour'",
    "total": "total - 100",
    "content": "replace(content, '\"amount\":6790', '\"amount\":790')",
    "content_hash": "md5('x')",
    "sign_input": "replace(sign_input, ',6790,', ',790,')",
    "signature": "reverse(signature)",
    "key_fpr": "md5('x')",
    "previous": "reverse(signature)",
    "offline": "NOT offline",
    "late": "NOT COALESCE(late, false)",
    "statement": "replace(statement, 'tz', 'zt')",
    "device_signature": "reverse(device_signature)",
    "kind": "'training'",
    "till_id": "%(other_till)s",
    "device_id": "%(other_device)s",
    "company_id": "%(other_company)s",
    "chain_id": "%(other_chain)s",
    "seq": "seq + 1000",
}
# parts of the content of a ticket, and another value
CONTENT = {
    "lines": [{"ttc": 1}],
    "payments": [{"mode": "ESP", "amount": 6790, "currency": "EUR"}],
    "vat": [{"rate": "20", "base": 5658, "tax": 1132}],
    "total": 1,
    "type": "REFUND",
    "ts": "20261001000000",
    "tz": "+0100",
    "no": "S1C1-00000009",
    "till": "S9",
    "device": "S9",
    "company": "111111111",
    "operator": "E2",
    "software": ["Other", "1"],
    "v": 1,
    "row": {"day": "2026-09-30"},
    "statement": "0" * 64,
    "device_signature": "A" * 86,
}


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestTampering(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.device_key = ec.generate_private_key(fiscal_verify.CURVE)
        cls.signing = cls.env["fiscal.device"]._find_or_enrol(
            cls.till,
            "browser-2",
            fiscal_verify.public_pem(cls.device_key.public_key()),
        )
        cls.signed_chain = cls.till._get_chain("ticket", cls.signing)

    def setUp(self):
        super().setUp()
        self.documents = [self._seal_signed() for _ in range(4)]
        self.target = self.documents[1]
        for table in GUARDED:
            self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def _seal_signed(self):
        head = self.signed_chain._lock()
        statement = fiscal_verify.canonical(
            {
                "no": self.signed_chain._format_number(head["seq"] + 1),
                "ts": "20261001100000",
                "tz": "+0200",
                "prev": head["device_head"],
                "offline": True,
            }
        )
        return self.env["fiscal.document"]._seal(
            self.signed_chain,
            self._ticket(("20", 4158, 832), ("5.5", 1706, 94), operator="E1"),
            self.partner,
            statement,
            fiscal_verify.sign(statement, self.device_key),
        )

    def _sql(self, statement, **values):
        self.env.flush_all()
        self.env.cr.execute(statement, values)
        self.env.invalidate_all()

    def _defects(self):
        """Return what the proof of whole chains finds, the missing guards aside."""
        proofs = self.env["fiscal.proof"]
        proofs._restart(self.company)
        self.assertTrue(proofs._prove(self.company, "full"))
        found = proofs.search(
            [("company_id", "=", self.company.id), ("chain_id", "!=", False)]
        )
        return "\n".join(text for text in found.mapped("defects") if text)

    def _undone(self):
        """What is done inside is undone afterwards."""
        return self.env.cr.savepoint()

    def _assert_named(self, *words):
        found = self._defects()
        for word in words:
            self.assertIn(word, found)
        self.assertEqual(self.company.fiscal_integrity_state, "ko")
        return found

    def test_what_nobody_touched_is_sound(self):
        self.assertEqual(self._defects(), "")

    def test_every_field_of_a_document_is_guarded(self):
        stored = {
            name
            for name, field in self.env["fiscal.document"]._fields.items()
            if field.store and field.column_type and name != "id"
        }
        self.assertEqual(stored, set(FIELDS))
        till = self.env["fiscal.till"]._find_or_create(
            self.company, "pos", "Caisse 2", "S1C2"
        )
        device = self.env["fiscal.device"]._find_or_enrol(till, "other")
        others = {
            "other_till": till.id,
            "other_device": device.id,
            "other_company": self.env["res.company"].create({"name": "Other"}).id,
            "other_chain": till._get_chain("ticket", device).id,
        }
        for field, value in FIELDS.items():
            with self.subTest(field=field):
                savepoint = self._undone()
                self._sql(
                    f"UPDATE fiscal_document SET {field} = {value} WHERE id = %(id)s",
                    id=self.target.id,
                    **others,
                )
                found = self._defects()
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                number = "S1C1-00000099" if field == "number" else self.target.number
                follower = self.documents[2].number
                told = follower if field in ("seq", "chain_id") else number
                self.assertIn(told, found)
                if field not in ("seq", "chain_id", "number", "content", "key_fpr"):
                    name = {
                        "doc_type": "type",
                        "res_model": "about",
                        "res_id": "about",
                        "business_date": "day",
                        "received_at": "received",
                        "previous": "ne suit pas",
                    }.get(field, field)
                    self.assertIn(name, found)

    def test_every_part_of_a_content_is_guarded(self):
        text = self.target.content
        content = json.loads(text)
        self.assertEqual(set(content) - set(CONTENT), set())
        for name in content:
            with self.subTest(name=name):
                altered = fiscal_verify.canonical({**content, name: CONTENT[name]})
                savepoint = self._undone()
                self._sql(
                    "UPDATE fiscal_document SET content = %(text)s WHERE id = %(id)s",
                    text=altered,
                    id=self.target.id,
                )
                found = self._defects()
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                self.assertIn(f"{self.target.number} : le contenu a été modifié", found)

    def test_a_content_altered_with_all_that_needs_no_key_is_named(self):
        content = {**json.loads(self.target.content), "total": 1}
        text = fiscal_verify.canonical(content)
        self._sql(
            """
            UPDATE fiscal_document SET content = %(text)s, content_hash = %(hash)s,
                   sign_input = %(input)s, total = 1 WHERE id = %(id)s
            """,
            text=text,
            hash=fiscal_verify.digest(text),
            input=fiscal_verify.sign_input("ticket", content, self.target.previous),
            id=self.target.id,
        )
        self._assert_named(f"{self.target.number} : le champ « signature » ou la clé")

    def test_a_document_signed_again_with_the_key_breaks_those_after_it(self):
        content = {**json.loads(self.target.content), "total": 1}
        text = fiscal_verify.canonical(content)
        to_sign = fiscal_verify.sign_input("ticket", content, self.target.previous)
        _key, signature = self.company._get_fiscal_signer().sign(to_sign)
        self._sql(
            """
            UPDATE fiscal_document SET content = %(text)s, content_hash = %(hash)s,
                   sign_input = %(input)s, signature = %(signature)s, total = 1
             WHERE id = %(id)s
            """,
            text=text,
            hash=fiscal_verify.digest(text),
            input=to_sign,
            signature=signature,
            id=self.target.id,
        )
        self._assert_named(f"{self.documents[2].number} : ne suit pas")

    def test_a_row_that_was_removed_is_named_wherever_it_was(self):
        for rank, told in (
            (0, f"{self.documents[1].number} : 1 document(s) absent(s)"),
            (1, f"{self.documents[2].number} : 1 document(s) absent(s)"),
            (3, "le dernier document est de rang 3, 4 attendu"),
        ):
            savepoint = self._undone()
            self._sql(
                "DELETE FROM fiscal_document WHERE id = %(id)s",
                id=self.documents[rank].id,
            )
            found = self._defects()
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.assertIn(told, found)

    def test_a_swapped_pair_is_named(self):
        first, second = self.documents[1:3]
        self._sql(
            "UPDATE fiscal_document SET seq = 1000 WHERE id = %(first)s;"
            "UPDATE fiscal_document SET seq = %(one)s WHERE id = %(second)s;"
            "UPDATE fiscal_document SET seq = %(two)s WHERE id = %(first)s",
            first=first.id,
            second=second.id,
            one=first.seq,
            two=second.seq,
        )
        self._assert_named(f"{second.number} : ne suit pas")

    def test_replaced_keys_are_named(self):
        other = ec.generate_private_key(fiscal_verify.CURVE).public_key()
        pem = fiscal_verify.public_pem(other)
        fpr = fiscal_verify.fingerprint(other)
        savepoint = self._undone()
        self._sql("UPDATE fiscal_key SET public_key = %(pem)s", pem=pem)
        self.assertIn(
            f"{self.target.number} : signé par une clé inconnue", self._defects()
        )
        savepoint.close(rollback=True)
        savepoint = self._undone()
        self._sql(
            "UPDATE fiscal_key SET public_key = %(pem)s, fingerprint = %(fpr)s",
            pem=pem,
            fpr=fpr,
        )
        self.assertIn(self.target.number, self._defects())
        savepoint.close(rollback=True)
        self._sql(
            "UPDATE fiscal_device SET public_key = %(pem)s, key_fpr = %(fpr)s"
            " WHERE id = %(id)s",
            pem=pem,
            fpr=fpr,
            id=self.signing.id,
        )
        self._assert_named(f"{self.target.number} : la signature de l’appareil S1C1-2")

    def test_every_field_of_a_head_of_a_chain_is_guarded(self):
        values = {
            "seq": "seq - 1",
            "head": "reverse(head)",
            "device_head": "reverse(device_head)",
            "gt_alg": "gt_alg - 1",
            "gt_abs": "gt_abs - 1",
            "mpv_issued": "mpv_issued + 1",
            "mpv_redeemed": "mpv_redeemed + 1",
        }
        for field, value in values.items():
            savepoint = self._undone()
            self._sql(
                f"UPDATE fiscal_chain SET {field} = {value} WHERE id = %(id)s",
                id=self.signed_chain.id,
            )
            found = self._defects()
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.assertIn("S1C1/S1C1-2/ticket", found)
            self.assertIn("rang" if field == "seq" else f"« {field} »", found)

    def test_every_field_of_the_event_log_is_guarded(self):
        self.env["fiscal.event"]._log(self.till, "80", "Démarrage")
        event = self._events("80")
        other = self.env["res.company"].create({"name": "Other"})
        values = {
            "code": "'40'",
            "date": "date + interval '1 hour'",
            "operator": "'U0'",
            "description": "'Rien'",
            "company_id": str(other.id),
            "till_id": str(self.company._get_fiscal_office().id),
            "document_id": str(self.target.id),
        }
        stored = {
            name
            for name, field in event._fields.items()
            if field.store and field.column_type and name != "id"
        }
        self.assertEqual(stored, set(values))
        number = event.document_id.number
        for field, value in values.items():
            savepoint = self._undone()
            self._sql(
                f"UPDATE fiscal_event SET {field} = {value} WHERE id = %(id)s",
                id=event.id,
            )
            found = self._defects()
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.assertIn(number, found)
            self.assertIn("supprimée" if field == "document_id" else field, found)
        self._sql("DELETE FROM fiscal_event WHERE id = %(id)s", id=event.id)
        self._assert_named(
            f"{number} : la ligne de la table fiscal_event a été supprimée"
        )

    def test_an_altered_countersignature_is_named(self):
        with self.subTest("signed without key"):
            _none, digest = False, fiscal_verify.hash_only(self.target.sign_input)
            self._sql(
                "UPDATE fiscal_document SET key_fpr = NULL, signature = %(digest)s"
                " WHERE id = %(id)s",
                digest=digest,
                id=self.target.id,
            )
            self.env["fiscal.document"]._countersign()
            for field in ("signature", "key_fpr"):
                savepoint = self._undone()
                self._sql(
                    f"UPDATE fiscal_countersignature SET {field} = reverse({field})"
                )
                self.assertIn(self.target.number, self._defects())
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_dropped_triggers_are_named(self):
        self._sql("DROP TRIGGER append_only_row ON fiscal_document")
        self._defects()
        beside = self.env["fiscal.proof"].search(
            [("company_id", "=", self.company.id), ("chain_id", "=", False)]
        )
        self.assertIn("Table fiscal_document : la protection", beside.defects)
        self.assertEqual(self.company.fiscal_integrity_state, "ko")

    def test_a_guard_that_was_rewritten_is_named(self):
        self._sql(
            """
            CREATE OR REPLACE FUNCTION fiscal_event_append_only() RETURNS trigger
            LANGUAGE plpgsql AS
            'BEGIN IF true THEN RETURN OLD; END IF; RAISE EXCEPTION ''x''; END'
            """
        )
        for table in GUARDED:
            self.env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        guards = self.env["fiscal.append.only"]._get_missing_guards()
        self.assertEqual(guards, ["fiscal_event"])

    def test_a_restored_backup_is_named_by_the_archive_before(self):
        first = self._archive()
        self._sql(
            "DELETE FROM fiscal_document WHERE id = %(id)s", id=self.documents[3].id
        )
        state = self.documents[2]
        self.signed_chain._move(
            seq=3,
            head=state.signature,
            device_head=state.device_signature,
            gt_alg=3 * 6790,
            gt_abs=3 * 6790,
        )
        self.assertEqual(self._defects(), "")
        second = self._archive()
        code, told = self._verify(second._get_path(), "--previous", first._get_path())
        self.assertEqual(code, 1)
        self.assertIn("une sauvegarde a été restaurée", told)
        # and it goes on selling
        for _ in range(2):
            self._sell_signed_again()
        third = self._archive(date(2026, 10, 1), date(2026, 12, 31))
        code, told = self._verify(third._get_path(), "--previous", first._get_path())
        self.assertEqual(code, 1)
        self.assertIn("le document de rang 4 n’est plus celui", told)

    def _sell_signed_again(self):
        with freeze_time("2026-10-01 11:00:00"):
            return self._seal_signed()

    def test_another_signature_of_the_manifest_is_no_proof(self):
        archive = self._archive()
        other = ec.generate_private_key(fiscal_verify.CURVE)

        def change(name, data):
            if name != "manifest.sig":
                return data
            fpr = data.decode().split()[0]
            return f"{fpr} {fiscal_verify.sign('x', other)}".encode()

        code, told = self._verify(self._copy(archive, change))
        self.assertEqual(code, 1)
        self.assertIn("manifest.json : la signature est fausse", told)
