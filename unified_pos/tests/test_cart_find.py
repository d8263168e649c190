# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import TillCommon


class CartFindCommon(TillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public = cls.env.ref("base.public_user").partner_id
        cls.visit = cls._make_cart(
            cls.public, [(cls.shirt, 2), (cls.mug, 1)], state="guest"
        )
        cls.visit_shirt, cls.visit_mug = cls.visit.order_line
        cls.code = cls.visit._cart_get_code()

    def _open(self, text=None, till=None, user=None):
        return self._till(till, user).unified_cart_open(text or self.code)

    def _search(self, words, **kwargs):
        return self._till(**kwargs).unified_cart_search(words)

    def _take_found(self, key=None, **kwargs):
        return self._till().unified_cart_take(
            False, cart_key=key or self._open()["key"], **kwargs
        )

    def _preview(self, key):
        return self._till().unified_cart_preview(False, cart_key=key)

    def _assert_intact(self, cart):
        self.env.invalidate_all()
        self.assertEqual(self._content(cart), {self.shirt: 2, self.mug: 1})
        self.assertFalse(cart._cart_current_holder())


@tagged("post_install", "-at_install")
class TestCartFind(CartFindCommon):
    """A till finds a cart by its code, a QR, the name or the phone of the customer."""

    def test_code_opens_the_cart_of_a_visitor(self):
        found = self._open()
        self.assertEqual(found["status"], "found")
        self.assertIs(found["partner_id"], False)
        self.assertEqual(found["channel"], self.visit._cart_get_bus_channel())
        self.assertEqual(found["preview"]["cart"]["id"], self.visit.id)

    def test_code_opens_the_cart_of_a_customer(self):
        found = self._open(self.cart._cart_get_code())
        self.assertEqual(found["partner_id"], self.customer.id)
        self.assertIs(found["channel"], False)

    def test_qr_opens_the_cart_that_shows_it(self):
        until = fields.Datetime.now() + timedelta(hours=1)
        for purpose in ("till", "link"):
            with self.subTest(purpose):
                found = self._open(self.visit._cart_get_url(until, purpose))
                self.assertEqual(found["preview"]["cart"]["id"], self.visit.id)

    def test_looking_does_not_take(self):
        self._open()
        self._assert_intact(self.visit)

    def test_wrong_code_is_told_and_ten_of_them_make_the_cashier_wait(self):
        wrong = f"{(int(self.code) + 1) % 10**6:06}"
        for _try in range(10):
            answer = self._open(wrong)
            self.assertEqual(answer["status"], "refused")
            self.assertIn("No cart has this code", answer["message"])
        blocked = self._open()
        self.assertEqual(blocked["status"], "blocked")
        self.assertRegex(blocked["message"], r"in \d+ min")
        # by name goes on, and so does the colleague at the next till
        self.assertTrue(self._search("camille")["carts"])
        self._open_till(self.till_2, self.other_cashier)
        self.assertEqual(
            self._open(till=self.till_2, user=self.other_cashier)["status"], "found"
        )

    def test_name_finds_customers_masked(self):
        self.customer.write(
            {"phone": "06 39 98 12 34", "email": "camille.martin@client.example"}
        )
        [found] = self._search("cami")["carts"]
        self.assertEqual(found["name"], "Camille M.")
        self.assertEqual(found["phone"], "••• 34")
        self.assertEqual(found["email"], "c•••@client.example")
        self.assertEqual((found["count"], found["total"]), (3, 50.0))
        self.assertEqual(found["partner_id"], self.customer.id)

    def test_phone_finds_customers_however_it_is_written(self):
        self.company.country_id = self.env.ref("base.fr")
        self.customer.phone = "+33 6 39 98 12 34"
        for words in ("0639981234", "06.39.98.12.34", "+33639981234", "98 12 34"):
            with self.subTest(words):
                [found] = self._search(words)["carts"]
                self.assertEqual(found["partner_id"], self.customer.id)
        self.assertFalse(self._search("0639981235")["carts"])

    def test_two_letters_find_nobody(self):
        for words in ("", None, "ca", "  c a"[:3], "%%%%", "___"):
            self.assertFalse(self._search(words)["carts"])

    def test_visitors_are_not_found_by_the_name_of_nobody(self):
        self.assertFalse(self._search(self.public.name)["carts"])

    def test_few_carts_are_shown_and_the_till_says_that_there_are_more(self):
        for number in range(9):
            partner = self.env["res.partner"].create({"name": f"Camille {number}"})
            self._make_cart(partner, [(self.mug, 1)])
        found = self._search("camille")
        self.assertEqual(len(found["carts"]), 8)
        self.assertTrue(found["more"])

    def test_queries_of_a_search_do_not_grow_with_what_is_found(self):
        self._search("camille")
        counts = []
        for number in (1, 5):
            for more in range(number):
                partner = self.env["res.partner"].create({"name": f"Zoé {more}"})
                self._make_cart(partner, [(self.mug, 1), (self.shirt, 1)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._search("zoé")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_empty_and_ended_carts_are_not_found_by_name(self):
        self.cart.order_line.unlink()
        self.assertFalse(self._search("camille")["carts"])

    def test_carts_of_other_companies_are_not_found(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.env["sale.order"].with_company(other)
        theirs.create(
            {
                "partner_id": self.other_customer.id,
                "company_id": other.id,
                "is_cart": True,
                "cart_state": "open",
                "order_line": [(0, 0, {"product_id": self.mug.id})],
            }
        )
        self.assertFalse(self._search("dominique")["carts"])

    def test_only_till_staff_at_an_open_till_finds_carts(self):
        clerk = new_test_user(self.env, "clerk_f", groups="base.group_user")
        shopper = new_test_user(self.env, "shopper_f", groups="base.group_portal")
        for method, text in (
            ("unified_cart_open", self.code),
            ("unified_cart_search", "camille"),
        ):
            for user in (clerk, shopper):
                with self.assertRaises(AccessError):
                    getattr(self.till_1.with_user(user), method)(text)
            with self.assertRaisesRegex(UserError, "Lyon 2"):
                getattr(self._till(self.till_2), method)(text)


@tagged("post_install", "-at_install")
class TestCartRefused(CartFindCommon):
    """What cannot be taken is said in plain words, and the cart stays as it is."""

    def _assert_refused(self, text, words):
        answer = self._open(text)
        self.assertEqual(answer["status"], "refused")
        self.assertIn(words, answer["message"])

    def test_code_of_another_company_opens_nothing_here(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.visit.company_id = other
        self._assert_refused(self.code, "No cart has this code")

    def test_qr_of_another_company_is_told_whose_it_is(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        until = fields.Datetime.now() + timedelta(hours=1)
        url = self.visit._cart_get_url(until)
        self.visit.company_id = other
        self._assert_refused(url, "Elsewhere")

    def test_expired_code(self):
        self.visit.cart_code_until = fields.Datetime.now() - timedelta(minutes=1)
        self._assert_refused(self.code, "expired")
        self._assert_intact(self.visit)

    def test_cart_that_was_paid(self):
        self.visit._cart_order()
        self._assert_refused(self.code, "already been ordered or paid")

    def test_cart_that_was_emptied(self):
        self.visit.order_line.unlink()
        self._assert_refused(self.code, "empty")

    def test_key_of_a_cart_that_ended_since(self):
        key = self._open()["key"]
        self.visit._cart_order()
        answer = self._take_found(key)
        self.assertEqual(answer["status"], "gone")
        self.assertIn("already been ordered or paid", answer["message"])
        preview = self._preview(key)
        self.assertFalse(preview["cart"])
        self.assertIn("already been ordered or paid", preview["message"])

    def test_number_of_a_cart_is_no_key(self):
        for key in (str(self.visit.id), "x", self.code):
            self.assertEqual(self._take_found(key)["status"], "gone")
        self._assert_intact(self.visit)

    def test_customer_merged_meanwhile_is_followed(self):
        key = self._open(self.cart._cart_get_code())["key"]
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.other_customer).ids, self.other_customer)
        self.env.invalidate_all()
        answer = self._take_found(key)
        self.assertEqual(answer["status"], "taken")
        [cart] = answer["records"]["sale.order"]
        self.assertEqual(cart["partner_id"], self.other_customer.id)

    def test_till_whose_session_closed(self):
        key = self._open()["key"]
        self.session_1.state = "closed"
        self.till_1.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "Open till Lyon 1 first"):
            self._take_found(key)
        self._assert_intact(self.visit)

    def test_article_no_longer_sold_stays_in_the_cart(self):
        self.mug.active = False
        preview = self._open()["preview"]
        reasons = {
            line["product_id"]: line["not_sold"] for line in preview["cart"]["lines"]
        }
        self.assertEqual(reasons, {self.shirt.id: "", self.mug.id: "no longer sold"})
        lines = self._take_found()["lines"]
        self.assertEqual([line["product_id"] for line in lines], self.shirt.ids)
        self.assertEqual(self._content(self.visit), {self.shirt: 2, self.mug: 1})

    def test_article_that_this_till_does_not_sell_stays_in_the_cart(self):
        self.mug.available_in_pos = False
        preview = self._open()["preview"]
        self.assertEqual(
            [line["not_sold"] for line in preview["cart"]["lines"]],
            ["", "not sold at this till"],
        )

    def test_cart_of_which_nothing_is_sold_here_is_not_held(self):
        (self.mug | self.shirt).available_in_pos = False
        answer = self._take_found()
        self.assertEqual(answer["status"], "gone")
        self.assertIn("sells none", answer["message"])
        self._assert_intact(self.visit)

    def test_customer_of_another_company_is_not_named(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        key = self._open(self.cart._cart_get_code())["key"]
        self.customer.company_id = other
        self.assertEqual(self._take_found(key)["status"], "gone")
