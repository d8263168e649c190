# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import html

from odoo.tests import tagged

from odoo.addons.website_sale.models.website import CART_SESSION_CACHE_KEY

from .common import UnifiedShopHttpCommon


class KeptCartHttpCommon(UnifiedShopHttpCommon):
    def setUp(self):
        super().setUp()
        self.authenticate("camille", "camille")

    def _page(self, path="/shop/cart"):
        self.env.flush_all()
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200, response.text[:500])
        self.env.invalidate_all()
        return html.fromstring(response.text)

    def _press(self, path, **values):
        """Press the button of a form on the cart page."""
        token = self._page().xpath("//input[@name='csrf_token']/@value")
        csrf = token[0] if token else self.csrf_token()
        response = self.url_open(
            path, data={"csrf_token": csrf, **values}, allow_redirects=False
        )
        self.env.invalidate_all()
        return response

    def csrf_token(self):
        page = html.fromstring(self.url_open("/my/account").text)
        return page.xpath("//input[@name='csrf_token']/@value")[0]

    def _kept(self, state="saved"):
        kept = self.env["sale.order"]._cart_find_kept(self.customer, self.company)
        return kept._cart_of_state(state)

    def _cart(self):
        return self.env["sale.order"]._cart_find(self.customer, self.company)


@tagged("post_install", "-at_install")
class TestSignInRules(KeptCartHttpCommon):
    def _sign_in_with(self, rule, mine=True):
        self.website.cart_merge_rule = rule
        cart = self._make_web_cart(lines=[(self.shirt, 1)]) if mine else None
        guest = self._make_guest_cart([(self.mug, 2)])
        self.env.flush_all()
        self.authenticate(
            "camille", "camille", session_extra={CART_SESSION_CACHE_KEY: guest.id}
        )
        return cart, guest

    def test_newest_basket_is_the_cart_and_the_other_is_shown_saved(self):
        cart, guest = self._sign_in_with("newest")
        page = self._page()
        self.assertEqual(self._cart(), guest)
        self.assertEqual(self._kept(), cart)
        [saved] = page.xpath("//section[@id='saved_carts']")
        self.assertIn(self.shirt.name, saved.text_content())

    def test_asked_customer_sees_both_baskets_and_three_choices(self):
        cart, guest = self._sign_in_with("ask")
        page = self._page()
        self.assertEqual((self._cart(), self._kept("waiting")), (cart, guest))
        [choice] = page.xpath("//section[contains(@class, 'o_unified_cart_choice')]")
        for article in self.shirt + self.mug:
            self.assertIn(article.name, choice.text_content())
        self.assertEqual(
            set(choice.xpath(".//button/@value")), {"open", "both", str(guest.id)}
        )

    def test_every_page_says_that_there_is_a_choice_until_it_is_made(self):
        self._sign_in_with("ask")
        banner = "//div[contains(@class, 'o_unified_choice_banner')]"
        self._page()
        self.assertTrue(self._page("/shop").xpath(banner))
        self._press("/shop/cart/choose", keep="both")
        self._page()
        self.assertFalse(self._page("/shop").xpath(banner))

    def test_customer_puts_both_together(self):
        cart, _guest = self._sign_in_with("ask")
        for _sent_twice in range(2):
            self._press("/shop/cart/choose", keep="both")
        self.assertEqual(self._cart(), cart)
        self.assertEqual(self._content(cart), {self.shirt: 1, self.mug: 2})
        self.assertFalse(self._kept("waiting") | self._kept())

    def test_customer_keeps_one_and_the_other_is_saved(self):
        for keep in ("open", "other"):
            with self.subTest(keep=keep):
                (self._cart() | self._kept())._action_cancel()
                self._kept()._cart_delete_list()
                cart, guest = self._sign_in_with("ask")
                self._press(
                    "/shop/cart/choose", keep="open" if keep == "open" else guest.id
                )
                kept, saved = (cart, guest) if keep == "open" else (guest, cart)
                self.assertEqual((self._cart(), self._kept()), (kept, saved))

    def test_basket_of_somebody_else_is_not_chosen(self):
        cart, _guest = self._sign_in_with("ask")
        other = self._make_web_cart(self.other_customer, [(self.mug, 9)], "waiting")
        response = self._press("/shop/cart/choose", keep=other.id)
        self.assertEqual(response.status_code, 404)
        self.assertEqual((self._cart(), other.cart_state), (cart, "waiting"))

    def test_signing_in_waits_for_no_till_under_any_rule(self):
        for rule in ("merge", "newest", "ask"):
            with self.subTest(rule=rule):
                self._cart()._action_cancel()
                cart, guest = self._sign_in_with(rule)
                cart._cart_acquire(self.till)
                self._page()
                self.assertEqual(self._cart(), cart)
                self.assertEqual(cart._cart_current_holder(), self.till)
                state = {"merge": "merged", "newest": "saved", "ask": "waiting"}[rule]
                self.assertEqual(guest.cart_state, state)

    def test_choice_that_a_till_hinders_is_refused_in_words(self):
        cart, guest = self._sign_in_with("ask")
        self._page()
        cart._cart_acquire(self.till)
        self._press("/shop/cart/choose", keep=guest.id)
        self.assertEqual(self._cart(), cart)
        self.assertIn("Lyon", cart.shop_warning)

    def test_customer_without_a_cart_is_not_asked(self):
        _cart, guest = self._sign_in_with("ask", mine=False)
        self._page()
        self.assertEqual(self._cart(), guest)

    def test_what_waited_becomes_the_cart_when_the_cart_is_ordered(self):
        cart, guest = self._sign_in_with("ask")
        self._page()
        cart.action_confirm()
        self._page()
        self.assertEqual(self._content(self._cart()), {self.mug: 2})
        self.assertEqual(guest.cart_state, "merged")


