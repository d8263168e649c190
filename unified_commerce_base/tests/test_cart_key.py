# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import json
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.bus.models.bus import channel_with_db, json_dump

from ..exceptions import CartCodeBlockedError
from ..models import sale_order_cart_key as keys
from .common import UnifiedCommerceCommon

NOON = "2026-03-02 12:00:00"


class CartKeyCommon(UnifiedCommerceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Order = cls.env["sale.order"]
        cls.cart = cls._make_cart(lines=[(cls.mug, 1)])

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOON))

    def _find(self, code, asker="2:1", company=None):
        return self.Order._cart_find_by_code(company or self.company, code, asker)

    def _refusal(self, code):
        return self.Order._cart_resolve_code(self.company, code, "2:1").refusal

    def _wrong(self, *codes):
        """Return six digits that are none of ``codes``."""
        return next(f"{n:06}" for n in range(9) if f"{n:06}" not in codes)


@tagged("post_install", "-at_install")
class TestCartCode(CartKeyCommon):
    def test_six_digits_open_the_cart_of_their_company_and_no_other(self):
        code = self.cart._cart_get_code()
        self.assertRegex(code, r"^[0-9]{6}$")
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._find(code), self.cart)
        self.assertFalse(self._find(code, company=other))

    def test_code_is_found_however_it_is_written(self):
        code = self.cart._cart_get_code()
        self.assertEqual(
            self._find(f" {code[:3]}\N{NO-BREAK SPACE}{code[3:]}"), self.cart
        )

    def test_what_is_no_code_opens_nothing(self):
        for text in (
            "",
            None,
            False,
            "12345",
            "1234567",
            "abcdef",
            "%",
            "１２３４５６",
            [],
        ):
            with self.subTest(text):
                self.assertFalse(self._find(text, asker=text))

    def test_code_stays_the_same_while_it_is_valid(self):
        code = self.cart._cart_get_code()
        with freeze_time("2026-03-02 12:50:00"):
            self.assertEqual(self.cart._cart_get_code(), code)
        # asked again: prolonged
        with freeze_time("2026-03-02 13:40:00"):
            self.assertEqual(self._find(code), self.cart)

    def test_code_is_over_after_the_time_of_the_channel(self):
        self.web.cart_code_minutes = 30
        code = self.cart._cart_get_code()
        with freeze_time("2026-03-02 12:30:00"):
            self.assertFalse(self._find(code))
            self.assertIn("expired", self._refusal(code))
            self.assertNotEqual(self.cart._cart_get_code(), code)

    def test_looking_at_the_page_again_and_again_writes_nothing(self):
        self.cart._cart_get_code()
        self.env.flush_all()
        with freeze_time("2026-03-02 12:10:00"), self.assertQueryCount(0):
            self.cart._cart_get_code()
            self.env.flush_all()

    def test_two_carts_never_share_a_code(self):
        other = self._make_cart(self.other_customer, [(self.mug, 1)])
        with (
            patch.object(keys.secrets, "randbelow", side_effect=[7, 7, 8]),
            mute_logger("odoo.sql_db"),
        ):
            codes = [cart._cart_get_code() for cart in (self.cart, other)]
        self.assertEqual(codes, ["000007", "000008"])
        self.assertEqual(self._find("000007"), self.cart)

    def test_two_companies_may_use_the_same_digits(self):
        company = self.env["res.company"].create({"name": "Other"})
        other = self.Order.with_company(company).create(
            {
                "partner_id": self.customer.id,
                "company_id": company.id,
                "is_cart": True,
                "cart_state": "open",
                "order_line": [Command.create({"product_id": self.mug.id})],
            }
        )
        with patch.object(keys.secrets, "randbelow", return_value=7):
            self.cart._cart_draw_code(self.cart._cart_now() + timedelta(hours=1))
            other._cart_draw_code(self.cart._cart_now() + timedelta(hours=1))
        self.assertEqual(self._find("000007"), self.cart)
        self.assertEqual(self._find("000007", company=company), other)

    def test_no_free_code_is_said_in_words(self):
        other = self._make_cart(self.other_customer, [(self.mug, 1)])
        with (
            patch.object(keys.secrets, "randbelow", return_value=7),
            mute_logger("odoo.sql_db"),
        ):
            self.cart._cart_get_code()
            with self.assertRaisesRegex(UserError, "No cart code is free"):
                other._cart_get_code()

    def test_cart_without_articles_has_no_code(self):
        code = self.cart._cart_get_code()
        self.cart.order_line.unlink()
        self.assertEqual(self.cart._cart_get_code(), "")
        self.assertFalse(self._find(code))
        self.assertIn("empty", self._refusal(code))

    def test_code_is_gone_with_the_cart(self):
        for end, words in (("_cart_order", "ordered"), ("action_cancel", "cancelled")):
            with self.subTest(end):
                cart = self._make_cart(
                    self.env["res.partner"].create({"name": end}), [(self.mug, 1)]
                )
                code = cart._cart_get_code()
                getattr(cart, end)()
                self.assertEqual(cart._cart_get_code(), "")
                self.assertFalse(self._find(code))
                self.assertIn(words, self._refusal(code))

    def test_code_of_a_visitor_follows_the_cart_to_its_customer(self):
        public = self.env.ref("base.public_user").partner_id
        visit = self._make_cart(public, [(self.shirt, 1)], state="guest")
        code = visit._cart_get_code()
        visit._cart_identify(self.customer)
        self.assertEqual(visit.cart_state, "merged")
        self.assertEqual(self._find(code), self.cart)

    def test_code_never_leads_to_the_cart_of_somebody_else(self):
        user = new_test_user(self.env, "other_code", groups="base.group_portal")
        self.other_customer = user.partner_id
        other = self._make_cart(self.other_customer, [(self.shirt, 1)])
        code = other._cart_get_code()
        other._cart_merge_into(self.cart)
        self.assertFalse(self._find(code))
        self.assertIn("another customer", self._refusal(code))

    def test_visitor_who_has_a_code_is_told_what_happens_to_the_cart(self):
        public = self.env.ref("base.public_user").partner_id
        visit = self._make_cart(public, [(self.shirt, 1)], state="guest")
        other = self._make_cart(public, [(self.mug, 1)], state="guest")
        visit._cart_get_code()
        self.env.cr.precommit.run()
        told = self._told_on(visit, other)
        visit._cart_acquire(self.till)
        other._cart_acquire(self.till)
        self.env.cr.precommit.run()
        news = self._told_on(visit, other) - told
        # nobody listens for the cart whose code was never asked for
        self.assertEqual([one.channel for one in news], [self._channel(visit)])
        payload = json.loads(news.message)["payload"]
        self.assertEqual(payload["held_by"]["name"], self.till.name)
        self.assertEqual(payload["cart_id"], visit.id)

    def _channel(self, cart):
        name = cart._cart_get_bus_channel()
        return json_dump(channel_with_db(self.env.cr.dbname, name))

    def _told_on(self, *carts):
        channels = [self._channel(cart) for cart in carts]
        return self.env["bus.bus"].search([("channel", "in", channels)])

    def test_code_of_a_failed_payment_works_again(self):
        code = self.cart._cart_get_code()
        self.cart._cart_order()
        self.cart._cart_reopen()
        self.assertEqual(self._find(code), self.cart)

    def test_codes_whose_time_is_over_are_forgotten(self):
        self.cart._cart_get_code()
        with freeze_time("2026-03-02 14:00:00"):
            self.Order._gc_cart_codes()
            self.assertTrue(self.cart.cart_code)
        with freeze_time("2026-03-04 14:00:00"):
            self.Order._gc_cart_codes()
            self.assertFalse(self.cart.cart_code)

    def test_code_is_hidden_from_sellers(self):
        self.cart._cart_get_code()
        seller = new_test_user(
            self.env, "seller_code", "sales_team.group_sale_salesman_all_leads"
        )
        with self.assertRaises(AccessError):
            self.cart.with_user(seller).read(["cart_code"])


