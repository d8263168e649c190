# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Flat illustrations of the products, drawn here: one per shape, in any colour."""

import base64
import io
from functools import lru_cache

# Odoo registers only some formats: the plugin has to be named.
from PIL import Image, ImageDraw, WebPImagePlugin, features

SIZE = 640


@lru_cache(maxsize=256)
def draw(shape, colour):
    """The picture of a shape in a colour, as base64 for an image field."""
    image = Image.new("RGB", (SIZE, SIZE), colour)
    ImageDraw.Draw(image)
    stream = io.BytesIO()
    if features.check("webp"):
        image.save(stream, WebPImagePlugin.WebPImageFile.format, quality=82, method=4)
    else:
        image.save(stream, "PNG", optimize=True)
    return base64.b64encode(stream.getvalue())
