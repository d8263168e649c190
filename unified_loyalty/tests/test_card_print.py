# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from pypdf import PdfReader
from reportlab.graphics.barcode.code128 import _patterns, setb, setc
from reportlab.lib.units import mm

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tests.common import BaseCase
from odoo.tools import mute_logger

from ..card_pdf import CardSheet, CardText
from ..card_symbol import QUIET_BARS, get_bars, get_qr
from .common import LoyaltyCase

READERS = (
    "sales_team.group_sale_salesman",
    "unified_commerce_base.group_commerce_user",
)
NBSP = "\u00a0"


def decode_bars(rectangles):
    """Read Code 128 as a scanner does: widths of bars and spaces, then the values."""
    widths = []
    end = None
    for x, _y, width, _height in sorted(rectangles):
        if end is not None:
            widths.append(round(x - end))
        widths.append(round(width))
        end = x + width
    letters = {pattern: value for value, pattern in _patterns.items()}
    values = []
    while len(widths) > 7:
        six, widths = widths[:6], widths[6:]
        pattern = "".join(
            chr(ord("a" if rank % 2 else "A") + wide - 1)
            for rank, wide in enumerate(six)
        )
        values.append(letters[pattern])
    *data, check = values
    total = data[0] + sum(rank * value for rank, value in enumerate(data))
    assert check == total % 103, "the check digit is wrong"
    return "".join(_read_values(data))


def _read_values(data):
    sets = {
        "B": {value: key for key, value in setb.items()},
        "C": {value: key for key, value in setc.items()},
    }
    current = {104: "B", 105: "C"}[data[0]]
    for value in data[1:]:
        text = sets[current][value]
        if text.startswith("TO_"):
            current = text[-1]
        else:
            yield text


@tagged("post_install", "-at_install")
class TestCardSymbol(BaseCase):
    def test_bars_say_the_code(self):
        for code in ("0444-e050-4548", "044123456", "A", "ABC-12345678", "7"):
            with self.subTest(code=code):
                self.assertEqual(decode_bars(get_bars(code).rectangles), code)

    def test_code_that_bars_cannot_carry_is_not_shortened(self):
        for code in ("é123", "12\n3", "", "€"):
            self.assertIsNone(get_bars(code))

    def test_symbols_keep_the_white_margin_that_scanners_need(self):
        bars = get_bars("0444-e050-4548")
        self.assertEqual(min(one[0] for one in bars.rectangles), QUIET_BARS)
        end = max(one[0] + one[2] for one in bars.rectangles)
        self.assertEqual(bars.width - end, QUIET_BARS)
        qr = get_qr("0444-e050-4548")
        self.assertEqual(min(one[0] for one in qr.rectangles), 4)
        self.assertEqual(max(one[0] + one[2] for one in qr.rectangles), qr.width - 4)

    def test_bars_of_a_usual_code_are_wide_enough_on_a_small_phone(self):
        # 328 of 360 points are the card; a module below 1 is lost on a plain screen
        self.assertGreater(300 / get_bars("0444-e050-4548").width, 1.5)


@tagged("post_install", "-at_install")
class TestCardSheet(BaseCase):
    def _render(self, *cards, **options):
        return PdfReader(io.BytesIO(CardSheet(**options).render(cards)))

    def test_ten_cards_lie_on_a_sheet(self):
        card = CardText("Boutique", "Fidélité", "Camille", "044123456")
        pages = self._render(*[card] * 11, sheet=True).pages
        self.assertEqual(
            [page.extract_text().count("044123456") for page in pages], [10, 1]
        )
        box = pages[0].mediabox
        self.assertAlmostEqual(float(box.width), 210 * mm, 1)

    def test_a_card_alone_has_the_size_of_a_bank_card(self):
        card = CardText("Boutique", "Fidélité", "Camille", "044123456")
        pages = self._render(card, card).pages
        self.assertEqual(len(pages), 2)
        box = pages[0].mediabox
        self.assertAlmostEqual(float(box.width), 85.6 * mm, 1)
        self.assertAlmostEqual(float(box.height), 54 * mm, 1)

    def test_texts_that_are_too_long_are_cut_and_the_code_never_is(self):
        code = "044-" + "x" * 40
        card = CardText("Boutique " * 20, "Fidélité " * 20, "Camille " * 20, code)
        text = self._render(card).pages[0].extract_text()
        self.assertIn("…", text)
        self.assertIn(code, text)


