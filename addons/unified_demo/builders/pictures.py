# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Flat illustrations of the products, drawn here: one per shape, in any colour.

Coordinates run from 0 to 100 from the top left corner, whatever the final size.
"""

import base64
import io
from functools import lru_cache
from math import cos, pi, sin

# Odoo registers only some formats: the plugin has to be named.
from PIL import Image, ImageDraw, ImageFont, WebPImagePlugin, features

SIZE = 640
OVERSAMPLING = 2
INK = "#33363d"
PAPER = "#fbf8f1"
WOOD = "#c99a62"
METAL = "#b9bec7"
GLASS = "#dcebf0"
LEAF = "#5d8f63"
SHAPES = {}


@lru_cache(maxsize=256)
def draw(shape, colour):
    """The file of the picture of a shape in a colour."""
    pen = Pen(colour)
    pen.scene()
    SHAPES[shape](pen)
    image = pen.image.reduce(OVERSAMPLING)
    stream = io.BytesIO()
    if features.check("webp"):
        image.save(stream, WebPImagePlugin.WebPImageFile.format, quality=80, method=2)
    else:
        image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def logo():
    """The sign of the retailer: three stores and a shop that are one."""
    side, colours = 4, ("#c4623f", "#dfa62b", "#4d7c5f", "#4f86b5")
    image = Image.new("RGBA", (460 * side, 96 * side), (0, 0, 0, 0))
    canvas = ImageDraw.Draw(image)
    for rank, colour in enumerate(colours):
        x, y = 4 + 44 * (rank % 2), 6 + 44 * (rank // 2)
        place = tuple(value * side for value in (x, y, x + 40, y + 40))
        canvas.rounded_rectangle(place, radius=12 * side, fill=colour)
    centre = tuple(value * side for value in (34, 36, 58, 60))
    canvas.ellipse(centre, fill="#ffffff")
    font = ImageFont.load_default(46 * side)
    canvas.text((108 * side, 20 * side), "Unified Retail", font=font, fill=INK)
    stream = io.BytesIO()
    image.reduce(side // 2).save(stream, "PNG", optimize=True)
    return base64.b64encode(stream.getvalue())


def hang(records, field, files):
    """Set an image and its smaller sizes on many records at once.

    Odoo keeps a WebP as it is in every size, one file in the end; entering them in
    one go does the same as writing each image, in a tenth of the time.
    """
    if not features.check("webp"):
        for record, content in zip(records, files, strict=True):
            record[f"{field}_1920"] = base64.b64encode(content)
        return
    records.env["ir.attachment"].create(
        [
            {
                "name": f"{field}_{size}",
                "res_model": records._name,
                "res_field": f"{field}_{size}",
                "res_id": record.id,
                "type": "binary",
                "raw": content,
            }
            for record, content in zip(records, files, strict=True)
            for size in (1920, 1024, 512, 256, 128)
        ]
    )
    records.invalidate_recordset()


def shape(function):
    SHAPES[function.__name__] = function
    return function


def _rgb(colour):
    return tuple(int(colour[rank : rank + 2], 16) for rank in (1, 3, 5))


def mix(colour, other, part):
    """The colour with a part (0 to 1) of another one."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


class Pen:
    def __init__(self, colour):
        light = sum(_rgb(colour)) > 640
        self.main = colour
        self.dark = mix(colour, "#1c1f26", 0.14 if light else 0.28)
        self.light = mix(colour, "#ffffff", 0.35)
        # A light thing needs a darker ground to be seen on.
        self.pale = (
            "#cfdbe4" if light else mix(mix(colour, "#ffffff", 0.86), "#f3efe6", 0.35)
        )
        self.disc = "#b5c8d6" if light else mix(self.pale, colour, 0.13)
        self.scale = SIZE * OVERSAMPLING / 100
        side = SIZE * OVERSAMPLING
        self.image = Image.new("RGB", (side, side), self.pale)
        self.canvas = ImageDraw.Draw(self.image)

    def scene(self):
        """A tinted disc behind the object and its shadow on the ground."""
        self.oval(50, 48, 41, 41, self.disc)
        self.oval(50, 86, 30, 3.2, mix(self.pale, INK, 0.16))

    def _points(self, points):
        return [(x * self.scale, y * self.scale) for x, y in points]

    def oval(self, x, y, rx, ry, fill=None, outline=None, width=0.0):
        s = self.scale
        self.canvas.ellipse(
            ((x - rx) * s, (y - ry) * s, (x + rx) * s, (y + ry) * s),
            fill=fill,
            outline=outline,
            width=round(width * s),
        )

    def box(self, x1, y1, x2, y2, fill, radius=0.0):
        s = self.scale
        self.canvas.rounded_rectangle(
            (x1 * s, y1 * s, x2 * s, y2 * s), radius=radius * s, fill=fill
        )

    def polygon(self, points, fill):
        self.canvas.polygon(self._points(points), fill=fill)

    def line(self, points, fill, width):
        thick = round(width * self.scale)
        places = self._points(points)
        self.canvas.line(places, fill=fill, width=thick, joint="curve")
        half = thick / 2
        for x, y in (places[0], places[-1]):
            self.canvas.ellipse((x - half, y - half, x + half, y + half), fill=fill)

    def arc(self, x, y, rx, ry, start, end, fill, width):
        """Drawn as a line: the ends are round, the thickness even."""
        steps = max(8, int(abs(end - start) / 4))
        angles = [start + (end - start) * rank / steps for rank in range(steps + 1)]
        self.line(
            [(x + rx * cos(a * pi / 180), y + ry * sin(a * pi / 180)) for a in angles],
            fill,
            width,
        )

    def curve(self, points, fill):
        """A closed smooth outline through the points (Catmull-Rom)."""
        count, outline = len(points), []
        for rank in range(count):
            p0, p1, p2, p3 = (points[(rank + shift) % count] for shift in (-1, 0, 1, 2))
            for step in range(12):
                t = step / 12
                outline.append(
                    tuple(
                        0.5
                        * (
                            2 * b
                            + (c - a) * t
                            + (2 * a - 5 * b + 4 * c - d) * t**2
                            + (3 * b - a - 3 * c + d) * t**3
                        )
                        for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                    )
                )
        self.polygon(outline, fill)

    def mirrored(self, points):
        """Complete the left half of an outline with its right half."""
        return [*points, *((100 - x, y) for x, y in reversed(points))]


