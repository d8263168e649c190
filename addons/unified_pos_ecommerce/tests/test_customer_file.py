# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import PurchasesCommon

ADVICE, BROWSING = "clienteling", "browsing"


@tagged("post_install", "-at_install")
class TestCustomerFile(PurchasesCommon):
    """What the shop knows of a customer reaches the adviser at the till."""

    def _file(self, purposes=(ADVICE,), partner=None):
        return (partner or self.customer)._get_customer_file(
            self.company, set(purposes)
        )

    def _wish(self, product, partner=None, website=None):
        website = website or self.website
        return self.env["product.wishlist"].create(
            {
                "partner_id": (partner or self.customer).id,
                "product_id": product.id,
                "website_id": website.id,
            }
        )

    def _look_at(self, product, date, partner=None):
        visitor = self.env["website.visitor"].search(
            [("partner_id", "=", (partner or self.customer).id)]
        ) or self.env["website.visitor"].create(
            {
                "access_token": str((partner or self.customer).id),
                "website_id": self.website.id,
            }
        )
        self.env["website.track"].create(
            {
                "visitor_id": visitor.id,
                "product_id": product.id,
                "visit_datetime": date,
            }
        )

    def test_wishes_are_shown_newest_first(self):
        self._wish(self.shirt)
        self._wish(self.mug)
        self.assertEqual(
            [wish["name"] for wish in self._file()["wishes"]], ["Mug", "T-shirt"]
        )

    def test_wish_is_offered_only_when_the_tills_sell_it(self):
        self.shirt.available_in_pos = True
        self.mug.available_in_pos = False
        self._wish(self.shirt)
        self._wish(self.mug)
        self.assertEqual(
            {wish["name"]: wish["sellable"] for wish in self._file()["wishes"]},
            {"T-shirt": True, "Mug": False},
        )

    def test_wishes_of_others_and_of_other_companies_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        website = self.env["website"].create(
            {"name": "Elsewhere", "company_id": other.id}
        )
        self._wish(self.shirt, self.other_customer)
        self._wish(self.mug, website=website)
        self.assertEqual(self._file()["wishes"], [])

    def test_wish_for_an_article_that_is_gone_is_not_shown(self):
        self._wish(self.mug)
        self.mug.active = False
        self.assertEqual(self._file()["wishes"], [])

    def test_what_was_looked_at_needs_a_consent_of_its_own(self):
        self._look_at(self.shirt, "2026-10-01 10:00:00")
        self._look_at(self.mug, "2026-10-02 10:00:00")
        self._look_at(self.shirt, "2026-10-03 10:00:00")
        self._look_at(self.pos_only, "2026-10-04 10:00:00", self.other_customer)
        self.assertEqual(self._file()["viewed"], [])
        self.assertEqual(
            [
                (one["name"], one["date"])
                for one in self._file([ADVICE, BROWSING])["viewed"]
            ],
            [("T-shirt", "2026-10-03 10:00:00"), ("Mug", "2026-10-02 10:00:00")],
        )

    def test_file_costs_the_same_number_of_queries_however_many_wishes(self):
        counts = []
        self._wish(self.shirt)
        self._look_at(self.shirt, "2026-10-01 10:00:00")
        self._file([ADVICE, BROWSING])
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._file([ADVICE, BROWSING])
            counts.append(self.env.cr.sql_log_count - before)
            products = self.env["product.product"].create(
                [{"name": f"Article {number}"} for number in range(8)]
            )
            for product in products:
                self._wish(product)
                self._look_at(product, "2026-10-02 10:00:00")
        self.assertEqual(counts[1], counts[0])

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pos_only = cls.env["product.product"].create({"name": "Pen"})
