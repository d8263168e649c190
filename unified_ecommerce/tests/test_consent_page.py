# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import Request
from odoo.tests import tagged

from .common import UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestConsentPage(UnifiedShopHttpCommon):
    """A customer sees, gives and withdraws the consent to be advised in store."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Consent = cls.env["commerce.consent"]

    def _open(self, partner=None):
        self.env.invalidate_all()
        return self.Consent._get_open_purposes(partner or self.customer, self.company)

    def _agree(self, partner=None):
        partner = partner or self.customer
        self.Consent._give(partner, self.company, ["clienteling"], "till", "Lyon 1")
        return self.env["commerce.customer.note"].create(
            {"partner_id": partner.id, "body": f"Customer {partner.id} likes blue"}
        )

    def _post(self, path, token=True, **data):
        if token:
            data["csrf_token"] = Request.csrf_token(self)
        return self.url_open(f"/my/advice/{path}", data=data or {"x": "1"})

    def test_customer_reads_what_was_agreed_and_the_notes(self):
        note, other = self._agree(), self._agree(self.other_customer)
        self.authenticate("camille", "camille")
        page = self.url_open("/my/advice").text
        self.assertIn("Lyon 1", page)
        self.assertIn(note.body, page)
        self.assertNotIn(other.body, page)
        self.assertIn("/my/advice", self.url_open("/my").text)

    def test_customer_agrees_and_withdraws_in_the_account(self):
        self.authenticate("camille", "camille")
        self._post("agree", browsing="1")
        self.assertEqual(self._open(), {"clienteling", "browsing"})
        self._post("withdraw", purpose="browsing")
        self.assertEqual(self._open(), {"clienteling"})
        self._post("withdraw")
        self.assertEqual(self._open(), set())

    def test_withdrawing_deletes_the_notes_and_touches_nobody_else(self):
        note, other = self._agree(), self._agree(self.other_customer)
        self.authenticate("camille", "camille")
        self._post("withdraw")
        self.assertEqual((note | other).exists(), other)
        self.assertEqual(self._open(self.other_customer), {"clienteling"})

    def test_another_site_cannot_agree_for_the_customer(self):
        self.authenticate("camille", "camille")
        self.assertEqual(self._post("agree", token=False).status_code, 400)
        self.assertEqual(self._open(), set())

    def test_visitor_is_asked_to_sign_in(self):
        response = self.url_open("/my/advice", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_customer_has_no_right_on_consents_and_notes(self):
        for model in ("commerce.consent", "commerce.customer.note"):
            self.assertFalse(self.env[model].with_user(self.shopper).has_access("read"))