# Clothing -------------------------------------------------------------------


def _top(pen, sleeve=46, hem=80):
    body = [(41, 21), (31, 25), (17, sleeve - 4), (26, sleeve + 4), (33, 40), (33, hem)]
    pen.polygon(pen.mirrored(body), pen.main)
    pen.polygon([(33, 40), (36, 34), (36, hem), (33, hem)], pen.dark)
    pen.polygon([(67, 40), (64, 34), (64, hem), (67, hem)], pen.dark)
    pen.oval(50, 20, 9.2, 6.6, pen.disc)
    pen.arc(50, 20, 9.4, 7, 8, 172, pen.light, 1.6)


@shape
def tshirt(pen):
    _top(pen)
    pen.box(55, 42, 62, 50, pen.light, 0.8)


@shape
def stripes(pen):
    _top(pen, sleeve=66)
    stripe = PAPER if pen.main != "#f4f2ec" else "#2a3f66"
    for y in range(38, 80, 7):
        pen.box(36, y, 64, y + 2.6, stripe)
    for rank in range(3):
        y = 44 + rank * 8
        pen.line([(31 - rank * 4.2, y), (27 - rank * 3.6, y - 4)], stripe, 2)
        pen.line([(69 + rank * 4.2, y), (73 + rank * 3.6, y - 4)], stripe, 2)


@shape
def polo(pen):
    _top(pen)
    pen.polygon([(41, 20), (50, 31), (46, 34), (38, 23)], pen.light)
    pen.polygon([(59, 20), (50, 31), (54, 34), (62, 23)], pen.light)
    pen.box(48.6, 30, 51.4, 46, pen.dark)
    for y in (35, 41):
        pen.oval(50, y, 0.9, 0.9, PAPER)


@shape
def shirt(pen):
    _top(pen, sleeve=66, hem=82)
    pen.polygon([(41, 19), (50, 28), (44, 34), (37, 23)], pen.light)
    pen.polygon([(59, 19), (50, 28), (56, 34), (63, 23)], pen.light)
    pen.box(49.2, 28, 50.8, 82, pen.dark)
    for y in range(36, 80, 9):
        pen.oval(50, y, 1, 1, PAPER)
    pen.box(55, 42, 62, 51, pen.light, 0.6)


def _knit(pen):
    for y in (75, 77.5, 80):
        pen.line([(34, y), (66, y)], pen.dark, 0.7)
    for x in (41, 46, 54, 59):
        pen.line([(x, 36), (x, 72)], pen.light, 0.8)


@shape
def jumper(pen):
    _top(pen, sleeve=67, hem=82)
    _knit(pen)


@shape
def cardigan(pen):
    _top(pen, sleeve=67, hem=82)
    _knit(pen)
    pen.polygon([(43, 21), (50, 46), (57, 21)], pen.disc)
    pen.box(49.2, 45, 50.8, 82, pen.dark)
    for y in (52, 60, 68, 76):
        pen.oval(52.6, y, 1.2, 1.2, WOOD)


@shape
def hoodie(pen):
    pen.oval(50, 22, 14, 12, pen.dark)
    _top(pen, sleeve=67, hem=82)
    pen.oval(50, 23, 8, 6, pen.dark)
    pen.line([(46, 29), (45, 42)], PAPER, 1)
    pen.line([(54, 29), (55, 42)], PAPER, 1)
    pen.polygon([(40, 58), (60, 58), (64, 72), (36, 72)], pen.light)


@shape
def coat(pen):
    body = [(42, 15), (32, 19), (20, 58), (28, 61), (35, 38), (31, 86)]
    pen.polygon(pen.mirrored(body), pen.main)
    pen.polygon([(42, 15), (50, 38), (43, 33), (37, 19)], pen.light)
    pen.polygon([(58, 15), (50, 38), (57, 33), (63, 19)], pen.light)
    pen.line([(50, 38), (50, 85)], pen.dark, 1)
    for y in (44, 54, 64):
        pen.oval(46, y, 1.3, 1.3, pen.dark)
        pen.oval(54, y, 1.3, 1.3, pen.dark)
    pen.line([(37, 60), (43, 59)], pen.dark, 1.2)
    pen.line([(57, 59), (63, 60)], pen.dark, 1.2)