@tagged("post_install", "-at_install")
class TestSavedCartPages(KeptCartHttpCommon):
    def _save(self, lines):
        cart = self._make_web_cart(lines=lines)
        cart._cart_save()
        return cart

    def test_cart_is_saved_for_later_and_put_back(self):
        cart = self._make_web_cart(lines=[(self.shirt, 2)])
        self._press("/shop/cart/save")
        self.assertEqual(self._kept(), cart)
        self._press(f"/shop/cart/saved/{cart.id}/put_back")
        self.assertEqual(self._content(self._cart()), {self.shirt: 2})
        self.assertFalse(self._kept())

    def test_line_is_saved_for_later_and_put_back(self):
        cart = self._make_web_cart(lines=[(self.shirt, 2), (self.mug, 1)])
        line = cart.order_line[1]
        self._press("/shop/cart/save", line_id=line.id)
        self.assertEqual(self._content(cart), {self.shirt: 2})
        saved = self._kept()
        self._press(f"/shop/cart/saved/{saved.id}/put_back", line_id=line.id)
        self.assertEqual(self._content(cart), {self.shirt: 2, self.mug: 1})

    def test_held_cart_is_not_saved(self):
        cart = self._make_web_cart(lines=[(self.shirt, 2)])
        cart._cart_acquire(self.till)
        self._press("/shop/cart/save")
        self.assertEqual(self._cart(), cart)
        self.assertIn("Lyon", cart.shop_warning)

    def test_deleted_list_is_gone(self):
        saved = self._save([(self.shirt, 2)])
        self._press(f"/shop/cart/saved/{saved.id}/delete")
        self.assertFalse(self._kept())

    def test_nobody_reaches_the_list_of_another(self):
        saved = self._make_web_cart(self.other_customer, [(self.mug, 1)])
        saved._cart_save()
        for what in ("put_back", "delete"):
            self._press(f"/shop/cart/saved/{saved.id}/{what}")
        self.assertEqual(saved.cart_state, "saved")
        self.assertFalse(self._cart())
        self.assertNotIn(self.mug.name, self._page("/my/carts").text_content())

    def test_visitor_has_no_lists(self):
        saved = self._save([(self.shirt, 2)])
        self.authenticate(None, None)
        response = self.url_open("/my/carts", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])
        self.assertFalse(self._page().xpath("//section[@id='saved_carts']"))
        self.assertEqual(saved.cart_state, "saved")

    def test_article_no_longer_sold_is_shown_kept_and_not_priced(self):
        saved = self._save([(self.shirt, 2), (self.mug, 1)])
        self.mug.is_published = False
        page = self._page()
        [line] = page.xpath(
            "//li[contains(@class, 'o_unified_saved_line')]"
            "[.//*[contains(@class, 'o_unified_not_sold')]]"
        )
        self.assertIn(self.mug.name, line.text_content())
        self.assertNotIn("oe_currency_value", html.tostring(line).decode())
        self._press(f"/shop/cart/saved/{saved.id}/put_back")
        self.assertEqual(self._content(self._cart()), {self.shirt: 2})
        self.assertEqual(self._content(saved), {self.mug: 1})

    def test_article_that_ends_stays_on_the_list(self):
        saved = self._save([(self.mug, 1)])
        guest = self._make_guest_cart([(self.mug, 1)])
        self.mug.action_archive()
        self.assertEqual(self._content(saved), {self.mug: 1})
        self.assertFalse(guest.order_line)
        self.assertIn(self.mug.name, self._page("/my/carts").text_content())

    def test_account_shows_saved_carts(self):
        self._save([(self.shirt, 2)])
        self.assertIn(self.shirt.name, self._page("/my/carts").text_content())
        self.assertEqual(
            self._call("/my/counters", counters=["saved_cart_count"]),
            {"saved_cart_count": 1},
        )

    def test_statements_do_not_grow_with_the_lists(self):
        self._make_web_cart(lines=[(self.shirt, 1)])

        def count(number):
            for _list in range(number):
                saved = self._make_web_cart(
                    self.other_customer, [(self.shirt, 1), (self.mug, 2)], "guest"
                )
                saved.write({"partner_id": self.customer.id})
                saved._cart_save()
            self._page()
            with self.subTest(number=number):
                before = self.cr.sql_log_count
                self._page()
                return self.cr.sql_log_count - before

        few = count(2)
        self.assertLessEqual(count(8), few + 2)


