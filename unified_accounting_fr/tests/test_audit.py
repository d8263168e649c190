# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged, users

from ..verifier import fiscal_verify
from .fiscal_common import FiscalCase

READ = (
    "fiscal.till",
    "fiscal.device",
    "fiscal.chain",
    "fiscal.document",
    "fiscal.event",
    "fiscal.key",
    "fiscal.archive",
    "fiscal.proof",
)
CLOSED = ("sale.order", "account.move", "account.payment", "stock.picking")


@tagged("post_install", "-at_install")
class TestAudit(FiscalCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login, groups in (
            ("inspector", "unified_accounting_fr.group_fiscal_auditor"),
            ("employee", "base.group_user"),
        ):
            new_test_user(
                cls.env,
                login,
                groups=groups,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
        cls._seal(("20", 1000, 200))

    def _request(self):
        return self.env["fiscal.archive.request"].create(
            {"date_from": date(2020, 1, 1), "date_to": date(2099, 12, 31)}
        )

    @users("inspector")
    def test_an_inspector_reads_what_is_sealed_and_changes_nothing(self):
        for model in READ:
            records = self.env[model].search([], limit=1)
            records.read(["display_name"])
            for operation in ("create", "write", "unlink"):
                self.assertFalse(records.has_access(operation), (model, operation))
        for model in CLOSED:
            with self.assertRaises(AccessError):
                self.env[model].search([])

    @users("inspector")
    def test_an_inspector_reads_no_customer(self):
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Cliente")]))
        with self.assertRaises(AccessError):
            self.partner.with_user(self.env.user).read(["name"])
        self.assertEqual(self.env.company.partner_id.name, "UNIFIED RETAIL SAS")

    @users("inspector")
    def test_an_inspector_exports_a_period_and_the_log_says_so(self):
        action = self._request().action_archive()
        archive = self.env["fiscal.archive"].browse(action["res_id"])
        self.assertEqual(archive.state, "done")
        self.assertTrue(archive.is_audit)
        self.assertTrue(archive._get_download())
        events = self._events("280").sudo()
        self.assertTrue(any("export" in one.description for one in events))
        self.assertEqual(events[:1].operator, f"U{self.env.uid}")

    @users("inspector")
    def test_what_an_inspector_looks_at_is_logged(self):
        self.env["fiscal.document"].web_search_read([], {"number": {}})
        self.assertIn("consultation de", self._events("280")[:1].description)

    def test_nobody_else_is_logged_for_looking(self):
        self.env["fiscal.document"].web_search_read([], {"number": {}})
        self.assertFalse(self._events("280"))

    @users("employee")
    def test_an_employee_reads_and_exports_nothing(self):
        for model in READ:
            with self.assertRaises(AccessError):
                self.env[model].search([])
        with self.assertRaises(AccessError):
            self._request()

    def test_an_inspector_downloads_the_archive_and_its_verifier(self):
        inspector = self.env["res.users"].search([("login", "=", "inspector")])
        request = (
            self.env["fiscal.archive.request"]
            .with_user(inspector)
            .create({"date_from": date(2020, 1, 1), "date_to": date(2099, 12, 31)})
        )
        archive = self.env["fiscal.archive"].browse(request.action_archive()["res_id"])
        self.authenticate("inspector", "inspector")
        answer = self.url_open(f"/fiscal/archive/{archive.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.content, archive._get_path().read_bytes())
        self.assertIn(archive.name, answer.headers["Content-Disposition"])
        answer = self.url_open("/fiscal/verifier")
        self.assertIn(b"def main(", answer.content)
        self.assertIn(
            "LISEZMOI", self.url_open("/fiscal/read_me").headers["Content-Disposition"]
        )
        self.authenticate("employee", "employee")
        for path in (f"/fiscal/archive/{archive.id}", "/fiscal/verifier"):
            self.assertEqual(self.url_open(path).status_code, 403)
        self.assertEqual(fiscal_verify.main([str(archive._get_path())]), 0)
