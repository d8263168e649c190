# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Drawing of a closing, on A4 or on the roll of a till. Knows nothing of Odoo."""

import io
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.unified_commerce_base.fonts import register_fonts

LEADING = 1.4
GREY = 0.45


class Row(NamedTuple):
    """A line of a table: the first cell to the left, the others to the right."""

    cells: tuple
    strong: bool = False


class Section(NamedTuple):
    """A table with its title; ``head`` names the columns."""

    title: str
    rows: list
    head: tuple = ()


class Sheet(NamedTuple):
    """Texts of a closing, already translated and formatted."""

    title: str
    subtitle: str
    company: list
    sections: list
    foot: list
    warning: str = ""


class Paper(NamedTuple):
    width: float
    height: float  # 0: as long as it must be
    margin: float
    size: float


A4 = Paper(210 * mm, 297 * mm, 17 * mm, 9)
ROLL = Paper(80 * mm, 0, 4 * mm, 8)


class ClosingDrawing:
    """Draws sheets, one after another.

    :param fonts: paths of the regular and bold TrueType fonts; the PDF's own Helvetica
        serves when they are missing
    """

    def __init__(self, paper, fonts=None, title="", lang="fr"):
        self.paper = paper
        self.regular, self.bold = register_fonts("UnifiedClosing", fonts)
        self.title = title
        self.lang = lang
        self.left = paper.margin
        self.right = paper.width - paper.margin

    def render(self, sheets):
        """Return the PDF of these sheets."""
        buffer = io.BytesIO()
        self.canvas = Canvas(buffer, lang=self.lang)
        self.canvas.setTitle(self.title)
        for sheet in sheets:
            self._draw(sheet)
            self.canvas.showPage()
        self.canvas.save()
        return buffer.getvalue()

    def _draw(self, sheet):
        height = self.paper.height
        if not height:
            # what it takes is known once it is drawn
            self.real, self.y = False, 0
            self._draw_sheet(sheet)
            height = -self.y + 2 * self.paper.margin
        self.real = True
        self.canvas.setPageSize((self.paper.width, height))
        self.y = height - self.paper.margin
        self._draw_sheet(sheet)

    def _draw_sheet(self, sheet):
        size = self.paper.size
        for line in sheet.company:
            self._write_lines(line, self.regular, size - 1, grey=True)
        self._skip(0.5)
        self._write_lines(sheet.title, self.bold, size * 1.7)
        self._write_lines(sheet.subtitle, self.regular, size)
        if sheet.warning:
            self._skip(0.3)
            self._write_lines(sheet.warning, self.bold, size)
        for section in sheet.sections:
            self._draw_section(section)
        self._skip(0.8)
        for line in sheet.foot:
            self._write_lines(line, self.regular, size - 2, grey=True)

    def _draw_section(self, section):
        size = self.paper.size
        self._room(4 * size * LEADING)
        self._skip(0.7)
        self._write_lines(section.title, self.bold, size * 1.1)
        self._rule()
        if section.head:
            self._draw_row(Row(section.head), grey=True, size=size - 1)
        for row in section.rows:
            self._draw_row(row)

    def _draw_row(self, row, grey=False, size=None):
        """Write the cells in columns of the same width, figures to the right."""
        size = size or self.paper.size
        self._room(size * LEADING)
        self.y -= size * LEADING
        if not self.real:
            return
        font = self.bold if row.strong else self.regular
        self.canvas.setFillGray(GREY if grey else 0)
        figures = row.cells[1:]
        inner = self.right - self.left
        column = inner * (0.8 if len(figures) > 2 else 0.6) / max(len(figures), 2)
        self._fit(
            row.cells[0], font, size, self.left, inner - column * len(figures), "left"
        )
        for rank, text in enumerate(reversed(figures)):
            self._fit(text, font, size, self.right - rank * column, column - 2, "right")

    def _fit(self, text, font, size, x, width, align):
        """Write one line, smaller when it must be."""
        text = str(text).replace("\u202f", "\u00a0")  # not in every font
        natural = pdfmetrics.stringWidth(text, font, size)
        if natural > width > 0:
            size = max(size * 0.55, size * width / natural)
        self.canvas.setFont(font, size)
        draw = self.canvas.drawString if align == "left" else None
        (draw or self.canvas.drawRightString)(x, self.y, text)

    def _write_lines(self, text, font, size, grey=False):
        """Write a text over as many lines as it needs."""
        for line in self._wrap(str(text).replace("\u202f", "\u00a0"), font, size):
            self._room(size * LEADING)
            self.y -= size * LEADING
            if self.real:
                self.canvas.setFillGray(GREY if grey else 0)
                self.canvas.setFont(font, size)
                self.canvas.drawString(self.left, self.y, line)

    def _wrap(self, text, font, size):
        width, lines, line = self.right - self.left, [], ""
        for word in text.split(" "):
            while pdfmetrics.stringWidth(word, font, size) > width:
                # a signature has no spaces
                cut = int(len(word) * width / pdfmetrics.stringWidth(word, font, size))
                lines, word = [*lines, *filter(None, [line]), word[:cut]], word[cut:]
                line = ""
            longer = f"{line} {word}".strip()
            if line and pdfmetrics.stringWidth(longer, font, size) > width:
                lines.append(line)
                longer = word
            line = longer
        return [*lines, line]

    def _rule(self):
        self.y -= self.paper.size * 0.35
        if self.real:
            self.canvas.setStrokeGray(0.7)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(self.left, self.y, self.right, self.y)

    def _skip(self, lines):
        self.y -= lines * self.paper.size * LEADING

    def _room(self, needed):
        """Begin another page when what comes does not fit on this one."""
        if self.paper.height and self.y - needed < self.paper.margin:
            self.canvas.showPage()
            self.canvas.setPageSize((self.paper.width, self.paper.height))
            self.y = self.paper.height - self.paper.margin
