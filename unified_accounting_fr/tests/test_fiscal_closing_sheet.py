# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import date

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .closing_common import ClosingCase


@tagged("post_install", "-at_install")
class TestFiscalClosingSheet(ClosingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company.partner_id.lang = "fr_FR"
        cls._sell_golden_day()
        with freeze_time("2026-10-02 03:00:00"):
            cls.z = cls._closing(cls.till)

    def _read(self, pdf):
        pages = PdfReader(io.BytesIO(pdf)).pages
        text = "\n".join(page.extract_text() for page in pages)
        return pages, text.replace("\N{NO-BREAK SPACE}", " ")

    def test_the_z_says_in_french_what_the_shopkeeper_looks_for(self):
        pages, text = self._read(self.z._render_pdf())
        self.assertEqual(len(pages), 1)
        for words in (
            "UNIFIED RETAIL SAS",
            "732829320",
            "S1C1-Z00000001",
            "83,24",
            "183,04",
            "S1C1-00000004",
            "5,5 %",
        ):
            self.assertIn(words, text)

    def test_the_z_fits_the_roll_of_a_till(self):
        pages, text = self._read(self.z._render_pdf(roll=True))
        self.assertEqual(len(pages), 1)
        self.assertAlmostEqual(float(pages[0].mediabox.width), 226.77, places=1)
        self.assertIn("83,24", text)

    def test_a_reading_of_the_day_seals_nothing(self):
        self._sell("2026-10-02 08:00:00", [("20", 1000, 200)], {"ESP": 1200})
        before = self.env["fiscal.document"].search_count([])
        with freeze_time("2026-10-02 09:00:00"):
            _pages, text = self._read(self.closings._render_reading(self.till))
        self.assertIn("12,00", text)
        self.assertIn("95,24", text)
        self.assertEqual(self.env["fiscal.document"].search_count([]), before)

    def test_the_screen_shows_the_same_figures(self):
        for figure in ("83,24", "183,04", "S1C1-00000004"):
            self.assertIn(figure, self.z.with_context(lang="fr_FR").summary)

    def test_who_may_not_read_closings_prints_none(self):
        seller = new_test_user(
            self.env, "fiscal_seller", "sales_team.group_sale_salesman"
        )
        with self.assertRaises(AccessError):
            self.z.with_user(seller).action_print()
        manager = new_test_user(
            self.env,
            "fiscal_book",
            "account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.assertIn(
            str(self.z.id), self.z.with_user(manager).action_print_roll()["url"]
        )
        self.assertIn("83", self.z.with_user(manager).summary)

    def test_tickets_behind_a_closing_are_opened(self):
        found = self.env["fiscal.document"].search(
            self.z.action_open_documents()["domain"]
        )
        self.assertEqual(len(found), 4)
        self._sell("2026-10-01 21:50:00", [("20", 500, 100)])
        self._sell("2026-10-02 08:00:00", [("20", 500, 100)])
        with freeze_time("2026-10-03 03:00:00"):
            second = self._closing(self.till, day=date(2026, 10, 2))
        late = self.env["fiscal.document"].search(second.action_open_late()["domain"])
        self.assertTrue(late.late)

    def test_the_wizard_closes_and_opens_the_closing(self):
        with freeze_time("2026-10-02 03:00:00"):
            wizard = self.env["fiscal.closing.wizard"].create(
                {"company_id": self.company.id, "till_id": self.till_2.id}
            )
            action = wizard.action_close()
        self.assertEqual(str(wizard.day), "2026-10-01")
        closing = self.closings.browse(action["res_id"])
        self.assertEqual(closing.till_id, self.till_2)