@tagged("post_install", "-at_install")
class TestCartCodeGuessed(CartKeyCommon):
    def test_after_ten_wrong_codes_even_the_right_one_waits(self):
        code = self.cart._cart_get_code()
        for _try in range(keys.WRONG_CODES):
            self.assertFalse(self._find(self._wrong(code)))
        with self.assertRaisesRegex(CartCodeBlockedError, "in 15 min"):
            self._find(code)
        # another till is not concerned, and the time passes
        self.assertEqual(self._find(code, asker="2:9"), self.cart)
        self._end_window()
        self.assertEqual(self._find(code), self.cart)

    def _end_window(self):
        # the counter asks PostgreSQL for the time
        self.env.cr.execute(
            "UPDATE commerce_rate_limit SET slot = slot - 1 WHERE scope = 'cart_code'"
        )

    def test_right_codes_are_never_counted(self):
        code = self.cart._cart_get_code()
        for _try in range(keys.WRONG_CODES + 2):
            self.assertEqual(self._find(code), self.cart)

    def test_many_tills_cannot_guess_together(self):
        code = self.cart._cart_get_code()
        self.patch(keys, "WRONG_CODES_OF_COMPANY", 12)
        for number in range(12):
            self._find(self._wrong(code), asker=f"2:{number}")
        with self.assertRaises(CartCodeBlockedError):
            self._find(code, asker="2:99")

    def test_right_and_wrong_codes_cost_the_same_queries(self):
        code = self.cart._cart_get_code()
        counts = []
        for text in (self._wrong(code), "abc", self._wrong(code)):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._find(text)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(set(counts)), 1)