class CardPrintCase(LoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.company.partner_id.lang = "fr_FR"
        cls.company.name = "Maison Vauban"

    def _text(self, cards, **options):
        content = cards._render_card_pdf(**options)
        pages = PdfReader(io.BytesIO(content)).pages
        return "\n".join(page.extract_text() for page in pages)

    def _gift_card(self, points=50.0, **values):
        gift = self.env["loyalty.program"].create(
            {
                "name": "Carte cadeau",
                "program_type": "gift_card",
                "applies_on": "future",
                "portal_point_name": self.company.currency_id.symbol,
                "rule_ids": [Command.clear()],
            }
        )
        return self.env["loyalty.card"].create(
            {"program_id": gift.id, "points": points, **values}
        )


@tagged("post_install", "-at_install")
class TestCardPrint(CardPrintCase):
    def test_customer_card_names_shop_holder_and_code_only(self):
        self.customer.write({"email": "camille@example.com", "phone": "0612345678"})
        card = self._card(1234)
        text = self._text(card)
        for words in ("Maison Vauban", "Points", "Camille Martin", card.code):
            self.assertIn(words, text)
        for words in ("camille@", "06", "1234", "1 234"):
            self.assertNotIn(words, text.replace(card.code, ""))

    def test_gift_card_says_amount_and_validity_and_no_name(self):
        card = self._gift_card(
            partner_id=self.customer.id, expiration_date="2027-12-31"
        )
        text = self._text(card)
        for words in ("Carte cadeau", "50,00 €", "31/12/2027", card.code):
            self.assertIn(words, text)
        self.assertIn("Valable jusqu’au", text)
        # a line never breaks between the amount and its currency
        self.assertIn(
            f"50,00{NBSP}€", card.with_context(lang="fr_FR")._get_print_main()
        )
        self.assertNotIn("Camille", text)

    def test_cards_speak_the_language_of_their_customer(self):
        self.customer.lang = "en_US"
        card = self._gift_card(
            partner_id=self.customer.id, expiration_date="2027-12-31"
        )
        self.assertIn("Valid until", self._text(card))

    def test_card_below_zero_prints_no_debt(self):
        self.assertIn("\n0,00 €", self._text(self._gift_card(points=-5.0)))

    def test_cashier_prints_no_cards_and_managers_do(self):
        card = self._card(10)
        nobody = new_test_user(self.env, "no_print", groups="base.group_user")
        with self.assertRaises(AccessError):
            card.with_user(nobody).action_print_cards()
        for group in READERS:
            user = new_test_user(self.env, f"print_{group[-8:]}", groups=group)
            action = card.with_user(user).action_print_card_sheet()
            self.assertIn(str(card.id), action["url"])

    def test_card_of_another_company_is_not_printed(self):
        card = self._card(10)
        other = self.env["res.company"].create({"name": "Autre"})
        self.points.company_id = other
        user = new_test_user(self.env, "print_other", groups=READERS[0])
        with self.assertRaises(AccessError):
            card.with_user(user)._check_may_print()


@tagged("post_install", "-at_install")
class TestCardRoute(CardPrintCase, HttpCase):
    def _get(self, ids, login):
        self.authenticate(login, login)
        return self.url_open(
            f"/unified_loyalty/cards.pdf?ids={ids}&sheet=1", allow_redirects=False
        )

    def test_manager_gets_the_cards_and_no_cache_keeps_them(self):
        card = self._card(10)
        new_test_user(self.env, "printer", groups=READERS[1])
        response = self._get(card.id, "printer")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertTrue(response.content.startswith(b"%PDF"))

    @mute_logger("odoo.http")
    def test_others_get_nothing(self):
        card = self._card(10)
        new_test_user(self.env, "printer", groups=READERS[1])
        new_test_user(self.env, "shopper_print", groups="base.group_portal")
        self.assertEqual(self._get(card.id, "shopper_print").status_code, 403)
        for ids in ("", "abc", "0", "-1", str(2**31 - 1)):
            self.assertEqual(self._get(ids, "printer").status_code, 404)
        response = self._get(card.id, None)
        self.assertEqual(response.status_code, 303)
