# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from base64 import b64decode

from lxml import html
from pypdf import PdfReader

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import format_date, mute_logger

from odoo.addons.unified_loyalty.card_symbol import get_bars, get_qr

from .common import LoyaltyShopMixin


@tagged("post_install", "-at_install")
class TestAccountPage(LoyaltyShopMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_shop()
        cls.shopper = new_test_user(
            cls.env, "points_shopper", groups="base.group_portal", name="Camille Martin"
        )
        cls.customer = cls.shopper.partner_id

    def _page(self, url="/my"):
        self.authenticate("points_shopper", "points_shopper")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def _text(self, page, css_class):
        return [
            " ".join(node.text_content().split())
            for node in page.xpath(f"//*[contains(@class, '{css_class}')]")
        ]

    def test_account_page_shows_points_and_value(self):
        self._card(250)
        page = self._page()
        self.assertEqual(self._text(page, "o_unified_loyalty_points"), ["250 Points"])
        self.assertIn("10", self._text(page, "o_unified_loyalty_value")[0])

    def test_account_page_says_what_comes_next(self):
        self._card(50)
        page = self._page()
        self.assertFalse(self._text(page, "o_unified_loyalty_value"))
        self.assertIn("150 Points", self._text(page, "o_unified_loyalty_card")[0])
        progress = page.xpath("//*[@role='progressbar']")[0]
        self.assertEqual(progress.get("aria-valuenow"), "25")
        self.assertTrue(progress.get("aria-label"))

    def test_movements_say_where_and_when(self):
        self._card()
        self._order(self.store)
        order = self._order(self.web, website_id=self.website.id)
        page = self._page()
        web, store = page.xpath("//ul[contains(@class, 'movements')]/li")[:2]
        self.assertTrue(web.xpath(".//i[contains(@class, 'fa-globe')]"))
        self.assertTrue(store.xpath(".//i[contains(@class, 'fa-map-marker')]"))
        self.assertIn(self.store.name, store.text_content())
        self.assertIn("+100 Points", store.text_content())
        self.assertTrue(store.xpath(".//time/@datetime")[0])
        self.assertEqual(web.xpath(".//a/@href"), [f"/my/orders/{order.id}"])

    def test_card_page_has_the_code_as_text_bars_and_qr(self):
        card = self._card(250)
        page = self._page(f"/my/points/{card.id}")
        self.assertIn(card.code, self._text(page, "o_unified_loyalty_scan")[0])
        for css_class, symbol in (
            ("o_unified_loyalty_barcode", get_bars(card.code)),
            ("o_unified_loyalty_qr", get_qr(card.code)),
        ):
            [image] = page.xpath(f"//img[contains(@class, '{css_class}')]")
            self.assertTrue(image.get("alt"))
            data = image.get("src").removeprefix("data:image/svg+xml;base64,")
            self.assertEqual(b64decode(data).decode(), symbol.to_svg())

    def test_card_page_lists_all_movements_with_their_place(self):
        card = self._card()
        order = self._order(self.store)
        for _number in range(20):
            self.env["loyalty.movement"]._record(
                [{"card_id": card.id, "kind": "adjust", "points": 1}]
            )
        page = self._page(f"/my/points/{card.id}")
        lines = page.xpath("//ul[contains(@class, 'movements')]/li")
        self.assertEqual(len(lines), 20)
        page = self._page(f"/my/points/{card.id}/page/2")
        [line] = page.xpath("//ul[contains(@class, 'movements')]/li")
        self.assertIn(self.store.name, line.text_content())
        self.assertIn(order.name, line.text_content())

    def test_points_to_come_and_about_to_end_are_told(self):
        card = self._card(250)
        account = type(self.customer)._get_loyalty_account

        def with_dates(partner, *args, **kwargs):
            values = account(partner, *args, **kwargs)
            values["cards"][0].update(
                pending={"points": 5, "points_display": "5 P", "date": "12/12/2026"},
                expiring={"points": 7, "points_display": "7 P", "date": "31/12/2026"},
            )
            return values

        self.patch(type(self.customer), "_get_loyalty_account", with_dates)
        for url in ("/my", f"/my/points/{card.id}"):
            page = self._page(url)
            [pending] = self._text(page, "o_unified_loyalty_pending")
            [expiring] = self._text(page, "o_unified_loyalty_expiring")
            self.assertTrue("5 P" in pending and "12/12/2026" in pending)
            self.assertTrue("7 P" in expiring and "31/12/2026" in expiring)

    def test_points_of_today_are_said_to_be_valid_later(self):
        card = self._card(0)
        self.points.points_valid_after = 14
        self._order(self.web, website_id=self.website.id)
        [line] = self._text(self._page(f"/my/points/{card.id}"), "list-group-item")
        valid = format_date(self.env, card.movement_ids.valid_from, lang_code="fr_FR")
        self.assertIn(valid, line)

    def test_card_can_be_kept_as_a_pdf(self):
        card = self._card(250)
        self.authenticate("points_shopper", "points_shopper")
        response = self.url_open(f"/my/points/{card.id}/card.pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
        self.assertIn(card.code, text)
        self.assertIn("Camille Martin", text)

    @mute_logger("odoo.http")
    def test_card_of_somebody_else_is_not_found_not_even_of_the_household(self):
        household = self.env["res.partner"].create({"name": "Foyer Martin"})
        spouse = self.env["res.partner"].create(
            {"name": "Sacha Martin", "parent_id": household.id}
        )
        self.customer.parent_id = household
        self._card(10)
        self.authenticate("points_shopper", "points_shopper")
        for owner in (spouse, household, self.env["res.partner"]):
            foreign = self.env["loyalty.card"].create(
                {"program_id": self.points.id, "partner_id": owner.id, "points": 7}
            )
            for page in ("", "/card.pdf"):
                response = self.url_open(f"/my/points/{foreign.id}{page}")
                self.assertEqual(response.status_code, 404)
                self.assertNotIn(foreign.code, response.text)

    @mute_logger("odoo.http")
    def test_blocked_card_shows_no_code(self):
        card = self._card(10)
        card.blocked = True
        page = self._page(f"/my/points/{card.id}")
        self.assertNotIn(card.code, page.text_content())
        self.assertFalse(page.xpath("//img[contains(@class, 'o_unified_loyalty')]"))
        response = self.url_open(f"/my/points/{card.id}/card.pdf")
        self.assertEqual(response.status_code, 404)

    def test_history_of_before_the_ledger_can_be_read(self):
        card = self._card(10)
        link = f"/my/loyalty_card/{card.id}/history"
        self.assertFalse(
            self._page(f"/my/points/{card.id}").xpath(f"//a[@href='{link}']")
        )
        line = self.env["loyalty.history"].create(
            {"card_id": card.id, "description": "Avant", "issued": 10}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE loyalty_history SET create_date = '2025-01-01' WHERE id = %s",
            [line.id],
        )
        line.invalidate_recordset()
        self.assertTrue(
            self._page(f"/my/points/{card.id}").xpath(f"//a[@href='{link}']")
        )
        self.assertIn("Avant", self._page(link).text_content())

    def test_shopper_without_card_sees_no_block(self):
        page = self._page()
        self.assertFalse(page.xpath("//*[contains(@class, 'o_unified_loyalty')]"))

    def test_card_is_shown_once(self):
        card = self._card(250)
        page = self._page()
        self.assertFalse(page.xpath(f"//*[@data-card_id='{card.id}']"))

    def test_points_of_others_are_not_shown(self):
        other = self.env["res.partner"].create({"name": "Autre"})
        self._card(10)
        foreign = self.env["loyalty.card"].create(
            {"program_id": self.points.id, "partner_id": other.id, "points": 77777}
        )
        page = self._page()
        self.assertNotIn("77777", page.text_content())
        self.authenticate("points_shopper", "points_shopper")
        response = self.url_open(f"/my/loyalty_card/{foreign.id}/history")
        self.assertEqual(response.url.rstrip("/").rsplit("/", 1)[-1], "my")
