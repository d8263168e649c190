# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import RaiseException

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_archive import ArchiveCase


@tagged("post_install", "-at_install")
class TestPurge(ArchiveCase):
    def setUp(self):
        super().setUp()
        with freeze_time("2018-03-01 10:00:00"):
            self._sell()
            self.env.cr.postcommit.run()
            self.old = self._archive(date(2018, 1, 1), date(2018, 12, 31))
        self.sums = self.chain.gt_alg, self.chain.gt_abs
        self._seal(("20", 1000, 200))

    def _count(self):
        return self.env["fiscal.document"].search_count(
            [("chain_id", "=", self.chain.id)]
        )

    @mute_logger("odoo.sql_db")
    def test_nothing_goes_that_no_verified_archive_holds(self):
        delete = "DELETE FROM fiscal_document WHERE chain_id = %s"
        with self.assertRaises(RaiseException), self.env.cr.savepoint():
            self.env.cr.execute(delete, [self.chain.id])
        # of today, though verified
        self._archive()._verify()
        self.old._verify()
        self.env.flush_all()
        with self.assertRaises(RaiseException), self.env.cr.savepoint():
            self.env.cr.execute(delete, [self.chain.id])

    def test_what_is_old_and_in_a_verified_archive_goes_and_totals_stay(self):
        request = self.env["fiscal.purge.request"].create({})
        with self.assertRaises(UserError):
            request.action_purge()
        self.assertEqual(request.archive_ids, self.old)
        request.is_sure = True
        request.action_purge()
        self.assertEqual(self._count(), 1)
        self.assertEqual(self.chain.gt_alg, self.sums[0] + 1200)
        self.assertTrue(
            any("Purge de" in one.description for one in self._events("270"))
        )
        # chains verify from where the purge ended, and so do archives
        proofs = self.env["fiscal.proof"]
        proofs._prove(self.company, "full")
        found = proofs.search([("company_id", "=", self.company.id)])
        self.assertFalse([one for one in found.mapped("defects") if one])
        today = date.today()
        later = self._archive(date(2019, 1, 1), today)
        self.assertEqual(later.integrity, "ok", later.defects)
        code, told = self._verify(later._get_path(), "--previous", self.old._get_path())
        self.assertEqual(code, 0, told)

    def test_an_altered_archive_purges_nothing(self):
        path = self.old._get_path()
        data = path.read_bytes()
        path.write_bytes(data[:-40])
        self.addCleanup(path.unlink)
        with self.assertRaises(UserError):
            self.old._purge()
        self.assertEqual(self._count(), 4)
