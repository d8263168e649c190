# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route

MAX_CLOSINGS = 400


class ClosingController(Controller):
    @route(
        "/unified_accounting_fr/closings.pdf", type="http", auth="user", readonly=True
    )
    def print_closings(self, ids="", roll=""):
        """The closings that a manager chose, on A4 or on the roll of a till."""
        closings = self._browse("fiscal.closing", ids)
        return self._answer(
            closings._render_pdf(roll=bool(roll)), f"{closings[0].number}.pdf"
        )

    @route(
        "/unified_accounting_fr/reading.pdf", type="http", auth="user", readonly=True
    )
    def print_reading(self, till="", roll=""):
        """The state of the day of a till (X), nothing is sealed."""
        found = self._browse("fiscal.till", till)[:1]
        content = request.env["fiscal.closing"]._render_reading(found, bool(roll))
        return self._answer(content, f"X {found.code}.pdf")

    def _browse(self, model, ids):
        wanted = [one for one in ids.split(",") if one.isdecimal() and len(one) < 10]
        records = request.env[model].browse(map(int, wanted[:MAX_CLOSINGS])).exists()
        if not records:
            raise NotFound
        request.env["fiscal.closing"].check_access("read")
        records.check_access("read")
        return records

    def _answer(self, content, name):
        return request.make_response(
            content,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name, "inline")),
                ("Cache-Control", "no-store"),
            ],
        )
