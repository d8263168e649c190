# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from reportlab.lib.units import mm

from odoo.tests.common import BaseCase, tagged
from odoo.tools import file_path

from ..label_sheet import FORMATS, Label, LabelSheet, barcode_fits
from ..shelf_barcode import get_bars, has_valid_check_digit
from ..wizard.product_label_layout import FONTS
from .common import read_pages, read_text

TOLERANCE = 0.6
FULL = Label(
    name="Enceinte portable étanche Bluetooth 20 W, autonomie 24 heures, coloris bleu "
    "nuit, édition limitée du cinquantième anniversaire",
    price="1\u202f234,56\u00a0€",
    former_price="1\u202f543,20\u00a0€",
    discount="−20\u00a0%",
    unit_price="1\u202f234,56\u00a0€/kg",
    mentions=("dont éco-participation\u00a0: 0,50\u00a0€",),
    barcode="3760000000017",
    reference="ENC-PORT-0001-BLEU-NUIT-EDITION-LIMITEE-CINQUANTE",
    printed_on="22/11/2026",
)
ONE_WORD = Label(
    name="Anticonstitutionnellement" * 6, price="99\u202f999\u202f999,99 €"
)
SHORT = Label(name="Mug", price="9,99\u00a0€", barcode="MUG-1", printed_on="22/11/2026")