@shape
def trousers(pen):
    pen.polygon(
        [(36, 16), (64, 16), (69, 85), (55, 85), (50, 42), (45, 85), (31, 85)], pen.main
    )
    pen.box(36, 16, 64, 20.5, pen.dark)
    pen.line([(50, 20), (50, 40)], pen.dark, 0.9)
    pen.arc(37, 22, 7, 8, 0, 80, pen.light, 0.9)
    pen.arc(63, 22, 7, 8, 100, 180, pen.light, 0.9)
    for x in (40, 50, 60):
        pen.box(x - 0.8, 15, x + 0.8, 21.5, pen.light)


@shape
def dress(pen):
    pen.line([(42, 14), (43, 26)], pen.dark, 1.6)
    pen.line([(58, 14), (57, 26)], pen.dark, 1.6)
    pen.polygon([(39, 24), (61, 24), (59, 44), (74, 84), (26, 84), (41, 44)], pen.main)
    pen.box(40.4, 42, 59.6, 46, pen.dark)
    for x in (38, 50, 62):
        pen.line([(50 + (x - 50) * 0.4, 48), (x, 82)], pen.light, 0.8)


@shape
def skirt(pen):
    pen.polygon([(38, 24), (62, 24), (76, 80), (24, 80)], pen.main)
    pen.box(37.6, 22, 62.4, 28, pen.dark)
    for x in (34, 44, 56, 66):
        pen.line([(50 + (x - 50) * 0.5, 30), (x, 78)], pen.light, 0.9)


@shape
def beanie(pen):
    pen.oval(50, 21, 7, 7, pen.light)
    pen.curve([(27, 68), (29, 42), (50, 24), (71, 42), (73, 68)], pen.main)
    pen.box(24, 60, 76, 76, pen.dark, 3)
    for x in range(29, 74, 6):
        pen.line([(x, 62), (x, 74)], pen.main, 0.9)


@shape
def scarf(pen):
    pen.oval(50, 38, 25, 17, pen.main)
    pen.oval(50, 34, 14, 8, pen.disc)
    pen.polygon([(52, 50), (66, 46), (70, 82), (56, 84)], pen.dark)
    for x in (57, 60, 63, 66, 69):
        pen.line([(x, 82), (x + 0.4, 87)], pen.main, 1)
    for y in (60, 68, 76):
        pen.line([(55.5, y), (68, y - 1.5)], pen.light, 1.6)


@shape
def socks(pen):
    for shift, tone in ((-13, pen.dark), (7, pen.main)):
        pen.curve(
            [
                (44 + shift, 20),
                (58 + shift, 20),
                (58 + shift, 58),
                (70 + shift, 72),
                (66 + shift, 81),
                (52 + shift, 78),
                (43 + shift, 62),
            ],
            tone,
        )
        pen.box(43.5 + shift, 19, 58.5 + shift, 27, pen.light, 2)
        for y in (34, 42, 50):
            pen.oval(51 + shift, y, 1.6, 1.6, PAPER)


# Shoes ----------------------------------------------------------------------


@shape
def sneaker(pen):
    pen.curve(
        [
            (17, 72),
            (20, 46),
            (36, 43),
            (48, 57),
            (70, 63),
            (84, 72),
            (82, 78),
            (19, 78),
        ],
        pen.main,
    )
    pen.box(15, 74, 86, 83, PAPER, 4)
    pen.box(15, 79, 86, 83, mix(PAPER, INK, 0.18), 2)
    for rank in range(4):
        x = 38 + rank * 6
        pen.line([(x, 50 + rank * 2.6), (x + 5.5, 46 + rank * 3.2)], PAPER, 1.3)
    pen.line([(24, 66), (40, 66), (52, 72)], pen.dark, 1.8)


@shape
def boot(pen):
    pen.curve(
        [(33, 20), (55, 20), (55, 58), (78, 70), (80, 79), (34, 79), (31, 50)], pen.main
    )
    pen.box(29, 78, 82, 83, INK, 2)
    pen.box(29, 80, 42, 87, INK, 1)
    pen.polygon([(43, 32), (49, 32), (47, 56), (44, 56)], pen.dark)
    pen.line([(32, 24), (55, 24)], pen.light, 1.4)


@shape
def sandal(pen):
    pen.curve([(14, 74), (30, 70), (60, 73), (86, 74), (84, 80), (16, 80)], WOOD)
    pen.line([(28, 71), (40, 50), (52, 72)], pen.main, 4.6)
    pen.line([(58, 73), (68, 58), (80, 74)], pen.main, 4.6)
    pen.line([(40, 50), (25, 54)], pen.dark, 3)
    pen.box(37, 48, 43, 54, METAL, 1)


@shape
def espadrille(pen):
    pen.curve([(15, 72), (20, 52), (38, 52), (52, 60), (80, 62), (86, 72)], pen.main)
    pen.oval(34, 54, 15, 5, pen.dark)
    pen.box(13, 70, 87, 81, WOOD, 5)
    for x in range(17, 86, 5):
        pen.line([(x, 72), (x + 2.4, 79)], mix(WOOD, INK, 0.25), 0.8)


