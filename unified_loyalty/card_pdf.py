# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Drawing of printed cards. Knows nothing of Odoo: it is given ready-made texts."""

import io
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.unified_commerce_base.fonts import register_fonts

from .card_symbol import get_bars, get_qr

WIDTH, HEIGHT = 85.6 * mm, 54 * mm  # ISO/IEC 7810, ID-1
A4 = (210 * mm, 297 * mm)
COLUMNS, ROWS = 2, 5
PER_SHEET = COLUMNS * ROWS
MARGIN = 6 * mm
INNER = WIDTH - 2 * MARGIN
BAND = 3 * mm
# Thinnest bar that scanners read, and one beyond which more helps nobody.
MODULE_MIN, MODULE_MAX = 0.19 * mm, 0.4 * mm
BARS, QR = 14 * mm, 25 * mm


class CardText(NamedTuple):
    """Texts of one card, already translated and formatted."""

    shop: str
    title: str
    main: str  # name of the holder, amount or reward
    code: str
    validity: str = ""
    colour: str = "#333333"


class CardSheet:
    """Draws cards in their own size, one a page, or ten on a sheet of A4.

    :param fonts: paths of the regular and bold TrueType fonts; the PDF's own
        Helvetica serves when they are missing
    """

    def __init__(self, fonts=None, title="", lang="fr", sheet=False):
        self.regular, self.bold = register_fonts("UnifiedLoyalty", fonts)
        self.title = title
        self.lang = lang
        self.sheet = sheet

    def render(self, cards):
        """Return the PDF of these CardText."""
        buffer = io.BytesIO()
        self.canvas = Canvas(
            buffer, pagesize=A4 if self.sheet else (WIDTH, HEIGHT), lang=self.lang
        )
        self.canvas.setTitle(self.title)
        per_page = PER_SHEET if self.sheet else 1
        for position, card in enumerate(cards):
            if position and position % per_page == 0:
                self.canvas.showPage()
            self.canvas.saveState()
            if self.sheet:
                self.canvas.translate(*self._get_corner(position % per_page))
                self._draw_outline()
            self._draw_card(card)
            self.canvas.restoreState()
        self.canvas.save()
        return buffer.getvalue()

    def _get_corner(self, position):
        """Return the lower left corner of a card of the sheet, from the top left."""
        row, column = divmod(position, COLUMNS)
        return (
            (A4[0] - COLUMNS * WIDTH) / 2 + column * WIDTH,
            (A4[1] + ROWS * HEIGHT) / 2 - (row + 1) * HEIGHT,
        )

    def _draw_outline(self):
        self.canvas.setLineWidth(0.3)
        self.canvas.setStrokeGray(0.7)
        self.canvas.rect(0, 0, WIDTH, HEIGHT)

    def _draw_card(self, card):
        canvas = self.canvas
        canvas.setFillColor(HexColor(card.colour))
        canvas.rect(0, HEIGHT - BAND, WIDTH, BAND, stroke=0, fill=1)
        canvas.setFillGray(0)
        top = HEIGHT - BAND - 6.5 * mm
        self._write(card.shop, self.bold, 11, MARGIN, top, INNER * 0.55)
        self._write(
            card.title, self.regular, 9, WIDTH - MARGIN, top, INNER * 0.42, "right"
        )
        bars = get_bars(card.code)
        module = min(MODULE_MAX, INNER / bars.width) if bars else 0
        if module < MODULE_MIN:
            self._draw_middle(card, INNER - QR)
            self._draw_qr(card)
            return
        self._draw_middle(card, INNER)
        width = bars.width * module
        bars.draw(canvas, (WIDTH - width) / 2, 9 * mm, width, BARS)
        self._write(card.code, self.regular, 9, WIDTH / 2, 5 * mm, INNER, "centre")

    def _draw_middle(self, card, width):
        size = 18 if any(char.isdigit() for char in card.main) else 14
        self._write(card.main, self.bold, size, MARGIN, 32 * mm, width)
        self._write(card.validity, self.regular, 7.5, MARGIN, 26.5 * mm, width)

    def _draw_qr(self, card):
        get_qr(card.code).draw(
            self.canvas, WIDTH - MARGIN - QR + 2 * mm, 8 * mm, QR, QR
        )
        self._write(card.code, self.regular, 9, MARGIN, 5 * mm, INNER)

    def _write(self, text, font, size, x, y, width, align="left"):
        """Write one line, smaller when it must be, cut when it still is too long."""
        text = text.replace("\u202f", "\u00a0")  # not in every font
        natural = pdfmetrics.stringWidth(text, font, size)
        if natural > width:
            size = max(size * 0.6, size * width / natural)
        whole = text
        while text and pdfmetrics.stringWidth(text, font, size) > width:
            whole = whole[:-1]
            text = whole.rstrip() + "…" if whole else ""
        self.canvas.setFont(font, size)
        draw = {
            "left": self.canvas.drawString,
            "right": self.canvas.drawRightString,
            "centre": self.canvas.drawCentredString,
        }[align]
        draw(x, y, text)