@tagged("post_install", "-at_install")
class TestCartToken(CartKeyCommon):
    def setUp(self):
        super().setUp()
        self.until = self.cart._cart_now() + timedelta(hours=1)

    def _find(self, token, purposes=("link",)):
        return self.Order._cart_find_by_token(token, purposes)

    def test_token_opens_its_cart_until_a_time(self):
        token = self.cart._cart_get_token(self.until)
        self.assertEqual(self._find(token), self.cart)
        with freeze_time("2026-03-02 13:00:01"):
            self.assertFalse(self._find(token))

    def test_stopped_link_opens_nothing_and_a_new_one_does(self):
        token = self.cart._cart_get_token(self.until)
        self.cart._cart_revoke_tokens()
        self.assertFalse(self._find(token))
        self.assertEqual(self._find(self.cart._cart_get_token(self.until)), self.cart)

    def test_token_for_the_till_opens_nothing_on_the_web(self):
        token = self.cart._cart_get_token(self.until, "till")
        self.assertFalse(self._find(token))
        self.assertEqual(self._find(token, ("till", "link")), self.cart)

    def _sign_with(self, token, content):
        """Return the content of one token under the signature of another."""
        token, content = (
            base64.urlsafe_b64decode(one + "===") for one in (token, content)
        )
        return base64.urlsafe_b64encode(token[:41] + content[41:]).decode().rstrip("=")

    def test_forged_token_opens_nothing(self):
        token = self.cart._cart_get_token(self.until)
        other = self._make_cart(self.other_customer, [(self.mug, 1)])
        theirs = other._cart_get_token(self.until)
        mixed = self._sign_with(token, theirs)
        portal = self.cart._portal_ensure_token()
        for text in (mixed, portal, "", None, "é", "A" * 70, token[:-3], b"x", 5):
            with self.subTest(text):
                self.assertFalse(self._find(text))

    def test_address_carries_the_token_and_gives_it_back(self):
        for purpose in keys.TOKEN_PATHS:
            url = self.cart._cart_get_url(self.until, purpose)
            token = self.Order._cart_parse_token(url)
            self.assertEqual(self._find(token, (purpose,)), self.cart)
        self.assertEqual(self.Order._cart_parse_token("https://x.fr/cart/short"), "")

    def test_token_says_what_became_of_the_cart(self):
        token = self.cart._cart_get_token(self.until)
        self.cart._cart_order()
        found = self.Order._cart_resolve_token(token)
        self.assertFalse(found.cart)
        self.assertIn(self.cart.name, found.refusal)
        self.assertEqual(self.Order._cart_read_token(token), self.cart)

    def test_link_to_a_visitor_s_cart_never_shows_the_customer_s(self):
        public = self.env.ref("base.public_user").partner_id
        visit = self._make_cart(public, [(self.shirt, 1)], state="guest")
        token = visit._cart_get_token(self.until)
        visit._cart_identify(self.customer)
        self.assertFalse(self._find(token))
        # the staff of a till sees the cart of the person who stands there
        self.assertEqual(self._find(token, ("till", "link")), self.cart)

    def test_token_of_a_deleted_cart_opens_nothing(self):
        token = self.cart._cart_get_token(self.until)
        self.cart.unlink()
        self.assertFalse(self._find(token))