@shape
def slipper(pen):
    pen.curve([(14, 74), (18, 60), (40, 62), (54, 46), (76, 50), (86, 74)], pen.main)
    pen.oval(34, 64, 17, 4.4, pen.light)
    pen.box(13, 73, 87, 80, pen.dark, 3)


# Bags and accessories -------------------------------------------------------


@shape
def tote(pen):
    pen.arc(50, 38, 14, 24, 180, 360, pen.dark, 2.6)
    pen.polygon([(27, 38), (73, 38), (77, 84), (23, 84)], pen.main)
    pen.polygon([(27, 38), (73, 38), (73.4, 43), (26.6, 43)], pen.dark)
    pen.curve([(50, 52), (60, 60), (50, 73), (40, 60)], LEAF)
    pen.line([(50, 54), (50, 77)], mix(LEAF, INK, 0.3), 1)


@shape
def bag(pen):
    pen.arc(50, 46, 25, 32, 190, 350, pen.dark, 2.2)
    pen.box(20, 44, 80, 82, pen.main, 8)
    pen.polygon([(20, 50), (80, 50), (72, 66), (50, 70), (28, 66)], pen.dark)
    pen.box(46, 64, 54, 73, METAL, 1.5)


@shape
def backpack(pen):
    pen.arc(50, 24, 8, 8, 180, 360, pen.dark, 2.6)
    pen.box(22, 52, 78, 78, pen.dark, 6)
    pen.box(28, 22, 72, 84, pen.main, 13)
    pen.box(34, 52, 66, 78, pen.light, 5)
    pen.line([(36, 58), (64, 58)], pen.dark, 1.2)
    pen.line([(33, 42), (67, 42)], pen.dark, 1.2)
    pen.box(60, 42, 62.4, 48, METAL, 1)


@shape
def pouch(pen):
    pen.box(18, 36, 82, 76, pen.main, 5)
    pen.box(18, 36, 82, 43, pen.dark, 4)
    pen.line([(22, 39.5), (78, 39.5)], METAL, 1.4)
    pen.box(76, 38, 80, 54, METAL, 1.6)


@shape
def wallet(pen):
    pen.box(30, 28, 70, 40, "#5b88b0", 2)
    pen.box(34, 33, 74, 44, "#dfa62b", 2)
    pen.box(22, 38, 78, 78, pen.main, 4)
    pen.box(58, 52, 78, 64, pen.dark, 3)
    pen.oval(64, 58, 2, 2, METAL)


@shape
def belt(pen):
    pen.oval(50, 54, 32, 24, None, pen.main, 6)
    pen.oval(50, 54, 26.5, 18.5, None, pen.dark, 0.8)
    pen.box(42, 70, 58, 84, METAL, 2)
    pen.box(45.4, 73, 54.6, 81, pen.dark, 1)


@shape
def umbrella(pen):
    pen.line([(50, 30), (50, 78)], WOOD, 2)
    pen.arc(55, 78, 5, 6, 0, 180, WOOD, 2)
    pen.curve([(14, 52), (28, 27), (50, 20), (72, 27), (86, 52)], pen.main)
    pen.curve([(38, 52), (42, 30), (50, 20), (58, 30), (62, 52)], pen.light)
    for x in (26, 50, 74):
        pen.oval(x, 55, 12.4, 7, pen.disc)
    pen.line([(50, 46), (50, 60)], WOOD, 2)


@shape
def cap(pen):
    pen.curve([(26, 62), (28, 40), (50, 29), (72, 42), (72, 62)], pen.main)
    pen.curve([(24, 62), (50, 58), (86, 66), (82, 71), (52, 68)], pen.dark)
    pen.line([(50, 30), (50, 60)], pen.dark, 0.8)
    pen.oval(50, 29, 2, 1.6, pen.light)


# Books and press ------------------------------------------------------------


@shape
def book(pen):
    pen.polygon([(33, 22), (74, 18), (77, 80), (36, 85)], mix(PAPER, INK, 0.12))
    pen.polygon([(30, 21), (70, 17), (73, 80), (33, 84)], pen.main)
    pen.polygon([(30, 21), (35, 20.5), (38, 83.5), (33, 84)], pen.dark)
    pen.polygon([(41, 28), (65, 25.6), (66, 38), (42, 40.4)], PAPER)
    pen.line([(44, 32), (61, 30.4)], pen.dark, 1.4)
    pen.line([(44.4, 36), (56, 34.9)], pen.dark, 1)
    pen.oval(55.5, 59, 10, 10, pen.light)
    pen.oval(55.5, 59, 5, 5, pen.dark)


@shape
def magazine(pen):
    pen.polygon([(27, 18), (70, 18), (74, 84), (31, 84)], mix(PAPER, INK, 0.14))
    pen.polygon([(25, 17), (68, 17), (71, 83), (28, 83)], PAPER)
    pen.polygon([(25, 17), (68, 17), (68.6, 31), (25.6, 31)], pen.main)
    pen.line([(30, 24), (60, 24)], PAPER, 3.4)
    pen.polygon([(30, 36), (65, 36), (66, 62), (31, 62)], pen.light)
    pen.polygon([(31, 62), (43, 44), (52, 55), (57, 49), (66, 62)], pen.dark)
    pen.oval(58, 42, 3, 3, "#f3d27a")
    for y in (68, 72, 76):
        pen.line([(32, y), (64, y)], mix(PAPER, INK, 0.35), 0.9)


