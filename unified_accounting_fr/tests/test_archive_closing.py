# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..verifier import fiscal_verify
from .closing_common import ClosingCase
from .test_archive import ArchiveCase

# how each column of a closing is altered; a new column must be added
COLUMNS = {
    "number": "'S1C1-Z00000099'",
    "company_id": "%(company)s",
    "till_id": "(SELECT id FROM fiscal_till WHERE code = 'BO' LIMIT 1)",
    "period": "'month'",
    "date_from": "date_from - 1",
    "date_to": "date_to + 1",
    "date": "date + interval '1 hour'",
    "document_id": "%(document)s",
    "tickets": "tickets + 1",
    "total": "total - 1",
    "base": "base - 1",
    "tax": "tax - 1",
    "gt_alg": "gt_alg - 1",
    "gt_abs": "gt_abs - 1",
    "late": "late + 1",
    "is_sound": "NOT is_sound",
}


@tagged("post_install", "-at_install")
class TestArchiveClosing(ClosingCase, ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell_golden_day()
        for till in cls.till | cls.till_2:
            cls._close(till)
        cls._close(None)
        # sold on the first, arrived when it was closed: in the Z of the second
        late = cls._sell("2026-10-01 22:00:00", [("20", 1000, 200)], {"ESP": 1200})
        assert late.late
        cls._sell("2026-10-02 10:00:00", [("20", 500, 100)], {"CB": 600})
        for till in cls.till | cls.till_2:
            cls._close(till, day=date(2026, 10, 2), at="2026-10-03 03:00:00")
        cls._close(None, day=date(2026, 10, 2), at="2026-10-03 03:10:00")

    def test_closings_agree_with_the_tickets_of_an_archive(self):
        with freeze_time("2026-10-03 10:00:00"):
            first = self._archive(date(2026, 10, 1), date(2026, 10, 1))
            second = self._archive(date(2026, 10, 2), date(2026, 10, 2))
        code, told = self._verify(first._get_path())
        self.assertEqual(code, 0, told)
        code, told = self._verify(second._get_path(), "--previous", first._get_path())
        self.assertEqual(code, 0, told)

    def test_a_closing_sealed_with_other_totals_is_named(self):
        """Whoever holds the key may sign a false Z: tickets tell."""
        closing = self.closings.search([("period", "=", "day")], order="id", limit=1)
        document = closing.document_id
        content = json.loads(document.content)
        content["vat"][0]["tax"] -= 1
        text = fiscal_verify.canonical(content)
        to_sign = fiscal_verify.sign_input("closing", content, document.previous or "")
        _key, signature = self.company._get_fiscal_signer().sign(to_sign)
        self._alter(
            """
            UPDATE fiscal_document SET content = %(text)s, content_hash = %(hash)s,
                   sign_input = %(input)s, signature = %(signature)s
             WHERE id = %(id)s
            """,
            text=text,
            hash=fiscal_verify.digest(text),
            input=to_sign,
            signature=signature,
            id=document.id,
        )
        with freeze_time("2026-10-03 10:00:00"):
            archive = self._archive(date(2026, 10, 1), date(2026, 10, 1))
        code, told = self._verify(archive._get_path())
        self.assertEqual(code, 1)
        self.assertIn(f"{document.number} : la clôture ne correspond pas", told)

    def _alter(self, statement, **values):
        self.env.flush_all()
        for table in ("fiscal_document", "fiscal_closing"):
            self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        self.env.cr.execute(statement, values)
        self.env.invalidate_all()

    def test_every_column_of_a_closing_is_guarded(self):
        closing = self.closings.search([("period", "=", "day")], order="id", limit=1)
        number = closing.number
        stored = {
            name
            for name, field in closing._fields.items()
            if field.store and field.column_type and name != "id"
        }
        self.assertEqual(stored, set(COLUMNS))
        others = {
            "company": self.env["res.company"].create({"name": "Other"}).id,
            "document": self.env["fiscal.document"].search([], limit=1).id,
        }
        for field, value in COLUMNS.items():
            with self.subTest(field=field):
                savepoint = self.env.cr.savepoint()
                self._alter(
                    f"UPDATE fiscal_closing SET {field} = {value} WHERE id = %(id)s",
                    id=closing.id,
                    **others,
                )
                found = self._defects()
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                self.assertIn(number, found)
                told = "supprimée" if field == "document_id" else field
                self.assertIn(told, found)
        self._alter("DELETE FROM fiscal_closing WHERE id = %(id)s", id=closing.id)
        self.assertIn(
            f"{number} : la ligne de la table fiscal_closing", self._defects()
        )

    def _defects(self):
        proofs = self.env["fiscal.proof"]
        proofs._restart(self.company)
        proofs._prove(self.company, "full")
        found = proofs.search(
            [("company_id", "=", self.company.id), ("chain_id", "!=", False)]
        )
        return "\n".join(text for text in found.mapped("defects") if text)
