# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestAssets(HttpCase):
    """The styles of the shop travel compressed, whatever stands before Odoo."""

    def setUp(self):
        super().setUp()
        bundle = self.env["ir.qweb"]._get_asset_bundle("web.assets_frontend")
        self.styles = bundle.get_link("css")

    def _get(self, encoding):
        return self.url_open(self.styles, headers={"Accept-Encoding": encoding})

    def test_browser_gets_the_styles_compressed(self):
        plain, compressed = self._get("identity"), self._get("gzip")
        self.assertEqual(compressed.headers["Content-Encoding"], "gzip")
        self.assertIn("Accept-Encoding", compressed.headers["Vary"])
        self.assertLess(
            int(compressed.headers["Content-Length"]),
            int(plain.headers["Content-Length"]) / 3,
        )
        self.assertEqual(compressed.text, plain.text)

    def test_who_does_not_understand_gets_them_as_they_are(self):
        self.assertNotIn("Content-Encoding", self._get("identity").headers)

    def test_browser_that_has_them_is_not_sent_them_again(self):
        etag = self._get("gzip").headers["ETag"]
        response = self.url_open(
            self.styles, headers={"Accept-Encoding": "gzip", "If-None-Match": etag}
        )
        self.assertEqual(response.status_code, 304)
