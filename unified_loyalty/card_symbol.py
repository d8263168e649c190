# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Barcode and QR code of a card, for paper and for screens (reportlab encodes)."""

from typing import NamedTuple

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.barcode.widgets import BarcodeCode128

# White margin on each side, in modules, that scanners need.
QUIET_BARS, QUIET_QR = 10, 4


class Symbol(NamedTuple):
    """Black rectangles (x, y, width, height) from the lower left, in modules."""

    width: float
    height: float
    rectangles: tuple[tuple[float, float, float, float], ...]

    def draw(self, canvas, x, y, width, height):
        """Draw it on a reportlab canvas, the white margin within the given place."""
        path = canvas.beginPath()
        across, up = width / self.width, height / self.height
        for left, bottom, wide, high in self.rectangles:
            path.rect(x + left * across, y + bottom * up, wide * across, high * up)
        canvas.drawPath(path, stroke=0, fill=1)

    def to_svg(self):
        """Return an SVG image that can be shown at any size, on white."""
        path = "".join(
            f"M{left:g} {self.height - bottom - high:g}h{wide:g}v{high:g}h{-wide:g}z"
            for left, bottom, wide, high in self.rectangles
        )
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {self.width:g} {self.height:g}">'
            f'<path fill="#fff" d="M0 0h{self.width:g}v{self.height:g}H0z"/>'
            f'<path d="{path}"/></svg>'
        )


def get_bars(code, height=60):
    """Return the Code 128 of a code, or None when Code 128 cannot carry it."""
    if not code or not code.isascii() or not code.isprintable():
        return None
    widget = BarcodeCode128(
        value=code, barWidth=1, barHeight=height, quiet=0, humanReadable=0
    )
    shapes = [shape for shape in widget.draw().contents if shape.fillColor]
    end = max(shape.x + shape.width for shape in shapes)
    return Symbol(
        end + 2 * QUIET_BARS,
        height,
        tuple((one.x + QUIET_BARS, 0, one.width, height) for one in shapes),
    )


def get_qr(code):
    """Return the QR code of a code, which carries any text."""
    widget = QrCodeWidget(code, barLevel="M", barBorder=QUIET_QR)
    widget.qr.make()
    size = widget.qr.getModuleCount() + 2 * QUIET_QR
    widget.barWidth = widget.barHeight = size
    shapes = [shape for shape in widget.draw().contents if shape.fillColor]
    return Symbol(
        size, size, tuple((one.x, one.y, one.width, one.height) for one in shapes)
    )
