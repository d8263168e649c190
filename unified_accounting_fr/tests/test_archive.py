# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import json
import random
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..verifier import fiscal_verify
from .fiscal_common import FiscalCase


class ArchiveCase(FiscalCase):
    """Archives on disk, and the verifier as an inspector runs it."""

    def _archive(self, start=date(2026, 10, 1), end=date(2026, 10, 31), **values):
        archive = self.env["fiscal.archive"]._request(
            self.company, start, end, **values
        )
        self.assertEqual(archive.state, "done", archive.error)
        return archive

    def _verify(self, path, *options):
        """Return (exit code, what was printed)."""
        told = io.StringIO()
        with redirect_stdout(told), redirect_stderr(told):
            code = fiscal_verify.main([str(path), *map(str, options)])
        return code, told.getvalue()

    def _copy(self, archive, change=None, drop=(), add=()):
        """Return a copy of an archive with files changed by ``change(name, data)``."""
        path = Path(self.key_folder, f"copy{random.random()}.zip")
        with (
            zipfile.ZipFile(archive._get_path()) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                data = source.read(name)
                if name not in drop:
                    target.writestr(name, change(name, data) if change else data)
            for name, data in add:
                target.writestr(name, data)
        return path

    def _sell(self):
        self._seal(
            ("20", 4158, 832),
            ("5.5", 1706, 94),
            lines=[
                {"label": "Casque; « été »", "ref": "C", "qty": "1", "unit": 4990}
                | {"discount": 0, "ttc": 4990, "ht": 4158, "rate": "20"},
                {"label": 'Livre "relié"\n', "ref": "L", "qty": "2", "unit": 900}
                | {"discount": 0, "ttc": 1800, "ht": 1706, "rate": "5.5"},
            ],
        )
        self._seal(("20", 749, 150))
        self._seal(("20", -749, -150), doc_type="REFUND")


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestArchive(ArchiveCase):
    def test_af_12_an_archive_is_sound_and_a_byte_changed_in_it_is_found(self):
        self._sell()
        archive = self._archive()
        self.assertEqual(archive.integrity, "ok")
        code, told = self._verify(archive._get_path())
        self.assertEqual((code, told.count("intègre")), (0, 1), told)

        def flip(name, data):
            return (
                data.replace(b"Casque", b"Casquf") if name == "tickets.jsonl" else data
            )

        code, told = self._verify(self._copy(archive, flip))
        self.assertEqual(code, 1)
        self.assertIn("S1C1-00000001 : le contenu a été modifié", told)
        self.assertIn("tickets.jsonl : le fichier a été modifié", told)
        code, told = self._verify(self._copy(archive, flip), "--lang", "en")
        self.assertIn("S1C1-00000001: the content was altered", told)

    def test_the_archive_is_sealed_and_logged(self):
        self._sell()
        archive = self._archive()
        content = archive.document_id._get_content()
        self.assertEqual(archive.document_id.kind, "archive")
        self.assertEqual(content["sha256"], archive.sha256)
        self.assertIn(archive.sha256, self._events("20").description)
        self.assertFalse(archive._get_folder().exists())
        self.assertRegex(
            archive.name, r"^UCARCH_732829320_20261001_20261031_\d{4}\.zip$"
        )

    def test_an_archive_explains_every_column_and_carries_its_verifier(self):
        self._sell()
        with zipfile.ZipFile(self._archive()._get_path()) as file:
            names = file.namelist()
            read_me = file.read("LISEZMOI.txt").decode()
            lines = file.read("lines.csv").decode()
            source = file.read("fiscal_verify.py")
        for name, columns in fiscal_verify.COLUMNS.items():
            self.assertIn(name, names)
            for column in columns:
                self.assertIn(f"  {column} : ", read_me)
        self.assertEqual(source, Path(fiscal_verify.__file__).read_bytes())
        self.assertIn('"Casque; « été »"', lines)
        self.assertEqual(lines.count("\r\n"), 3)

    def test_the_next_archive_follows_the_one_before(self):
        self._sell()
        first = self._archive()
        with freeze_time("2026-11-02 10:00:00"):
            self._sell()
            second = self._archive(date(2026, 11, 1), date(2026, 11, 30))
        code, told = self._verify(second._get_path(), "--previous", first._get_path())
        self.assertEqual(code, 0, told)
        with zipfile.ZipFile(second._get_path()) as file:
            manifest = json.loads(file.read("manifest.json"))
        chain = next(one for one in manifest["chains"] if one["kind"] == "ticket")
        self.assertEqual(
            (chain["start"]["gt_alg"], chain["end"]["gt_alg"]), (6790, 13580)
        )
        self.assertEqual(manifest["before"]["sha256"], first.sha256)
        with freeze_time("2026-12-02 10:00:00"):
            self._sell()
            third = self._archive(date(2026, 12, 1), date(2026, 12, 31))
        code, told = self._verify(third._get_path(), "--previous", first._get_path())
        self.assertEqual(code, 1)
        self.assertIn("il manque les documents de rang 4 à 6", told)

    def test_work_that_is_cut_off_goes_on_where_it_was(self):
        for _ in range(3):
            self._sell()
        archive = self._ask()
        maker = "odoo.addons.unified_accounting_fr.models.fiscal_archive_maker.BATCH"
        with patch(maker, 2):
            for _ in range(3):
                self.assertTrue(archive._make_batch())
            self.assertEqual(archive.state, "running")
            # the machine stopped in the middle of a batch
            with open(archive._get_folder() / "tickets.jsonl", "a") as file:
                file.write("half a li")
            archive._make()
        self.assertEqual(archive.state, "done", archive.error)
        code, told = self._verify(archive._get_path())
        self.assertEqual(code, 0, told)

    def test_work_whose_folder_is_gone_begins_again(self):
        self._sell()
        archive = self._ask()
        archive._make_batch()
        for file in archive._get_folder().iterdir():
            file.unlink()
        archive._make()
        self.assertEqual(self._verify(archive._get_path())[0], 0)

    def test_a_full_disk_leaves_nothing_half_written_and_can_be_tried_again(self):
        self._sell()
        full = OSError(28, "No space left on device")
        target = "odoo.addons.unified_accounting_fr.archive_files.ArchiveFiles"
        for step in ("add", "flush", "pack"):
            archive = self._ask()
            with patch(f"{target}.{step}", side_effect=full):
                archive._make()
            self.assertEqual(archive.state, "failed")
            self.assertIn("No space left on device", archive.error)
            self.assertFalse(archive._get_folder().exists())
            self.assertFalse(archive.attachment_id or archive.document_id)
        archive.action_retry()
        archive._make()
        self.assertEqual(archive.state, "done")

    def _ask(self):
        module = "odoo.addons.unified_accounting_fr.models.fiscal_archive"
        with patch(f"{module}.AT_ONCE", -1):
            archive = self.env["fiscal.archive"]._request(
                self.company, date(2026, 10, 1), date(2026, 10, 31)
            )
        self.assertEqual(archive.state, "waiting")
        return archive

    def test_a_defect_is_told_in_the_archive_which_is_made_all_the_same(self):
        self._sell()
        self.env.cr.execute("ALTER TABLE fiscal_document DISABLE TRIGGER ALL")
        self.env.cr.execute(
            "UPDATE fiscal_document SET total = 1 WHERE number = 'S1C1-00000002'"
        )
        self.env.invalidate_all()
        archive = self._archive()
        self.assertEqual(archive.integrity, "ko")
        self.assertIn("S1C1-00000002", archive.defects)
        code, told = self._verify(archive._get_path())
        self.assertEqual(code, 1)
        self.assertIn("S1C1-00000002 : le champ « total » a été modifié", told)
        self.assertTrue(
            any("S1C1-00000002" in one.description for one in self._events("90"))
        )

    def test_a_company_that_seals_nothing_has_no_archive(self):
        company = self.env["res.company"].create({"name": "Another"})
        with self.assertRaises(UserError):
            self.env["fiscal.archive"]._request(
                company, date(2026, 10, 1), date(2026, 10, 31)
            )

    def test_what_is_no_archive_is_unreadable_and_never_a_stack_trace(self):
        self._sell()
        archive = self._archive()
        whole = archive._get_path().read_bytes()
        path = Path(self.key_folder, "bad.zip")
        rng = random.Random(7)
        cases = [b"", b"PK", b"garbage" * 100, whole[:200], whole[: len(whole) // 2]]
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(rng.randint(1, 30)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            cases.append(bytes(data))
        for data in cases:
            path.write_bytes(data)
            code, told = self._verify(path)
            # a byte of a date in the directory of the ZIP changes nothing
            self.assertIn(code, (0, 1, 2) if len(data) == len(whole) else (2,), told)
            self.assertNotIn("Traceback", told)
        self.assertEqual(self._verify(Path(self.key_folder, "absent.zip"))[0], 2)

    def test_wrong_types_are_found_and_never_a_stack_trace(self):
        self._sell()
        archive = self._archive()
        values = [None, [], {}, "x", -1, 10**400, True, [[["x"]]], {"no": 1}]
        rng = random.Random(11)
        for _ in range(120):
            target = rng.choice(("manifest.json", "tickets.jsonl", "seals.jsonl"))

            def spoil(name, data, target=target):
                if name != target:
                    return data
                lines = data.decode().splitlines()
                place = rng.randrange(len(lines))
                lines[place] = json.dumps(
                    self._spoil(json.loads(lines[place]), rng, values)
                )
                return "\n".join(lines).encode()

            code, told = self._verify(self._copy(archive, spoil))
            self.assertIn(code, (1, 2), told)
            self.assertNotIn("Traceback", told)

    def _spoil(self, value, rng, values):
        """Put something wrong somewhere in a JSON value."""
        if isinstance(value, dict) and value and rng.random() < 0.9:
            key = rng.choice(sorted(value))
            return {**value, key: self._spoil(value[key], rng, values)}
        if isinstance(value, list) and value and rng.random() < 0.9:
            place = rng.randrange(len(value))
            return [
                self._spoil(one, rng, values) if at == place else one
                for at, one in enumerate(value)
            ]
        return rng.choice([one for one in values if one != value])

    def test_a_bomb_is_refused_and_foreign_names_are_ignored(self):
        self._sell()
        archive = self._archive()
        bomb = self._copy(archive, add=[("bomb.csv", b"0" * (300 << 20))])
        code, told = self._verify(bomb)
        self.assertEqual(code, 2)
        self.assertIn("se décompresse sans mesure", told)
        evil = self._copy(archive, add=[("../../evil.py", b"x"), ("/etc/x", b"x")])
        code, told = self._verify(evil)
        self.assertEqual(code, 1)
        self.assertIn("../../evil.py : fichier ajouté", told)
        self.assertFalse(Path(self.key_folder, "../../evil.py").exists())

    def test_each_file_that_is_changed_or_gone_is_named(self):
        self._sell()
        archive = self._archive()
        with zipfile.ZipFile(archive._get_path()) as file:
            names = file.namelist()
        for name in names:
            code, told = self._verify(
                self._copy(
                    archive,
                    lambda one, data, name=name: data + b" " if one == name else data,
                )
            )
            self.assertEqual(code, 0 if name == "manifest.sig" else 1, (name, told))
            code, told = self._verify(self._copy(archive, drop=[name]))
            self.assertEqual(code, 2 if name == "manifest.json" else 1, (name, told))
            self.assertIn("manifest" if "manifest" in name else name, told)

    def test_a_table_that_was_changed_names_document_and_column(self):
        self._sell()
        archive = self._archive()

        def change(name, data):
            return data.replace(b";7.49;", b";0.49;") if name == "vat.csv" else data

        code, told = self._verify(self._copy(archive, change))
        self.assertEqual(code, 1)
        self.assertIn(
            "vat.csv : la ligne du document S1C1-00000002 a été modifiée", told
        )
        self.assertIn("(colonne base)", told)


@tagged("post_install", "-at_install")
@freeze_time("2026-10-01 10:00:00")
class TestClosingInArchive(ArchiveCase):
    """What closings say is compared with the tickets beside them."""

    def _close(self, **altered):
        chain = self.till._get_chain("closing")
        content = {
            "type": "CLOSING",
            "scope": "S1C1",
            "period": "day",
            "from": "2026-10-01",
            "to": "2026-10-01",
            "documents": 3,
            "vat": [
                {"rate": "20", "base": 4158, "tax": 832},
                {"rate": "5.5", "base": 1706, "tax": 94},
            ],
            "payments": [{"mode": "CB", "amount": 6790, "count": 3}],
            "total": 6790,
            "total_abs": 8588,
            "gt_alg": 6790,
            "gt_abs": 8588,
            "late": {"count": 0, "total": 0, "numbers": []},
            **altered,
        }
        return self.env["fiscal.document"]._seal(chain, content)

    def _check(self, *closings):
        self._sell()
        checks = type(self.env["fiscal.check"])
        beside = patch.object(checks, "_find_altered_closings", lambda *args: [])
        with beside:
            for closing in closings:
                self._close(**closing)
            return self._verify(self._archive()._get_path())

    def test_a_closing_that_says_what_was_sold_is_sound(self):
        month = {"period": "month", "to": "2026-10-31"}
        company = {"scope": "COMPANY", "period": "day"}
        code, told = self._check({}, month, company, {**month, "scope": "COMPANY"})
        self.assertEqual(code, 0, told)

    def test_a_closing_that_says_something_else_is_named_with_its_field(self):
        code, told = self._check(
            {
                "vat": [{"rate": "20", "base": 4158, "tax": 831}],
                "payments": [{"mode": "CB", "amount": 1}],
            },
            {"period": "month", "to": "2026-10-31", "total": 1},
        )
        self.assertEqual(code, 1)
        for field in ("tax 20", "base 5.5", "payments CB", "total"):
            self.assertIn(f"({field} : calculé", told)
        self.assertIn("S1C1-Z00000002 : la clôture ne correspond pas", told)

    def test_perpetual_totals_that_do_not_follow_are_named(self):
        day = {"from": "2026-10-02", "to": "2026-10-02", "documents": 0, "vat": []}
        day |= {"payments": [], "total": 0, "total_abs": 0}
        code, told = self._check({}, {**day, "gt_alg": 6789})
        self.assertEqual(code, 1)
        self.assertIn("(gt_alg : calculé 6790, clôturé 6789)", told)