@tagged("unified_label")
class TestLabelSheet(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fonts = [file_path(name) for name in FONTS]

    def _render(self, code, labels, **options):
        options.setdefault("fonts", self.fonts)
        return LabelSheet(FORMATS[code], **options).render(labels)

    def _get_cell(self, form, position):
        """Edges of a label without its padding: left, bottom, right, top in points."""
        row, column = divmod(position, form.columns)
        left = form.margin[0] + column * (form.size[0] + form.gap[0])
        top = form.margin[1] + row * (form.size[1] + form.gap[1])
        return (
            (left + form.padding[0]) * mm,
            (form.page[1] - top - form.size[1] + form.padding[1]) * mm,
            (left + form.size[0] - form.padding[0]) * mm,
            (form.page[1] - top - form.padding[1]) * mm,
        )

    def test_nothing_is_drawn_outside_the_inner_box_of_a_label(self):
        for code, form in FORMATS.items():
            for label in (FULL, ONE_WORD, SHORT):
                with self.subTest(format=code, label=label.name[:12]):
                    for chars, shapes in read_pages(self._render(code, [(label, 1)])):
                        left, bottom, right, top = self._get_cell(form, 0)
                        for item in (*chars, *shapes):
                            self.assertGreaterEqual(item.x0, left - TOLERANCE)
                            self.assertLessEqual(item.x1, right + TOLERANCE)
                        # Line boxes of fonts are taller than their letters
                        for item in shapes:
                            self.assertGreaterEqual(item.y0, bottom - TOLERANCE)
                            self.assertLessEqual(item.y1, top + TOLERANCE)
                        for char in chars:
                            self.assertGreaterEqual(char.matrix[5], bottom - TOLERANCE)
                            self.assertLessEqual(
                                char.matrix[5], top - 0.6 * char.size / 1.2
                            )

    def test_price_is_the_biggest_text_and_complete(self):
        for code in FORMATS:
            for label in (FULL, ONE_WORD, SHORT):
                with self.subTest(format=code, label=label.name[:12]):
                    content = self._render(code, [(label, 1)])
                    ((chars, _shapes),) = read_pages(content)
                    biggest = max(char.size for char in chars)
                    big = "".join(c.get_text() for c in chars if c.size > biggest - 0.1)
                    digits = [char for char in label.price if char.isdigit()]
                    self.assertEqual([c for c in big if c.isdigit()], digits)

    def test_mentions_of_the_law_are_never_cut(self):
        for code in FORMATS:
            with self.subTest(format=code):
                text = " ".join(read_text(self._render(code, [(FULL, 1)])).split())
                for words in (
                    "1 234,56 €/kg",
                    "1 543,20 €",
                    "éco-participation",
                    "0,50",
                ):
                    self.assertIn(words, text)

    def test_a_name_that_is_too_long_ends_with_an_ellipsis(self):
        text = read_text(self._render("shelf_65", [(ONE_WORD, 1)]))
        self.assertIn("…", text)
        self.assertNotIn("……", text)

    def test_labels_start_where_the_sheet_is_still_whole(self):
        form = FORMATS["shelf_24"]
        pages = read_pages(self._render("shelf_24", [(SHORT, 2)], start=5))
        self.assertEqual(len(pages), 1)
        for position in (4, 5):
            left, bottom, right, top = self._get_cell(form, position)
            inside = [
                char
                for char in pages[0][0]
                if left <= char.x0 <= right and bottom <= char.matrix[5] <= top
            ]
            self.assertTrue(inside)
        rows_used = {round(char.matrix[5] // (37 * mm)) for char in pages[0][0]}
        self.assertEqual(rows_used, {6})

    def test_a_sheet_more_when_the_first_one_is_full(self):
        for code, form in FORMATS.items():
            with self.subTest(format=code):
                content = self._render(code, [(SHORT, form.per_page + 1)])
                self.assertEqual(len(read_pages(content)), 2)

    def test_start_outside_the_sheet_is_refused(self):
        with self.assertRaises(ValueError):
            LabelSheet(FORMATS["shelf_24"], start=25)

    def test_sheets_fit_their_paper(self):
        for code, form in FORMATS.items():
            with self.subTest(format=code):
                width = form.margin[0] + form.columns * (form.size[0] + form.gap[0])
                height = form.margin[1] + form.rows * (form.size[1] + form.gap[1])
                self.assertLessEqual(width - form.gap[0], form.page[0] + 0.01)
                self.assertLessEqual(height - form.gap[1], form.page[1] + 0.01)

    def test_the_bars_drawn_are_those_of_the_code(self):
        for barcode in ("3760000000017", "96385074", "036000291452", "TS-0001-M"):
            for code, form in FORMATS.items():
                with self.subTest(barcode=barcode, format=code):
                    label = Label(name="", price="", barcode=barcode)
                    ((_chars, shapes),) = read_pages(self._render(code, [(label, 1)]))
                    bars = get_bars(barcode)
                    module = min(form.style.module, form.inner_width / bars.width)
                    self.assertEqual(self._decode(shapes, module * mm), bars.modules)

    def _decode(self, shapes, module):
        """Modules read back from the rectangles, as a scanner line sees them."""
        shapes = sorted(shapes, key=lambda shape: shape.x0)
        modules = ["0"] * round((shapes[-1].x1 - shapes[0].x0) / module)
        for shape in shapes:
            start = round((shape.x0 - shapes[0].x0) / module)
            end = round((shape.x1 - shapes[0].x0) / module)
            modules[start:end] = "1" * (end - start)
        return "".join(modules)

    def test_digits_are_printed_under_the_bars(self):
        text = read_text(self._render("shelf_21", [(FULL, 1)]))
        self.assertEqual(
            [part for part in ("3", "760000", "000017") if part in text.split()],
            ["3", "760000", "000017"],
        )

    def test_bars_too_thin_to_scan_are_not_drawn(self):
        long_code = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        self.assertFalse(barcode_fits(long_code, FORMATS["shelf_65"]))
        self.assertTrue(barcode_fits(long_code, FORMATS["shelf_a6"]))
        label = Label(name="X", price="1 €", barcode=long_code)
        ((chars, shapes),) = read_pages(self._render("shelf_65", [(label, 1)]))
        self.assertFalse(shapes)
        self.assertIn("ABCDEF", "".join(char.get_text() for char in chars))

    def test_every_format_carries_an_ean_at_scannable_width(self):
        for code, form in FORMATS.items():
            with self.subTest(format=code):
                self.assertTrue(barcode_fits("3760000000017", form))

    def test_a_code_with_a_wrong_check_digit_keeps_its_digits(self):
        self.assertFalse(has_valid_check_digit("3760000000018"))
        bars = get_bars("3760000000018")
        self.assertEqual(bars.symbology, "code128")
        self.assertEqual(bars.texts[0][2], "3760000000018")

    def test_a_code_no_symbology_carries_has_no_bars(self):
        self.assertIsNone(get_bars("码"))
        self.assertFalse(barcode_fits("码", FORMATS["shelf_a6"]))
        self.assertIn("9,99", read_text(self._render("shelf_a6", [(SHORT, 1)])))

    def test_labels_are_drawn_without_the_fonts_of_odoo(self):
        text = read_text(self._render("shelf_24", [(FULL, 1)], fonts=None))
        self.assertIn("1 234,56 €", text.replace("\u202f", " "))
        text = read_text(
            self._render("shelf_24", [(FULL, 1)], fonts=["/none", "/none"])
        )
        self.assertIn("éco-participation", text)
