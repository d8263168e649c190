# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Draw the icons and banners of the suite: one grid, one accent, one symbol each.

    python scripts/build_icons.py [module …]

Writes icon.svg, icon.png (256 px), icon_128.png and banner.png into
static/description of each module. A symbol is a list of shapes on a grid of 256;
both the SVG and the PNG are drawn from it. A bridge between two modules has the
symbol of the first and, in a badge, that of the second.
"""

import importlib.util
import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parent))

from build_readme import find_modules, read_manifest  # noqa: E402

GRID = 256
RADIUS = 56
STROKE = 14
ACCENT = "#12596B"
ACCENT_DEEP = "#0C4453"
LIGHT = "#FFFFFF"
SPARK = "#F5B83D"
OVERSAMPLING = 4
BANNER = (1120, 560)


def line(*points, closed=False, color=LIGHT, width=STROKE):
    return ("line", points, closed, color, width)


def rect(x, y, width, height, radius=10, fill=None, color=LIGHT, stroke=STROKE):
    return ("rect", (x, y, width, height), radius, fill, color, stroke)


def circle(x, y, radius, fill=None, color=LIGHT, stroke=STROKE):
    return ("circle", (x, y, radius), fill, color, stroke)


def polygon(*points, fill=LIGHT):
    return ("polygon", points, fill)


def star(x, y, outer, fill=SPARK):
    points = []
    for rank in range(10):
        radius = outer if rank % 2 == 0 else outer * 0.45
        angle = math.pi * rank / 5 - math.pi / 2
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return polygon(*points, fill=fill)


HUB = [
    *(
        shape
        for x, y in ((62, 62), (194, 62), (62, 194), (194, 194))
        for shape in (line((128, 128), (x, y)), circle(x, y, 21, ACCENT))
    ),
    circle(128, 128, 32, SPARK, SPARK),
]
TILL = [
    rect(52, 132, 152, 68, 12),
    rect(84, 56, 88, 46, 10),
    line((128, 102), (128, 132)),
    line((104, 166), (152, 166), color=SPARK),
]
CART = [
    line((40, 60), (68, 60), (94, 156), (188, 156), (210, 88), (78, 88)),
    circle(108, 194, 15, SPARK, SPARK, 0),
    circle(174, 194, 15, SPARK, SPARK, 0),
]
CARD = [
    rect(44, 70, 168, 116, 18),
    star(128, 128, 42),
]
BOOK = [
    rect(64, 44, 128, 168, 14),
    line((94, 84), (162, 84)),
    line((94, 116), (140, 116)),
    line((98, 162), (120, 184), (164, 142), color=SPARK, width=18),
]
LABEL = [
    line((44, 128), (120, 52), (208, 52), (208, 140), (132, 216), closed=True),
    circle(174, 86, 15, SPARK, SPARK, 0),
    line((112, 136), (132, 156)),
    line((136, 112), (156, 132)),
]
STORE = [
    line((60, 60), (196, 60), (214, 112), (42, 112), closed=True),
    line((58, 112), (58, 204), (198, 204), (198, 112)),
    rect(104, 144, 48, 60, 4, SPARK, SPARK, 0),
    line((104, 60), (98, 112)),
    line((152, 60), (158, 112)),
]
KIT = [
    line(
        (48, 92), (128, 52), (208, 92), (208, 168), (128, 208), (48, 168), closed=True
    ),
    line((48, 92), (128, 132), (208, 92)),
    line((128, 132), (128, 208)),
    line((88, 72), (168, 112), color=SPARK),
]
CLOCK = [
    circle(128, 128, 78),
    line((128, 84), (128, 128), (160, 148), color=SPARK),
]
DEFAULT = [circle(128, 128, 56), circle(128, 128, 16, SPARK, SPARK, 0)]

SYMBOLS = {
    "unified_commerce_base": (HUB, None),
    "unified_pos": (TILL, None),
    "unified_ecommerce": (CART, None),
    "unified_loyalty": (CARD, None),
    "unified_accounting_fr": (BOOK, None),
    "unified_loyalty_pos": (CARD, TILL),
    "unified_loyalty_ecommerce": (CARD, CART),
    "unified_accounting_fr_pos": (BOOK, TILL),
    "unified_pos_ecommerce": (TILL, CART),
    "unified_commerce_mrp": (HUB, KIT),
    "unified_commerce_expiry": (HUB, CLOCK),
    "unified_ecommerce_mrp": (CART, KIT),
    "unified_label": (LABEL, None),
    "unified_demo": (STORE, None),
}


def place(shapes, scale, left, top):
    """The same shapes, scaled then moved."""

    def point(x, y):
        return (left + x * scale, top + y * scale)

    placed = []
    for kind, geometry, *rest in shapes:
        if kind in ("line", "polygon"):
            geometry = tuple(point(x, y) for x, y in geometry)
        elif kind == "circle":
            geometry = (*point(*geometry[:2]), geometry[2] * scale)
        else:
            x, y, width, height = geometry
            geometry = (*point(x, y), width * scale, height * scale)
        if kind == "rect":
            rest[0] *= scale
        if kind != "polygon":
            rest[-1] *= scale
        placed.append((kind, geometry, *rest))
    return placed


def compose(symbol, badge=None):
    """All shapes of an icon: ground, symbol and badge."""
    ground = [rect(0, 0, GRID, GRID, RADIUS, ACCENT, None, 0)]
    if not badge:
        return [*ground, *symbol]
    return [
        *ground,
        *place(symbol, 0.84, 2, 2),
        circle(186, 186, 62, ACCENT_DEEP, ACCENT, 12),
        *place(badge, 0.42, 186 - 128 * 0.42, 186 - 128 * 0.42),
    ]


# ---- SVG ----------------------------------------------------------------------


def to_svg(shapes):
    body = "\n".join(f"  {_svg_shape(shape)}" for shape in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}" '
        f'width="{GRID}" height="{GRID}">\n{body}\n</svg>\n'
    )


def _svg_shape(shape):
    kind, geometry, *rest = shape
    if kind == "polygon":
        return f'<polygon points="{_svg_points(geometry)}" fill="{rest[0]}"/>'
    if kind == "line":
        closed, color, width = rest
        tag = "polygon" if closed else "polyline"
        return (
            f'<{tag} points="{_svg_points(geometry)}" fill="none" stroke="{color}" '
            f'stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"/>'
        )
    fill, color, stroke = rest[-3:]
    paint = f'fill="{fill or "none"}"'
    if color and stroke:
        paint += f' stroke="{color}" stroke-width="{stroke:g}"'
    if kind == "circle":
        x, y, radius = geometry
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {paint}/>'
    x, y, width, height = geometry
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" '
        f'rx="{rest[0]:g}" {paint}/>'
    )


def _svg_points(points):
    return " ".join(f"{x:.4g},{y:.4g}" for x, y in points)


# ---- PNG ----------------------------------------------------------------------


def to_image(shapes, size=GRID):
    factor = size * OVERSAMPLING / GRID
    side = size * OVERSAMPLING
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for kind, geometry, *rest in place(shapes, factor, 0, 0):
        if kind == "polygon":
            draw.polygon(geometry, fill=rest[0])
        elif kind == "line":
            _draw_line(draw, geometry, *rest)
        elif kind == "circle":
            _draw_circle(draw, geometry, *rest)
        else:
            _draw_rect(draw, geometry, *rest)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _draw_line(draw, points, closed, color, width):
    points = [*points, points[0]] if closed else list(points)
    draw.line(points, fill=color, width=round(width))
    for x, y in points:
        radius = width / 2
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=color)


def _draw_circle(draw, geometry, fill, color, stroke):
    x, y, radius = geometry
    radius += stroke / 2
    box = (x - radius, y - radius, x + radius, y + radius)
    outline = color if stroke else None
    draw.ellipse(box, fill=fill, outline=outline, width=round(stroke))


def _draw_rect(draw, geometry, radius, fill, color, stroke):
    x, y, width, height = geometry
    half = stroke / 2
    box = (x - half, y - half, x + width + half, y + height + half)
    outline = color if stroke else None
    draw.rounded_rectangle(
        box, radius + half, fill=fill, outline=outline, width=round(stroke)
    )


# ---- banner -------------------------------------------------------------------


def to_banner(shapes, title, summary):
    width, height = BANNER
    banner = Image.new("RGB", BANNER, ACCENT_DEEP)
    icon = to_image(shapes, 320)
    banner.paste(icon, (70, (height - 320) // 2), icon)
    draw = ImageDraw.Draw(banner)
    left, room = 450, width - 450 - 60
    title_font = _fit_font("Bold", title, 68, room)
    summary_font = _find_font("Regular", 34)
    lines = _wrap(draw, summary, summary_font, room)
    block = title_font.size * 1.4 + len(lines) * 46
    top = (height - block) / 2
    draw.text((left, top), title, font=title_font, fill=LIGHT)
    top += title_font.size * 1.4
    draw.rectangle((left, top - 6, left + 90, top), fill=SPARK)
    for text in lines:
        draw.text((left, top + 16), text, font=summary_font, fill="#DCE9EC")
        top += 46
    return banner


def _find_font(weight, size):
    """Odoo's own Roboto, wherever Odoo is; Pillow's font without Odoo."""
    spec = importlib.util.find_spec("odoo")
    for folder in spec.submodule_search_locations if spec else []:
        path = Path(folder) / "addons/web/static/fonts/google/Roboto"
        path /= f"Roboto-{weight}.ttf"
        if path.exists():
            return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


def _fit_font(weight, text, size, room):
    font = _find_font(weight, size)
    while font.getlength(text) > room:
        size -= 2
        font = _find_font(weight, size)
    return font


def _wrap(draw, text, font, room):
    lines = [""]
    for word in text.split():
        trial = f"{lines[-1]} {word}".strip()
        if draw.textlength(trial, font=font) > room:
            lines.append(word)
        else:
            lines[-1] = trial
    return lines


def write(module):
    symbol, badge = SYMBOLS.get(module.name, (DEFAULT, None))
    shapes = compose(symbol, badge)
    manifest = read_manifest(module)
    folder = module / "static" / "description"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "icon.svg").write_text(to_svg(shapes), "utf-8")
    to_image(shapes).save(folder / "icon.png", optimize=True)
    to_image(shapes, 128).save(folder / "icon_128.png", optimize=True)
    banner = to_banner(shapes, manifest["name"], manifest.get("summary", ""))
    banner.save(folder / "banner.png", optimize=True)


def main(names=None):
    names = sys.argv[1:] if names is None else names
    for module in find_modules():
        if not names or module.name in names:
            write(module)


if __name__ == "__main__":
    main()