# Food -----------------------------------------------------------------------


@shape
def coffee(pen):
    pen.polygon([(30, 24), (70, 24), (73, 85), (27, 85)], pen.main)
    pen.polygon([(30, 24), (70, 24), (69, 16), (31, 16)], pen.dark)
    pen.line([(31, 20), (69, 20)], pen.light, 0.9)
    pen.oval(50, 54, 15, 15, PAPER)
    pen.oval(50, 54, 6.5, 9.5, "#6b4226")
    pen.arc(52.5, 54, 3.4, 8.4, 110, 250, PAPER, 1.1)
    pen.box(36, 74, 64, 78, pen.light, 1)


@shape
def tea(pen):
    pen.box(29, 34, 71, 84, pen.main, 4)
    pen.box(27, 26, 73, 38, pen.dark, 4)
    pen.box(35, 46, 65, 74, PAPER, 3)
    pen.curve([(50, 49), (58, 58), (50, 70), (42, 58)], LEAF)
    pen.line([(50, 51), (50, 71)], mix(LEAF, INK, 0.35), 0.8)


@shape
def box(pen):
    pen.polygon([(24, 36), (50, 28), (76, 36), (50, 45)], pen.light)
    pen.polygon([(24, 36), (50, 45), (50, 84), (24, 74)], pen.main)
    pen.polygon([(76, 36), (50, 45), (50, 84), (76, 74)], pen.dark)
    pen.polygon([(29, 48), (45, 54), (45, 68), (29, 62)], PAPER)
    pen.line([(32, 54), (42, 57.6)], pen.dark, 1.2)


@shape
def jar(pen):
    pen.box(28, 34, 72, 84, GLASS, 8)
    pen.box(30, 42, 70, 82, pen.main, 7)
    pen.box(31, 22, 69, 34, pen.dark, 3)
    pen.box(32, 50, 68, 72, PAPER, 2)
    pen.oval(50, 61, 7, 7, pen.light)
    pen.line([(33, 40), (33, 48)], "#ffffff", 1.4)


@shape
def bottle(pen):
    pen.box(44, 12, 56, 22, pen.dark, 2)
    pen.polygon([(45, 22), (55, 22), (56, 34), (44, 34)], pen.main)
    pen.curve([(44, 33), (56, 33), (66, 46), (66, 82), (34, 82), (34, 46)], pen.main)
    pen.box(34, 52, 66, 74, PAPER, 1)
    pen.oval(50, 63, 6.5, 6.5, pen.light)
    pen.line([(38, 46), (38, 50)], pen.light, 1.6)


@shape
def sandwich(pen):
    pen.curve([(14, 58), (20, 44), (50, 38), (80, 44), (86, 58)], "#d9a25b")
    pen.curve(
        [(14, 58), (30, 54), (50, 60), (70, 54), (86, 58), (70, 66), (30, 66)], LEAF
    )
    pen.box(17, 59, 83, 64, "#e79a8b", 2)
    pen.box(15, 63, 85, 68, "#f0d88a", 2)
    pen.curve([(15, 67), (85, 67), (80, 80), (50, 83), (20, 80)], "#c98f49")
    for x in (32, 46, 60):
        pen.line([(x, 46), (x + 6, 43)], "#f0cf96", 1.6)


@shape
def salad(pen):
    for x, y, tone in (
        (36, 46, LEAF),
        (50, 40, "#7bb06f"),
        (64, 46, LEAF),
        (44, 50, "#8cc07c"),
        (58, 50, "#6fa566"),
    ):
        pen.oval(x, y, 12, 10, tone)
    for x, y in ((40, 46), (58, 42), (66, 51)):
        pen.oval(x, y, 4.4, 4.4, "#d0503f")
    pen.curve(
        [(18, 52), (82, 52), (74, 76), (50, 85), (26, 76)], mix(PAPER, pen.main, 0.55)
    )
    pen.line([(18, 53), (82, 53)], PAPER, 2)


@shape
def cup(pen):
    pen.polygon([(33, 30), (67, 30), (62, 85), (38, 85)], PAPER)
    pen.polygon([(34.4, 46), (65.6, 46), (63.4, 70), (36.6, 70)], pen.main)
    pen.box(30, 23, 70, 31, INK, 3)
    pen.box(35, 18, 65, 24, mix(INK, "#ffffff", 0.15), 3)
    pen.oval(50, 58, 5, 5, PAPER)


@shape
def cookie(pen):
    pen.oval(50, 54, 29, 29, "#c78f52")
    pen.oval(50, 52, 27, 27, "#d9a869")
    for x, y in ((40, 42), (58, 38), (66, 54), (50, 56), (38, 62), (56, 70), (48, 46)):
        pen.oval(x, y, 3.4, 3, "#5d3a22")
    pen.oval(72, 36, 6, 6, pen.disc)


