# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which bars a code is printed with, as plain data (python-barcode encodes)."""

from functools import lru_cache
from typing import NamedTuple

import barcode
from barcode.errors import BarcodeError

# Smallest module (thinnest bar) a shop scanner reads on a shelf label, in mm:
# GS1 allows EAN from 80 % of 0.33 mm; Code 128 is read from 0.19 mm.
EAN_MIN_MODULE = 0.264
CODE128_MIN_MODULE = 0.19

EAN_SYMBOLOGIES = {13: "ean13", 12: "upca", 8: "ean8"}


class Bars(NamedTuple):
    """The bars of one code.

    ``modules`` is a string of 1 (bar) and 0 (space); ``quiet`` the white margin on
    each side, in modules; ``guards`` the modules whose bars go down between the
    digits; ``texts`` the human-readable parts as (first module, end module, text).
    """

    symbology: str
    modules: str
    quiet: tuple[int, int]
    guards: frozenset[int]
    texts: tuple[tuple[int, int, str], ...]
    min_module: float

    @property
    def width(self):
        return len(self.modules) + sum(self.quiet)


def has_valid_check_digit(code):
    """True when the last digit is the GS1 check digit of the ones before."""
    digits = [int(char) for char in reversed(code[:-1])]
    total = sum(
        digit * (3 if rank % 2 == 0 else 1) for rank, digit in enumerate(digits)
    )
    return (10 - total % 10) % 10 == int(code[-1])


@lru_cache(maxsize=8192)
def get_bars(code):
    """Bars of a code, or None when no symbology can carry it.

    A GTIN is drawn as EAN-13, UPC-A or EAN-8 only when its check digit is right:
    python-barcode would silently replace a wrong one and the label would not scan
    as the product. Everything else is Code 128.
    """
    is_digits = code.isascii() and code.isdigit()
    if is_digits and len(code) in EAN_SYMBOLOGIES and has_valid_check_digit(code):
        return _get_ean_bars(code)
    try:
        modules = barcode.get("code128", code).build()[0]
    except (BarcodeError, KeyError):
        return None
    text = ((0, len(modules), code),)
    return Bars("code128", modules, (10, 10), frozenset(), text, CODE128_MIN_MODULE)


def _get_ean_bars(code):
    symbology = EAN_SYMBOLOGIES[len(code)]
    if len(code) == 8:
        modules = barcode.get("ean8", code).build()[0]
        guards = {0, 1, 2, 31, 32, 33, 34, 35, 64, 65, 66}
        texts = ((3, 31, code[:4]), (36, 64, code[4:]))
        quiet = (7, 7)
    else:
        # UPC-A is the EAN-13 of the same number after a 0
        modules = barcode.get("ean13", code.zfill(13)).build()[0]
        guards = {0, 1, 2, 45, 46, 47, 48, 49, 92, 93, 94}
        quiet = (11, 7)
        if symbology == "ean13":
            texts = ((-9, -2, code[0]), (3, 45, code[1:7]), (50, 92, code[7:]))
        else:
            texts = ((3, 45, code[:6]), (50, 92, code[6:]))
    return Bars(symbology, modules, quiet, frozenset(guards), texts, EAN_MIN_MODULE)
