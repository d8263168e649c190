# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import file_path
from odoo.tools.misc import format_date

from ..card_pdf import CardSheet, CardText
from ..card_symbol import get_bars, get_qr
from .loyalty_card_ledger import READERS

MONEY = ("gift_card", "ewallet")
FONTS = (
    "web/static/fonts/google/Roboto/Roboto-Regular.ttf",
    "web/static/fonts/google/Roboto/Roboto-Bold.ttf",
)


class LoyaltyCard(models.Model):
    """A card on paper and on the screen of a phone, with the code that tills scan."""

    _inherit = "loyalty.card"

    def _render_card_pdf(self, sheet=False):
        """Return a PDF of these cards, each in the size of a bank card.

        On a customer card is the name of the customer, on a card of money what is left
        on it; nothing else of a person. The caller checks who asks: a code is worth
        what is on the card.

        :param sheet: ten cards on each page of A4, to be cut out
        """
        lang = self._get_print_lang()
        cards = self.with_context(lang=lang)
        drawing = CardSheet(
            [file_path(font) for font in FONTS],
            title=", ".join(cards.program_id.mapped("name")),
            lang=(lang or "").replace("_", "-"),
            sheet=sheet,
        )
        return drawing.render(card._prepare_print() for card in cards)

    def _get_print_lang(self):
        """Return the language of the customer, else of the customers of the company."""
        company = self.company_id[:1] or self.env.company
        return self.partner_id[:1].lang or company.partner_id.lang or self.env.lang

    def _prepare_print(self):
        """Return the texts on this card."""
        self.ensure_one()
        company = self.company_id or self.env.company
        expires = self.expiration_date
        return CardText(
            shop=company.name,
            title=self.program_id.name,
            main=self._get_print_main(),
            code=self.code,
            validity=self.env._("Valid until %s", format_date(self.env, expires))
            if expires
            else "",
            colour=company.primary_color or "#333333",
        )

    def _get_print_main(self):
        """Return the one thing this card says: its holder, its amount, its reward."""
        self.ensure_one()
        if self.program_type in MONEY:
            return self._format_points(max(self.points, 0.0)).strip()
        if self.program_type == "loyalty":
            return self.partner_id.name or ""
        return self.program_id.reward_ids[:1].description or ""

    def _get_code_images(self):
        """Return (barcode, QR code) of this card as images for a page."""
        self.ensure_one()
        bars = get_bars(self.code)
        return (
            bars and self._as_image(bars.to_svg()),
            self._as_image(get_qr(self.code).to_svg()),
        )

    @staticmethod
    def _as_image(svg):
        return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()

    # Back office ----------------------------------------------------------------

    def action_print_cards(self):
        """Open the PDF of these cards, each in its own size. For managers."""
        return self._open_print(sheet=False)

    def action_print_card_sheet(self):
        """Open the PDF of these cards, ten on a sheet of A4. For managers."""
        return self._open_print(sheet=True)

    def _open_print(self, sheet):
        self._check_may_print()
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/unified_loyalty/cards.pdf?ids={ids}{'&sheet=1' * sheet}",
            "target": "new",
        }

    def _check_may_print(self):
        """Refuse who must not have the codes of cards on paper.

        :raise AccessError: no right to print, or to see one of the cards
        """
        if not self._may_print_cards():
            raise AccessError(
                self.env._("Ask a manager to print cards: their codes can be spent.")
            )
        self.check_access("read")

    @api.model
    def _may_print_cards(self):
        """Hook: say whether the user may print cards; channels have managers, too."""
        return any(map(self.env.user.has_group, READERS))

    def _get_print_name(self):
        """Return a name for the file."""
        today = fields.Date.to_string(fields.Date.context_today(self))
        names = self.program_id.mapped("name")
        return f"{' '.join(names[:1])} {today}.pdf".strip()
