# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route

MAX_CARDS = 1_000


def make_pdf_response(content, name, disposition="inline"):
    """Return a PDF that no cache keeps: codes of cards are in it."""
    return request.make_response(
        content,
        [
            ("Content-Type", "application/pdf"),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name, disposition)),
            ("Cache-Control", "no-store"),
        ],
    )


class CardController(Controller):
    @route("/unified_loyalty/cards.pdf", type="http", auth="user", readonly=True)
    def print_cards(self, ids="", sheet=""):
        """The cards that a manager chose, in a list, on a form or at a till."""
        wanted = [one for one in ids.split(",") if one.isdecimal()]
        cards = request.env["loyalty.card"].browse(map(int, wanted[:MAX_CARDS]))
        cards = cards.exists()
        if not cards:
            raise NotFound
        cards._check_may_print()
        content = cards._render_card_pdf(sheet=bool(sheet))
        return make_pdf_response(content, cards._get_print_name())
