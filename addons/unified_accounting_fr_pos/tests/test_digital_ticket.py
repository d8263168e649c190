# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from html import unescape

from odoo.tests import HttpCase, tagged

from .fiscal_common import FiscalTillCase


@tagged("post_install", "-at_install")
class TestDigitalTicket(FiscalTillCase, HttpCase):
    def _open(self, order, token=None):
        token = token or order.access_token
        return self.url_open(f"/pos/sealed_ticket/{order.id}/{token}")

    def test_a_customer_who_scanned_the_code_reads_the_sealed_ticket(self):
        order = self._golden([(self.headset,), (self.book,)], [(self.card, 67.90)])
        order.partner_id = self.partner
        page = self._open(order)
        self.assertEqual(page.status_code, 200)
        number = self._document(order).number
        for said in (
            number,
            "UNIFIED RETAIL SAS",
            "Casque",
            "41.58",
            "8.32",
            "67.90",
            "5.5\N{NO-BREAK SPACE}%",
        ):
            self.assertIn(said, unescape(page.text).replace(",", "."))
        self.assertNotIn(self.partner.name, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_a_wrong_link_is_a_ticket_that_does_not_exist(self):
        order = self._golden([(self.book,)], [(self.card, 18.00)])
        self.assertEqual(self._open(order, "wrong").status_code, 404)
        missing = self.env["pos.order"].browse(order.id + 1000)
        self.assertEqual(self._open(missing, order.access_token).status_code, 404)
        self.assertEqual(self._open(missing, "no ticket").status_code, 404)