@shape
def tart(pen):
    pen.polygon([(18, 60), (76, 40), (84, 66), (24, 78)], "#c98f49")
    pen.polygon([(18, 60), (76, 40), (80, 52), (20, 68)], pen.main)
    for rank in range(4):
        pen.line(
            [(30 + rank * 13, 60 - rank * 4.4), (34 + rank * 13, 54 - rank * 4)],
            pen.light,
            2.6,
        )
    pen.line([(76, 40), (84, 66)], "#e4bd84", 4)


# Audio ----------------------------------------------------------------------


@shape
def headphones(pen):
    pen.arc(50, 52, 28, 32, 180, 360, pen.main, 5)
    pen.arc(50, 52, 24, 28, 200, 340, pen.light, 1.6)
    for x in (22, 78):
        pen.box(x - 7, 48, x + 7, 78, pen.dark, 6)
    for x in (29, 71):
        pen.box(x - 4, 50, x + 4, 76, INK, 4)


@shape
def earbuds(pen):
    for x, side in ((34, 1), (66, -1)):
        pen.oval(x, 34, 10, 10, pen.main)
        pen.box(x - 3 - 2 * side, 36, x + 3 - 2 * side, 60, pen.main, 3)
        pen.oval(x + 6 * side, 35, 4, 5, INK)
    pen.box(28, 62, 72, 85, pen.dark, 9)
    pen.line([(30, 70), (70, 70)], pen.main, 1)
    pen.oval(50, 77, 1.4, 1.4, "#8fd19e")


@shape
def speaker(pen):
    pen.box(30, 16, 70, 85, pen.main, 9)
    pen.box(33, 19, 67, 82, pen.dark, 7)
    pen.oval(50, 34, 8.4, 8.4, INK)
    pen.oval(50, 34, 3.4, 3.4, METAL)
    pen.oval(50, 60, 14, 14, INK)
    pen.oval(50, 60, 9, 9, mix(INK, "#ffffff", 0.18))
    pen.oval(50, 60, 4, 4, METAL)


@shape
def radio(pen):
    pen.line([(66, 36), (80, 14)], METAL, 1.4)
    pen.box(16, 36, 84, 82, pen.main, 7)
    pen.oval(36, 59, 14, 14, pen.dark)
    for x in (27, 33, 39, 45):
        pen.line([(x, 50), (x, 68)], pen.light, 1)
    pen.box(56, 44, 78, 56, PAPER, 2)
    pen.line([(66, 46), (66, 54)], "#bf3b3b", 1)
    pen.oval(61, 68, 4.4, 4.4, INK)
    pen.oval(73, 68, 4.4, 4.4, INK)


@shape
def turntable(pen):
    pen.box(14, 46, 86, 80, pen.main, 4)
    pen.box(14, 72, 86, 80, pen.dark, 3)
    pen.oval(44, 57, 25, 11.5, INK)
    pen.oval(44, 57, 17, 7.8, mix(INK, "#ffffff", 0.14))
    pen.oval(44, 57, 7, 3.2, "#bf3b3b")
    pen.line([(78, 50), (74, 62), (60, 60)], METAL, 1.6)
    pen.oval(78, 50, 3, 2.4, METAL)


@shape
def vinyl(pen):
    pen.oval(62, 50, 27, 27, INK)
    for radius in (22, 18, 14):
        pen.oval(62, 50, radius, radius, None, mix(INK, "#ffffff", 0.2), 0.5)
    pen.oval(62, 50, 8, 8, "#dfa62b")
    pen.box(14, 22, 66, 80, pen.main, 1)
    pen.oval(40, 46, 13, 13, pen.light)
    pen.polygon(
        [(14, 66), (32, 50), (44, 60), (54, 48), (66, 62), (66, 80), (14, 80)], pen.dark
    )


@shape
def cable(pen):
    for radius in (26, 21, 16):
        pen.oval(50, 52, radius, radius, None, pen.main, 3)
    pen.line([(50, 78), (70, 84)], pen.main, 3)
    pen.box(68, 80, 82, 88, INK, 2)
    pen.box(80, 82, 87, 86, METAL, 1)


@shape
def charger(pen):
    for x in (43, 57):
        pen.box(x - 2, 16, x + 2, 32, METAL, 1)
    pen.box(28, 30, 72, 84, mix(pen.main, INK, 0.08), 9)
    pen.box(31, 33, 69, 81, pen.main, 7)
    for y in (66, 74):
        pen.box(42, y, 58, y + 3.4, INK, 1.6)
    pen.polygon([(53, 40), (43, 54), (50, 54), (47, 63), (58, 49), (51, 49)], "#dfa62b")


# Home -----------------------------------------------------------------------


@shape
def mug(pen):
    pen.oval(70, 56, 12, 13, None, pen.dark, 4.4)
    pen.box(26, 34, 68, 83, pen.main, 7)
    pen.box(26, 34, 68, 46, pen.main)
    pen.oval(47, 35, 21, 5, pen.light)
    pen.oval(47, 35.4, 17, 3.4, "#6b4226")
    pen.line([(31, 45), (31, 74)], pen.light, 2)
    pen.box(26, 62, 68, 67, pen.light)


@shape
def plate(pen):
    pen.oval(50, 52, 34, 33, PAPER)
    pen.oval(50, 52, 34, 33, None, pen.main, 3)
    pen.oval(50, 52, 21, 20, None, pen.light, 1.4)
    pen.oval(50, 52, 19, 18, mix(PAPER, pen.main, 0.08))


