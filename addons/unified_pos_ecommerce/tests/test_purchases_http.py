# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.unified_ecommerce.tests.common import UnifiedShopHttpCommon

from .common import PurchasesCommon


@tagged("post_install", "-at_install")
class TestPurchasesHttp(PurchasesCommon, UnifiedShopHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._sell_in_store(cls.customer)
        cls.order = cls._order_on_the_web(cls.customer)
        cls.page = f"/my/purchases/store/{cls.ticket.id}"

    def test_customer_sees_the_purchases_and_the_receipt(self):
        self.authenticate("camille", "camille")
        purchases = self.url_open("/my/purchases").text
        self.assertIn(self.ticket.pos_reference, purchases)
        self.assertIn(self.order.name, purchases)
        self.assertIn(self.lyon.name, purchases)
        detail = self.url_open(self.page).text
        self.assertIn(self.shirt.name, detail)
        self.assertIn(self.cash.name, detail)
        receipt = self.url_open(f"{self.page}/receipt")
        self.assertEqual(receipt.status_code, 200)

    def test_account_page_counts_the_purchases(self):
        self.authenticate("camille", "camille")
        counters = self._call("/my/counters", counters=["purchase_history_count"])
        self.assertEqual(counters["purchase_history_count"], 2)
        self.assertIn("/my/purchases", self.url_open("/my").text)

    def test_other_customer_gets_neither_ticket_nor_receipt(self):
        self.authenticate("dominique", "dominique")
        self.assertNotIn(self.ticket.pos_reference, self.url_open("/my/purchases").text)
        self.assertEqual(self.url_open(self.page).status_code, 404)
        self.assertEqual(self.url_open(f"{self.page}/receipt").status_code, 404)

    def test_visitor_is_asked_to_sign_in(self):
        token = self.ticket._portal_ensure_token()
        for page in ("/my/purchases", self.page, f"{self.page}/receipt"):
            response = self.url_open(
                f"{page}?access_token={token}", allow_redirects=False
            )
            self.assertIn("/web/login", response.headers["Location"])

    def test_ticket_that_does_not_exist_is_not_found(self):
        self.authenticate("camille", "camille")
        self.assertEqual(
            self.url_open("/my/purchases/store/999999999").status_code, 404
        )

    def test_customer_has_no_right_on_tickets(self):
        tickets = self.env["pos.order"].with_user(self.shopper)
        self.assertFalse(tickets.has_access("read"))
        self.assertFalse(tickets.lines.has_access("read"))
