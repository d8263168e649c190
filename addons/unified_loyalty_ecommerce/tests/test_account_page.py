# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import html

from odoo.tests import HttpCase, new_test_user, tagged

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
        web, store = page.xpath("//ul[contains(@class, 'movements')]/li")
        self.assertTrue(web.xpath(".//i[contains(@class, 'fa-globe')]"))
        self.assertTrue(store.xpath(".//i[contains(@class, 'fa-map-marker')]"))
        self.assertIn(self.store.name, store.text_content())
        self.assertIn("+100 Points", store.text_content())
        self.assertTrue(store.xpath(".//time/@datetime")[0])
        self.assertEqual(web.xpath(".//a/@href"), [f"/my/orders/{order.id}"])

    def test_history_page_says_where(self):
        card = self._card()
        self._order(self.store)
        page = self._page(f"/my/loyalty_card/{card.id}/history")
        cells = [cell.text_content().strip() for cell in page.xpath("//tbody//td")]
        self.assertIn(self.store.name, cells)

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
