# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fonts of the PDFs that the suite draws with reportlab."""

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

SPARE_FONTS = ("Helvetica", "Helvetica-Bold")


def register_fonts(name, paths):
    """Make a font usable in PDFs; return (regular, bold) as reportlab names them.

    :param name: what the font is called
    :param paths: files of the regular and the bold one; Helvetica, which every reader
        has, serves when they are missing
    """
    if not paths:
        return SPARE_FONTS
    names = (name, f"{name}-Bold")
    try:
        for one, path in zip(names, paths, strict=True):
            if one not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(one, path))
    except (TTFError, OSError):
        return SPARE_FONTS
    return names