@tagged("post_install", "-at_install")
class TestWebsiteGroup(KeptCartHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_site = cls.env["website"].create({"name": "Outlet"})

    def _begun_elsewhere(self, *lines):
        cart = self._make_web_cart(lines=lines)
        cart.website_id = self.other_site
        return cart

    def test_line_not_sold_here_is_kept_aside_and_in_no_total(self):
        cart = self._begun_elsewhere((self.shirt, 1), (self.mug, 2))
        self.mug.website_id = self.other_site
        page = self._page()
        self.assertEqual(self._content(cart), {self.shirt: 1})
        self.assertEqual(cart.cart_quantity, 1)
        self.assertEqual(self._content(self._kept("aside")), {self.mug: 2})
        [kept] = page.xpath("//section[@id='saved_carts']")
        self.assertIn(self.mug.name, kept.text_content())
        self.assertNotIn("oe_currency_value", html.tostring(kept).decode())

    def test_line_kept_aside_is_not_ordered_and_stays(self):
        cart = self._begun_elsewhere((self.shirt, 1), (self.mug, 2))
        self.mug.website_id = self.other_site
        self._page()
        cart.action_confirm()
        self.assertEqual(cart.order_line.product_id, self.shirt)
        self.assertEqual(self._content(self._kept("aside")), {self.mug: 2})

    def test_line_kept_aside_comes_back_where_it_is_sold(self):
        cart = self._begun_elsewhere((self.shirt, 1), (self.mug, 2))
        self.mug.website_id = self.other_site
        self._page()
        self.mug.website_id = False
        self._page()
        self.assertEqual(self._content(cart), {self.shirt: 1, self.mug: 2})
        self.assertFalse(self._kept("aside"))

    def test_checkout_sorts_out_what_is_not_sold_here(self):
        cart = self._begun_elsewhere((self.shirt, 1), (self.mug, 2))
        self.mug.website_id = self.other_site
        self._page("/shop/checkout")
        self.assertEqual(cart._cart_items().product_id, self.shirt)

    def test_article_that_ends_leaves_the_cart_with_a_word(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1), (self.mug, 2)])
        self.mug.action_archive()
        self.assertEqual(len(cart.order_line), 2)
        self.assertIn(self.mug.name, self._page().text_content())
        self.assertEqual(self._content(cart), {self.shirt: 1})
        self.assertEqual(self._content(self._kept("aside")), {self.mug: 2})

    def test_article_that_ends_while_a_till_has_the_cart_breaks_nothing(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1), (self.mug, 2)])
        cart._cart_acquire(self.till)
        self.mug.action_archive()
        self.assertIn(self.mug.name, self._page().text_content())
        self.assertEqual(len(cart.order_line), 2)

    def test_website_that_does_not_share_has_carts_of_its_own(self):
        shared = self._make_web_cart(lines=[(self.shirt, 1)])
        self.other_site.channel_id.cart_shared = False
        with self._browse(self.shopper, website=self.other_site) as request:
            self.assertFalse(request.website._get_and_cache_current_cart())
            apart = request.website._create_cart().with_env(self.env)
        self.assertNotEqual(apart, shared)
        self.assertEqual(apart.cart_apart_id, self.other_site.channel_id)
        self.assertEqual(self._resolve(self.shopper, website=self.other_site)[0], apart)
        self.assertEqual(self._resolve(self.shopper)[0], shared)