@shape
def bowl(pen):
    pen.curve([(18, 44), (82, 44), (74, 72), (50, 84), (26, 72)], pen.main)
    pen.oval(50, 44, 32, 8, pen.dark)
    pen.oval(50, 44.6, 28, 6, PAPER)
    pen.line([(25, 58), (75, 58)], pen.light, 1.6)


@shape
def teapot(pen):
    pen.arc(50, 34, 17, 16, 180, 360, INK, 2.6)
    pen.line([(70, 60), (84, 44)], pen.main, 6)
    pen.oval(48, 62, 27, 21, pen.main)
    pen.oval(48, 44, 14, 4.6, pen.dark)
    pen.oval(48, 38.6, 3.2, 3.2, pen.dark)
    for x in (34, 42, 50, 58):
        pen.oval(x, 62, 2, 2, pen.light)


@shape
def candle(pen):
    pen.curve([(50, 16), (55, 26), (50, 32), (45, 26)], "#f2b23e")
    pen.line([(50, 30), (50, 40)], INK, 1)
    pen.box(32, 40, 68, 84, GLASS, 5)
    pen.box(34, 48, 66, 82, pen.main, 4)
    pen.box(38, 58, 62, 72, PAPER, 1.5)
    pen.line([(42, 65), (58, 65)], pen.dark, 1.2)


@shape
def cushion(pen):
    pen.curve(
        [
            (20, 24),
            (50, 28),
            (80, 24),
            (77, 54),
            (80, 84),
            (50, 80),
            (20, 84),
            (23, 54),
        ],
        pen.main,
    )
    pen.line([(31, 36), (69, 36)], pen.light, 1.4)
    pen.line([(31, 72), (69, 72)], pen.light, 1.4)
    pen.curve([(50, 44), (60, 54), (50, 64), (40, 54)], pen.light)


@shape
def blanket(pen):
    for rank, tone in enumerate((pen.dark, pen.main, pen.light)):
        y = 66 - rank * 15
        pen.box(18 + rank, y, 82 - rank, y + 17, tone, 7)
    for x in range(24, 80, 7):
        pen.line([(x, 82), (x, 88)], pen.dark, 1.2)
    pen.line([(24, 44), (76, 44)], pen.main, 1.4)


@shape
def vase(pen):
    for x, y in ((40, 20), (52, 14), (62, 22)):
        pen.line([(50, 46), (x, y)], LEAF, 1.4)
        pen.oval(x, y, 4.6, 4.6, "#dfa62b")
    pen.curve(
        [
            (43, 40),
            (57, 40),
            (56, 50),
            (70, 66),
            (60, 85),
            (40, 85),
            (30, 66),
            (44, 50),
        ],
        pen.main,
    )
    pen.arc(50, 66, 14, 10, 120, 200, pen.light, 1.6)


@shape
def pot(pen):
    for angle in (-60, -30, 0, 30, 60):
        x = 50 + 26 * sin(angle * pi / 180)
        y = 46 - 28 * cos(angle * pi / 180)
        pen.curve(
            [
                (50, 50),
                ((50 + x) / 2 - 5, (50 + y) / 2),
                (x, y),
                ((50 + x) / 2 + 5, (50 + y) / 2),
            ],
            LEAF,
        )
    pen.polygon([(30, 48), (70, 48), (65, 85), (35, 85)], pen.main)
    pen.box(28, 46, 72, 54, pen.dark, 2)
    for x in (38, 44, 50, 56, 62):
        pen.line([(x, 57), (50 + (x - 50) * 0.85, 83)], pen.light, 0.9)


@shape
def cloth(pen):
    pen.polygon([(28, 18), (72, 18), (72, 80), (28, 80)], PAPER)
    for x in (34, 42, 50, 58, 66):
        pen.line([(x, 19), (x, 79)], pen.main, 1.6)
    for y in (26, 70):
        pen.line([(29, y), (71, y)], pen.main, 2.4)
    pen.box(28, 15, 72, 20, pen.dark, 1.6)


@shape
def apron(pen):
    pen.arc(50, 24, 9, 12, 180, 360, pen.dark, 2)
    pen.polygon(
        [
            (39, 22),
            (61, 22),
            (66, 42),
            (76, 46),
            (72, 85),
            (28, 85),
            (24, 46),
            (34, 42),
        ],
        pen.main,
    )
    pen.box(36, 56, 64, 74, pen.light, 2)
    pen.line([(50, 56), (50, 74)], pen.dark, 1)
    pen.line([(24, 46), (14, 52)], pen.dark, 2)
    pen.line([(76, 46), (86, 52)], pen.dark, 2)


@shape
def board(pen):
    pen.box(44, 12, 56, 34, WOOD, 5)
    pen.oval(50, 19, 2.6, 2.6, pen.disc)
    pen.box(27, 28, 73, 85, WOOD, 8)
    for x in (36, 46, 58, 66):
        pen.line([(x, 36), (x + 1.4, 78)], mix(WOOD, INK, 0.18), 0.8)


