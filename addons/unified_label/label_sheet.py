# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Drawing of shelf labels. Knows nothing of Odoo: it is given ready-made texts."""

import io
from typing import NamedTuple

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from odoo.addons.unified_commerce_base.fonts import register_fonts

from .shelf_barcode import get_bars

A4 = (210.0, 297.0)
A6 = (105.0, 148.0)
ELLIPSIS = "…"
LINE_HEIGHT = 1.16
# From the baseline to the top of capitals and to the bottom of descenders
ASCENT, DESCENT = 0.74, 0.22
# What a comma or the g of "/kg" needs below the baseline
COMMA_DESCENT = 0.2
# A sale price leaves room for the former price above it
SALE_SHARE = 0.86
# Parts of the width a price may take beside details, the largest first
PRICE_SHARES = (0.62, 0.56, 0.5, 0.44)


class LabelStyle(NamedTuple):
    """Sizes of one format: fonts in points, heights in mm."""

    name: tuple[float, float]  # largest, smallest
    name_lines: int
    price: float
    detail: tuple[float, float]
    foot: float
    bars: float
    module: float


class LabelFormat(NamedTuple):
    """Where labels lie on a page; everything in mm."""

    page: tuple[float, float]
    columns: int
    rows: int
    size: tuple[float, float]
    margin: tuple[float, float]  # left, top
    gap: tuple[float, float]
    padding: tuple[float, float]
    style: LabelStyle
    stacked: bool = False  # price on its own line, for posters

    @property
    def per_page(self):
        return self.columns * self.rows

    @property
    def inner_width(self):
        return self.size[0] - 2 * self.padding[0]


_SMALL = LabelStyle((6.5, 4), 2, 15, (5, 3.6), 4, 4, 0.33)
_MEDIUM = LabelStyle((10, 6.5), 2, 26, (7.5, 5), 5.5, 8, 0.33)
_ROLL = LabelStyle((9, 6.5), 2, 22, (7, 4.5), 5, 6, 0.33)
_POSTER = LabelStyle((26, 14), 3, 68, (15, 9), 9, 17, 0.5)

FORMATS = {
    "shelf_65": LabelFormat(
        A4, 5, 13, (38.1, 21.2), (4.75, 10.7), (2.5, 0), (1.5, 1.3), _SMALL
    ),
    "shelf_21": LabelFormat(
        A4, 3, 7, (63.5, 38.1), (7.21, 15.15), (2.54, 0), (3, 2.8), _MEDIUM
    ),
    # No margin on this sheet: the padding keeps clear of what printers cannot reach
    "shelf_24": LabelFormat(A4, 3, 8, (70, 37), (0, 0.5), (0, 0), (5, 3), _MEDIUM),
    "shelf_roll": LabelFormat(
        (57, 32), 1, 1, (57, 32), (0, 0), (0, 0), (2.5, 2.2), _ROLL
    ),
    "shelf_a6": LabelFormat(A6, 1, 1, A6, (0, 0), (0, 0), (8, 8), _POSTER, True),
}


class Label(NamedTuple):
    """Texts of one label, already translated and formatted."""

    name: str
    price: str
    former_price: str = ""
    discount: str = ""
    unit_price: str = ""
    mentions: tuple[str, ...] = ()
    barcode: str = ""
    reference: str = ""
    printed_on: str = ""


