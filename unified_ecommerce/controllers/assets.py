# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import gzip

from odoo.http import request, route

from odoo.addons.website.controllers.binary import WebsiteBinary

COMPRESSED_TYPES = ("text/css", "application/javascript", "text/javascript")
WORTH_COMPRESSING = 4096
# four fifths of the gain for a third of the time
LEVEL = 4


class Assets(WebsiteBinary):
    """Send styles and scripts compressed when no proxy in front of Odoo does it.

    The styles of a website weigh one megabyte and hold back the first picture of the
    page: on a phone they are the larger part of the wait.
    """

    @route()
    def content_assets(self, *args, **kwargs):
        return self._compress(super().content_assets(*args, **kwargs))

    @route()
    def content_assets_website(self, *args, **kwargs):
        return self._compress(super().content_assets_website(*args, **kwargs))

    def _should_compress(self, response):
        headers = response.headers
        return (
            response.status_code == 200
            and "gzip" in request.httprequest.headers.get("Accept-Encoding", "")
            and response.mimetype in COMPRESSED_TYPES
            # a proxy that serves the file compresses it as well
            and not {"Content-Encoding", "X-Accel-Redirect", "X-Sendfile"}
            & {*headers.keys()}
            and (response.content_length or 0) > WORTH_COMPRESSING
        )

    def _compress(self, response):
        if not self._should_compress(response):
            return response
        response.direct_passthrough = False
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        etag, _weak = response.get_etag()
        if etag:
            response.set_etag(etag, weak=True)
        return response