@shape
def clock(pen):
    pen.oval(50, 50, 33, 33, INK)
    pen.oval(50, 50, 29.5, 29.5, pen.main if pen.main != "#2b2d33" else PAPER)
    for rank in range(12):
        angle = rank * pi / 6
        x, y = 50 + 25 * sin(angle), 50 - 25 * cos(angle)
        pen.oval(x, y, 1.3, 1.3, INK)
    pen.line([(50, 50), (50, 32)], INK, 1.8)
    pen.line([(50, 50), (62, 57)], INK, 1.8)
    pen.oval(50, 50, 2, 2, "#bf3b3b")


@shape
def frame(pen):
    pen.box(24, 18, 76, 82, pen.main, 1)
    pen.box(29, 23, 71, 77, PAPER)
    pen.box(34, 29, 66, 71, "#bcd6e4")
    pen.polygon([(34, 71), (46, 48), (54, 60), (59, 53), (66, 71)], LEAF)
    pen.oval(57, 38, 4, 4, "#f3d27a")


@shape
def basket(pen):
    pen.arc(36, 44, 9, 16, 180, 360, pen.dark, 3)
    pen.arc(64, 44, 9, 16, 180, 360, pen.dark, 3)
    pen.polygon([(20, 42), (80, 42), (72, 84), (28, 84)], pen.main)
    for y in (48, 56, 64, 72, 80):
        reach = 29 - (y - 42) * 0.19
        for rank in range(7):
            x = 50 - reach + 2 + rank * (2 * reach - 4) / 6
            pen.line([(x - 2.6, y), (x + 2.6, y - 1.4)], pen.dark, 1.6)


@shape
def can(pen):
    pen.arc(34, 52, 15, 17, 100, 280, pen.dark, 3)
    pen.line([(62, 66), (86, 32)], pen.dark, 4)
    pen.oval(87, 31, 5, 3.4, pen.dark)
    pen.polygon([(34, 40), (66, 40), (70, 84), (30, 84)], pen.main)
    pen.oval(50, 40, 16, 4.4, pen.light)
    pen.line([(36, 52), (34, 78)], pen.light, 1.8)


@shape
def soap(pen):
    pen.polygon([(20, 46), (66, 40), (82, 50), (36, 58)], pen.light)
    pen.polygon([(20, 46), (36, 58), (36, 82), (20, 70)], pen.dark)
    pen.polygon([(36, 58), (82, 50), (82, 73), (36, 82)], pen.main)
    pen.line([(46, 66), (72, 61)], pen.light, 2)
    pen.line([(46, 73), (66, 69)], pen.light, 2)
    for x, y, radius in ((70, 28, 5), (60, 20, 3), (80, 36, 2.6)):
        pen.oval(x, y, radius, radius, "#ffffff")


@shape
def lamp(pen):
    pen.polygon([(38, 20), (62, 20), (76, 50), (24, 50)], pen.main)
    pen.polygon([(38, 20), (43, 20), (35, 50), (24, 50)], pen.light)
    pen.oval(50, 50, 26, 4, "#fbe7a8")
    pen.line([(50, 54), (50, 80)], INK, 2.4)
    pen.box(35, 80, 65, 85, INK, 2)


# Services -------------------------------------------------------------------


@shape
def repair(pen):
    pen.oval(40, 56, 24, 24, None, INK, 3)
    for rank in range(8):
        angle = rank * pi / 4
        pen.line([(40, 56), (40 + 22 * cos(angle), 56 + 22 * sin(angle))], METAL, 0.8)
    pen.oval(40, 56, 3.6, 3.6, INK)
    pen.line([(52, 72), (76, 34)], pen.main, 6)
    pen.oval(78, 30, 9, 9, pen.main)
    pen.polygon([(78, 30), (80, 16), (92, 26)], pen.disc)
    pen.oval(51, 74, 6, 6, pen.main)
    pen.oval(51, 74, 2.4, 2.4, pen.pale)


@shape
def spool(pen):
    pen.box(32, 24, 68, 31, WOOD, 2)
    pen.box(32, 77, 68, 84, WOOD, 2)
    pen.box(36, 31, 64, 77, pen.main)
    for y in range(34, 76, 6):
        pen.line([(37, y), (63, y + 2.6)], pen.light, 1)
    pen.line([(64, 70), (74, 60), (70, 48), (80, 40)], pen.main, 1)
    pen.line([(84, 84), (79, 36)], METAL, 1.8)
    pen.oval(79, 38, 1, 2.4, pen.disc)


@shape
def medal(pen):
    pen.polygon([(36, 14), (46, 14), (54, 42), (46, 44)], "#bf3b3b")
    pen.polygon([(64, 14), (54, 14), (46, 42), (54, 44)], "#2a3f66")
    pen.oval(50, 61, 23, 23, pen.dark)
    pen.oval(50, 61, 19.5, 19.5, pen.main)
    pen.curve([(50, 49), (60, 59), (50, 73), (40, 59)], pen.light)


@shape
def gift(pen):
    pen.box(24, 46, 76, 84, pen.main, 3)
    pen.box(20, 36, 80, 49, pen.dark, 3)
    pen.box(45, 36, 55, 84, PAPER)
    pen.oval(40, 30, 10, 6, None, PAPER, 3)
    pen.oval(60, 30, 10, 6, None, PAPER, 3)
    pen.oval(50, 32, 4, 4, PAPER)
