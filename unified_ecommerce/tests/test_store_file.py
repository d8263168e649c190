# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import new_test_user, tagged

from odoo.addons.unified_ecommerce.controllers.store_file import ASKED_PER_HOUR
from odoo.addons.unified_ecommerce.models.res_users import MAILS_PER_DAY
from odoo.addons.website_sale.controllers.main import WebsiteSale

from .common import UnifiedShopCommon, UnifiedShopHttpCommon

EMAIL = "zoe@client.example"


class StoreFileCommon(UnifiedShopCommon):
    """Zoé has bought in the store, which wrote her file; she has no account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website.auth_signup_uninvited = "b2c"
        cls.known = cls.env["res.partner"].create(
            {"name": "Zoé Lambert", "email": "Zoe@Client.example", "city": "Lyon"}
        )
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.known.id,
                "order_line": [Command.create({"product_id": cls.mug.id})],
            }
        )
        cls.order.action_confirm()

    def _sign_up(self, login=EMAIL, name="zoe"):
        values = {"login": login, "name": name, "password": "correct horse"}
        with self._browse() as request:
            request.env["res.users"].sudo().signup(values)
        return self.env["res.users"].search([("login", "=", login)])

    def _mails(self, email=EMAIL):
        return self.env["mail.mail"].search([("email_to", "=", email)])

    def _link(self):
        [path] = re.findall(r"/my/store_file/([\w-]+)", self._mails()[:1].body_html)
        return path

    def _as(self, user):
        return user.with_user(user)


@tagged("post_install", "-at_install")
class TestStoreFile(StoreFileCommon):
    def test_new_account_does_not_get_the_file_of_the_store(self):
        user = self._sign_up()
        self.assertNotEqual(user.partner_id, self.known)
        self.assertEqual(len(self._mails()), 1)
        with self.assertRaises(AccessError):
            self.order.with_user(user).read(["name"])

    def test_mail_tells_nothing_of_the_file(self):
        self._sign_up()
        mail = self._mails()
        for secret in ("Zoé", "Lambert", "Lyon", self.order.name):
            self.assertNotIn(secret, mail.body_html + mail.subject)

    def test_address_no_store_knows_gets_no_mail(self):
        self._sign_up("nobody@client.example")
        self.assertFalse(self._mails("nobody@client.example"))

    def test_confirmed_address_brings_all_the_store_knows(self):
        user = self._sign_up()
        own = self._make_web_cart(user.partner_id, [(self.shirt, 1)])
        self._make_cart(self.known, [(self.mug, 2)])
        self.assertFalse(self.order.with_user(user).has_access("read"))
        self.assertEqual(self._as(user)._adopt_store_file(self._link()), "done")
        self.env.invalidate_all()
        self.assertEqual(user.partner_id, self.known)
        self.assertEqual(self.known.email_confirmed, EMAIL)
        self.assertTrue(self.order.with_user(user).has_access("read"))
        cart = self.env["sale.order"]._cart_find(self.known, self.company)
        self.assertEqual(self._content(cart), {self.shirt: 1, self.mug: 2})
        self.assertIn(cart.id, (own | cart).ids)

    def test_link_used_twice_says_that_it_is_done(self):
        user = self._sign_up()
        token = self._link()
        self._as(user)._adopt_store_file(token)
        self.env.invalidate_all()
        self.assertEqual(self._as(user)._adopt_store_file(token), "done")
        self.assertEqual(user.partner_id, self.known)

    def test_link_is_of_one_account_only(self):
        self._sign_up()
        token = self._link()
        self.assertEqual(self._as(self.shopper)._adopt_store_file(token), "other")
        self.assertEqual(self.shopper.partner_id, self.customer)
        self.assertTrue(self.known.exists())

    def test_link_is_good_for_two_days(self):
        user = self._sign_up()
        token = self._link()
        with freeze_time(fields.Datetime.now() + timedelta(days=2, hours=1)):
            self.assertEqual(self._as(user)._adopt_store_file(token), "over")
        self.assertNotEqual(user.partner_id, self.known)

    def test_link_that_was_made_up_is_worth_nothing(self):
        user = self._sign_up()
        token = self._link()
        for wrong in ("", "x", "é", "AQAA", token[:-2], token[:20] + "A" + token[21:]):
            with self.subTest(wrong):
                self.assertEqual(self._as(user)._read_store_file_link(wrong), "over")

    def test_address_changed_since_is_not_the_one_confirmed(self):
        user = self._sign_up()
        token = self._link()
        user.partner_id.email = "other@client.example"
        self.assertEqual(self._as(user)._adopt_store_file(token), "over")

    def test_one_address_gets_three_mails_a_day(self):
        user = self._sign_up()
        for _try in range(MAILS_PER_DAY + 2):
            user._send_store_file_link()
        self.assertEqual(len(self._mails()), MAILS_PER_DAY)

    def test_file_with_an_account_or_of_a_company_is_never_taken(self):
        user = self._sign_up()
        token = self._link()
        company = self.env["res.partner"].create({"name": "SARL", "is_company": True})
        self.known.parent_id = company
        self.assertFalse(user._get_store_file())
        self.known.parent_id = False
        new_test_user(
            self.env, "zoe2", groups="base.group_portal", partner_id=self.known.id
        )
        self.known.email = EMAIL
        self.assertFalse(user._get_store_file())
        self.assertEqual(self._as(user)._adopt_store_file(token), "done")
        self.assertTrue(self.known.exists())
        self.assertNotEqual(user.partner_id, self.known)

    def test_file_of_another_company_is_never_taken(self):
        self.order.action_cancel()
        self.order.unlink()
        self.known.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self._sign_up()._get_store_file())

    def test_archived_file_comes_back(self):
        self.known.active = False
        user = self._sign_up()
        self._as(user)._adopt_store_file(self._link())
        self.env.invalidate_all()
        self.assertEqual((user.partner_id, self.known.active), (self.known, True))

    def test_guest_with_a_known_address_stays_apart(self):
        cart = self._make_guest_cart([(self.mug, 1)])
        self._make_cart(self.known, [(self.shirt, 1)])
        before = self.known.read(["name", "city", "phone", "write_date"])
        with self._browse():
            guest = WebsiteSale()._create_new_address(
                {"name": "Zoé", "email": EMAIL, "city": "Nantes"},
                *("billing", True),
                cart.sudo(),
            )
        self.assertNotIn(guest, self.known | self.public_user.partner_id)
        self.assertEqual(self.known.read(list(before[0])), before)
        self.assertFalse(self.env["sale.order"]._cart_find(guest, self.company))


@tagged("post_install", "-at_install")
class TestStoreFileHttp(StoreFileCommon, UnifiedShopHttpCommon):
    def _said(self, path):
        """Return what the page says to who presses the button."""
        [said] = re.findall(r'<p class="alert.*?</p>', self._post(path).text, re.DOTALL)
        return said

    def _post(self, path):
        data = {"csrf_token": Request.csrf_token(self)}
        return self.url_open(path, data=data)

    def test_opening_the_link_changes_nothing_and_the_button_does(self):
        user = self._sign_up()
        token = self._link()
        self.authenticate(EMAIL, "correct horse")
        page = self.url_open(f"/my/store_file/{token}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        self.assertNotIn("Lambert", page.text)
        self.env.invalidate_all()
        self.assertNotEqual(user.partner_id, self.known)
        page = self._post(f"/my/store_file/{token}")
        self.assertIn("alert-success", page.text)
        self.env.invalidate_all()
        self.assertEqual(user.partner_id, self.known)
        self.assertIn(self.order.name, self.url_open("/my/orders").text)

    def test_visitor_has_to_sign_in_first(self):
        self._sign_up()
        page = self.url_open(f"/my/store_file/{self._link()}")
        self.assertIn("/web/login", page.url)

    def test_account_asks_for_the_link_and_is_told_the_same_whatever_is_known(self):
        self._sign_up()
        self.env["mail.mail"].search([]).unlink()
        self.authenticate(EMAIL, "correct horse")
        self.assertIn("/my/store_file", self.url_open("/my").text)
        known = self._said("/my/store_file")
        self.assertEqual(len(self._mails()), 1)
        self.known.email = "gone@client.example"
        self.assertEqual(self._said("/my/store_file"), known)
        self.assertEqual(len(self._mails()), 1)

    def test_asking_without_end_is_refused(self):
        self._sign_up()
        self.authenticate(EMAIL, "correct horse")
        for _try in range(ASKED_PER_HOUR):
            self._post("/my/store_file")
        self.assertIn("alert-warning", self._said("/my/store_file"))

    def test_confirmed_account_is_asked_nothing(self):
        user = self._sign_up()
        self._as(user)._adopt_store_file(self._link())
        self.authenticate(EMAIL, "correct horse")
        self.assertNotIn("/my/store_file", self.url_open("/my").text)