class Box(NamedTuple):
    """A rectangle, in points, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def top(self):
        return self.y + self.height


def barcode_fits(code, label_format):
    """True when the bars of a code can be read at the width of the format."""
    return bool(_get_module_width(get_bars(code), label_format.inner_width, 1.0))


def _get_module_width(bars, available, largest):
    """Width of the thinnest bar for a place of ``available``; 0 when too thin."""
    if not bars:
        return 0
    width = min(largest, available / bars.width)
    return width if width >= bars.min_module else 0


class LabelSheet:
    """Draws labels of one format into a PDF.

    :param label_format: one of FORMATS
    :param start: position of the first label on the first sheet, from 1, left to
        right then down; for sheets of which some labels are already used
    :param fonts: paths of the regular and bold TrueType fonts; the PDF's own
        Helvetica serves when they are missing
    """

    def __init__(self, label_format, start=1, fonts=None, title="", lang="fr"):
        if not 1 <= start <= label_format.per_page:
            raise ValueError("start is outside the sheet")
        self.format = label_format
        self.style = label_format.style
        self.start = start
        self.title = title
        self.lang = lang
        self.regular, self.bold = register_fonts("UnifiedLabel", fonts)

    def render(self, labels):
        """PDF of an iterable of (label, copies)."""
        buffer = io.BytesIO()
        width, height = (side * mm for side in self.format.page)
        self.canvas = Canvas(buffer, pagesize=(width, height), lang=self.lang)
        self.canvas.setTitle(self.title)
        position = self.start - 1
        for label, copies in labels:
            for _copy in range(copies):
                if position == self.format.per_page:
                    self.canvas.showPage()
                    position = 0
                self._draw_label(label, self._get_box(position))
                position += 1
        self.canvas.save()
        return buffer.getvalue()

    def _get_box(self, position):
        """Inner box of the label at a position (from 0) of the sheet."""
        form = self.format
        row, column = divmod(position, form.columns)
        left = form.margin[0] + column * (form.size[0] + form.gap[0])
        top = form.margin[1] + row * (form.size[1] + form.gap[1])
        return Box(
            (left + form.padding[0]) * mm,
            (form.page[1] - top - form.size[1] + form.padding[1]) * mm,
            form.inner_width * mm,
            (form.size[1] - 2 * form.padding[1]) * mm,
        )

    def _draw_label(self, label, box):
        bottom = self._draw_foot(label, box)
        bottom = self._draw_barcode(label, box, bottom)
        if self.format.stacked:
            self._draw_poster(label, box, bottom)
        else:
            self._draw_strip(label, box, bottom)

    # ---- name and price -------------------------------------------------

    def _draw_strip(self, label, box, bottom):
        """Name on top; below it, details on the left and the price on the right."""
        size = self.style.price * (SALE_SHARE if label.former_price else 1)
        bottom += size * COMMA_DESCENT
        name_bottom = bottom + size * (ASCENT + 0.04)
        if label.former_price:
            name_bottom += self.style.detail[0] * LINE_HEIGHT
        self._draw_name(label.name, box, name_bottom)
        details = [text for text in (label.unit_price, *label.mentions) if text]
        width = self._get_price_width(details, box.width, name_bottom - bottom)
        taken = self._draw_price(label, box, bottom, width, size) + 0.8 * mm
        if details:
            height = name_bottom - bottom
            self._draw_details(details, Box(box.x, bottom, box.width - taken, height))

    def _get_price_width(self, details, width, height):
        """Room left to the price by details that are printed in full, whatever comes.

        The law asks for the unit price and the eco-contribution: the price gets
        smaller before they are cut.
        """
        if not details:
            return width
        smallest = self.style.detail[1]
        for share in PRICE_SHARES:
            room = width * (1 - share) - 0.8 * mm
            lines = self._wrap_all(details, self.regular, smallest, room)
            if len(lines) <= self._count_lines(height, smallest):
                break
        return width * share

    def _draw_price(self, label, box, bottom, width, size):
        """Right-aligned price, the crossed-out former one above it. Its width."""
        canvas = self.canvas
        size = self._shrink(label.price, self.bold, size, width)
        canvas.setFont(self.bold, size)
        right = box.x + box.width
        canvas.drawRightString(right, bottom, self._clean(label.price))
        taken = self._width(label.price, self.bold, size)
        if label.former_price:
            baseline = bottom + size * ASCENT + 0.12 * self.style.detail[0]
            texts = [label.former_price, label.discount]
            small = self._shrink(
                "  ".join(texts), self.bold, self.style.detail[0], width
            )
            if label.discount:
                canvas.setFont(self.bold, small)
                canvas.drawRightString(right, baseline, self._clean(label.discount))
                right -= self._width(label.discount + "  ", self.bold, small)
            self._draw_struck(label.former_price, right, baseline, small)
            taken = max(taken, self._width("  ".join(texts), self.bold, small))
        return taken

    def _draw_struck(self, text, right, baseline, size):
        canvas = self.canvas
        width = self._width(text, self.regular, size)
        canvas.setFont(self.regular, size)
        canvas.drawRightString(right, baseline, self._clean(text))
        canvas.setLineWidth(max(0.4, size * 0.06))
        middle = baseline + size * 0.26
        canvas.line(right - width, middle, right, middle)

    def _draw_details(self, details, box):
        size, lines = self._fit(details, self.regular, self.style.detail, box)
        self.canvas.setFont(self.regular, size)
        baseline = box.y + (len(lines) - 1) * size * LINE_HEIGHT
        for line in lines:
            self.canvas.drawString(box.x, baseline, line)
            baseline -= size * LINE_HEIGHT

    def _draw_poster(self, label, box, bottom):
        """Name on top; discount, former price, price and details centred below."""
        name_bottom = self._draw_name(label.name, box, bottom + box.height * 0.55)
        parts = self._get_poster_parts(label, box)
        height = sum(part_height for part_height, _draw in parts)
        center = box.x + box.width / 2
        top = (name_bottom + bottom + height) / 2
        for part_height, draw in parts:
            top -= part_height
            draw(center, top)

    def _get_poster_parts(self, label, box):
        """(height, function drawing it at a centre and a bottom), from the top."""
        style = self.style
        parts = []
        if label.discount:
            badge = style.name[0] * 1.3
            parts.append(
                (
                    badge * 1.3 + 4 * mm,
                    lambda x, y: self._draw_badge(label.discount, x, y + 4 * mm, badge),
                )
            )
        if label.former_price:
            former = style.name[0]
            width = self._width(label.former_price, self.regular, former)
            parts.append(
                (
                    former + 2 * mm,
                    lambda x, y: self._draw_struck(
                        label.former_price, x + width / 2, y + 2 * mm, former
                    ),
                )
            )
        size = self._shrink(label.price, self.bold, style.price, box.width)
        parts.append(
            (
                size * (ASCENT + COMMA_DESCENT),
                lambda x, y: self._draw_centered(
                    [label.price], self.bold, size, x, y + size * COMMA_DESCENT
                ),
            )
        )
        details = [text for text in (label.unit_price, *label.mentions) if text]
        if details:
            area = Box(box.x, 0, box.width, box.height * 0.16)
            small, lines = self._fit(details, self.regular, style.detail, area)
            parts.append(
                (
                    len(lines) * small * LINE_HEIGHT + 2 * mm,
                    lambda x, y: self._draw_centered(
                        lines, self.regular, small, x, y + small * DESCENT
                    ),
                )
            )
        return parts

    def _draw_centered(self, lines, font, size, center, baseline):
        """Centred lines; ``baseline`` is that of the last one."""
        self.canvas.setFont(font, size)
        for rank, line in enumerate(reversed(lines)):
            height = baseline + rank * size * LINE_HEIGHT
            self.canvas.drawCentredString(center, height, self._clean(line))

    def _draw_badge(self, text, center, bottom, size):
        """White on black, for printers without colour."""
        width = self._width(text, self.bold, size) + 8 * mm
        canvas = self.canvas
        canvas.roundRect(center - width / 2, bottom, width, size * 1.3, 2 * mm, 0, 1)
        canvas.setFillGray(1)
        self._draw_centered([text], self.bold, size, center, bottom + size * 0.3)
        canvas.setFillGray(0)

    def _draw_name(self, name, box, bottom):
        """Name at the top of the box, kept above ``bottom``. Returns its bottom."""
        area = Box(box.x, bottom, box.width, box.top - bottom)
        limit = self.style.name_lines
        size, lines = self._fit([name], self.bold, self.style.name, area, limit)
        self.canvas.setFont(self.bold, size)
        baseline = box.top - size * ASCENT
        for line in lines:
            self.canvas.drawString(box.x, baseline, line)
            baseline -= size * LINE_HEIGHT
        return baseline + size * (LINE_HEIGHT - DESCENT)

    # ---- barcode and foot -----------------------------------------------

    def _draw_foot(self, label, box):
        """Reference on the left, date of print on the right. Returns its top."""
        if not (label.reference or label.printed_on):
            return box.y
        size = self.style.foot
        baseline = box.y + size * DESCENT
        self.canvas.setFont(self.regular, size)
        date_width = self._width(label.printed_on, self.regular, size)
        self.canvas.drawRightString(
            box.x + box.width, baseline, self._clean(label.printed_on)
        )
        room = box.width - date_width - 1 * mm
        reference = self._cut(self._clean(label.reference), self.regular, size, room)
        self.canvas.drawString(box.x, baseline, reference)
        return baseline + size * (ASCENT + 0.1) + 0.3 * mm

    def _draw_barcode(self, label, box, bottom):
        """Bars with their digits, centred; digits alone when bars cannot be read."""
        if not label.barcode:
            return bottom + 0.6 * mm
        text_size = self.style.foot * 1.25
        bars = get_bars(label.barcode)
        module = self._get_module(bars, box)
        if not module:
            text = self._cut(
                self._clean(label.barcode), self.regular, text_size, box.width
            )
            self.canvas.setFont(self.regular, text_size)
            self.canvas.drawString(box.x, bottom + text_size * DESCENT, text)
            return bottom + text_size * 1.1 + 0.6 * mm
        left = box.x + (box.width - bars.width * module) / 2 + bars.quiet[0] * module
        foot = bottom + text_size * 0.92
        self._draw_bars(bars, left, foot, module, foot - bottom)
        self.canvas.setFont(self.regular, text_size)
        for start, end, text in bars.texts:
            center = left + (start + end) / 2 * module
            size = self._shrink(text, self.regular, text_size, (end - start) * module)
            self.canvas.setFont(self.regular, size)
            self.canvas.drawCentredString(center, bottom + text_size * 0.12, text)
        return foot + self.style.bars * mm + 0.9 * mm

    def _get_module(self, bars, box):
        return _get_module_width(bars, box.width / mm, self.style.module) * mm

    def _draw_bars(self, bars, left, foot, module, guard):
        """Bars as one filled path; runs of modules become one rectangle."""
        path = self.canvas.beginPath()
        height = self.style.bars * mm
        start = None
        for index, value in enumerate(bars.modules + "0"):
            if value == "1" and start is None:
                start = index
            elif value != "1" and start is not None:
                drop = guard / 2 if start in bars.guards else 0
                path.rect(
                    left + start * module,
                    foot - drop,
                    (index - start) * module,
                    height + drop,
                )
                start = None
        self.canvas.drawPath(path, stroke=0, fill=1)

    # ---- text -------------------------------------------------------------

    def _clean(self, text):
        """Narrow no-break spaces and byte-order marks are not in every font."""
        return text.replace("\u202f", "\u00a0").replace("\ufeff", "")

    def _width(self, text, font, size):
        return pdfmetrics.stringWidth(self._clean(text), font, size)

    def _shrink(self, text, font, size, width):
        """Largest size, up to ``size``, at which the text fits the width."""
        natural = self._width(text, font, size)
        return size if natural <= width else size * width / natural

    def _cut(self, text, font, size, width):
        if self._width(text, font, size) <= width:
            return text
        return self._cut_with_ellipsis(text, font, size, width)

    def _cut_with_ellipsis(self, text, font, size, width):
        while text and self._width(text + ELLIPSIS, font, size) > width:
            text = text[:-1]
        return text.rstrip() + ELLIPSIS

    def _wrap(self, text, font, size, width):
        """Lines of a text; a word wider than the line is broken."""
        lines, line = [], ""
        for word in self._clean(text).split(" "):
            trial = f"{line} {word}" if line else word
            if self._width(trial, font, size) <= width:
                line = trial
                continue
            if line:
                lines.append(line)
            while self._width(word, font, size) > width:
                count = self._count_fitting(word, font, size, width)
                lines.append(word[:count])
                word = word[count:]
            line = word
        return [*lines, line] if line else lines

    def _wrap_all(self, texts, font, size, width):
        return [line for text in texts for line in self._wrap(text, font, size, width)]

    def _count_lines(self, height, size):
        """How many lines of a size go into a height."""
        return int((height - size * (ASCENT + DESCENT)) / (size * LINE_HEIGHT)) + 1

    def _count_fitting(self, word, font, size, width):
        count = len(word)
        while count > 1 and self._width(word[:count], font, size) > width:
            count -= 1
        return count

    def _fit(self, paragraphs, font, sizes, box, max_lines=None):
        """Size and lines with which the paragraphs fit the box.

        The size goes down by half points to the smallest one; what is still too
        long ends in an ellipsis.
        """
        size, smallest = sizes
        while True:
            lines = self._wrap_all(paragraphs, font, size, box.width)
            room = self._count_lines(box.height, size)
            allowed = max(1, min(room, max_lines or room))
            if len(lines) <= allowed:
                return size, lines
            if size <= smallest:
                break
            size = max(smallest, size - 0.5)
        last = self._cut_with_ellipsis(lines[allowed - 1], font, size, box.width)
        lines[allowed - 1] = last
        return size, lines[:allowed]
