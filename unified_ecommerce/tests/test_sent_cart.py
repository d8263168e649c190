# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Opener, tagged

from odoo.addons.payment.tests.common import PaymentCommon
from odoo.addons.unified_commerce_base.models.sale_order_send import SentLine

from .common import UnifiedShopCommon, UnifiedShopHttpCommon


class SentCartCommon(UnifiedShopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sent = cls._send_cart("key-1")

    @classmethod
    def _send_cart(cls, key, partner=None, price=15.0, **values):
        return cls.env["sale.order"]._cart_send(
            key,
            [
                SentLine(
                    {
                        "product_id": cls.shirt.id,
                        "product_uom_id": cls.shirt.uom_id.id,
                        "product_uom_qty": 1,
                        **values,
                    },
                    price,
                    0.0,
                    cls.shirt.taxes_id._filter_taxes_by_company(cls.company),
                    [],
                )
            ],
            cls.company,
            cls.lyon,
            partner or cls.env["res.partner"],
        )

    def _path(self, cart=None):
        return "/cart/" + (cart or self.sent)._get_sent_url().rpartition("/")[2]


@tagged("post_install", "-at_install")
class TestSentCart(SentCartCommon, PaymentCommon):
    def test_basket_is_of_the_shop_and_of_nobody(self):
        self.assertRecordValues(
            self.sent,
            [
                {
                    "website_id": self.website.id,
                    "partner_id": self.public_user.partner_id.id,
                    "cart_state": "guest",
                    "channel_id": self.lyon.id,
                }
            ],
        )
        self.assertEqual(self.sent.order_line.price_unit, 15.0)

    def test_one_more_than_agreed_costs_what_the_shop_asks(self):
        line = self.sent.order_line
        with self._browse():
            self.sent._cart_update_line_quantity(line.id, 3)
            self.sent._cart_add(self.shirt.id, 1)
        self.assertEqual(
            sorted(
                (one.product_uom_qty, one.price_unit) for one in self.sent.order_line
            ),
            [(1.0, 15.0), (3.0, 20.0)],
        )

    def test_page_says_what_changed_when_the_time_is_over(self):
        with freeze_time(self.sent.sent_until + timedelta(minutes=1)):
            self.sent._refresh_prices()
        self.assertEqual(self.sent.order_line.price_unit, 20.0)
        self.assertIn("T-shirt", self.sent.shop_warning)
        self.assertIn("20", self.sent.shop_warning)

    def test_mail_goes_to_the_address_given_and_keeps_nothing(self):
        url = self.sent._get_sent_url()
        self.assertTrue(self.sent._mail_sent_cart("alix@client.example", url))
        mail = self.env["mail.mail"].search([("email_to", "=", "alix@client.example")])
        self.assertIn(url, mail.body_html)
        self.assertTrue(mail.auto_delete)
        self.assertFalse(mail.recipient_ids)
        message = mail.mail_message_id
        mail.unlink()
        self.assertFalse(message.exists())

    def test_mail_is_in_the_language_of_the_shop(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.website.write(
            {
                "language_ids": [Command.link(self.env.ref("base.lang_fr").id)],
                "default_lang_id": self.env.ref("base.lang_fr").id,
            }
        )
        self.env["ir.module.module"]._load_module_terms(
            ["unified_ecommerce"], ["fr_FR"], overwrite=True
        )
        self.sent._mail_sent_cart("alix@client.example", self.sent._get_sent_url())
        mail = self.env["mail.mail"].search([("email_to", "=", "alix@client.example")])
        self.assertIn("Bonjour", mail.body_html)
        self.assertNotIn("basket", mail.body_html)

    def test_second_payment_is_refused_while_the_first_waits(self):
        payment = self._create_transaction(
            "direct",
            amount=self.sent.amount_total,
            currency_id=self.sent.currency_id.id,
            partner_id=self.sent.partner_id.id,
            sale_order_ids=[Command.set(self.sent.ids)],
        )
        payment._set_pending()
        with self.assertRaises(ValidationError):
            self.sent._check_cart_is_ready_to_be_paid()
        self.assertEqual(self.sent._get_sent_state(), "paying")
        payment._set_done()
        self.assertEqual(self.sent._get_sent_state(), "paid")

    def test_refused_payment_is_told(self):
        payment = self._create_transaction(
            "direct",
            amount=self.sent.amount_total,
            currency_id=self.sent.currency_id.id,
            partner_id=self.sent.partner_id.id,
            sale_order_ids=[Command.set(self.sent.ids)],
        )
        payment._set_error("no money")
        self.assertEqual(self.sent._get_sent_state(), "refused")

    def test_store_sees_the_name_once_somebody_gave_one(self):
        self.assertEqual(self.sent._get_sent_summary()["customer"], "")
        self.sent.partner_id = self.env["res.partner"].create({"name": "Alix"})
        self.assertEqual(self.sent._get_sent_summary()["customer"], "Alix")


@tagged("post_install", "-at_install")
class TestSentCartLink(SentCartCommon, UnifiedShopHttpCommon):
    def setUp(self):
        super().setUp()
        self.env["commerce.rate.limit"].search([]).unlink()
        self.opener = Opener(self)

    def _get(self, path=None):
        return self.url_open(path or self._path(), allow_redirects=False)

    def _assert_state(self, state, path=None):
        page = self._get(path)
        found = re.search(r'data-state="(\w+)"', page.text)
        self.assertEqual(found and found.group(1), state)
        return page

    def _press(self, path=None):
        """Use the button of the page; return where it leads."""
        path = path or self._path()
        page = self._get(path)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        self.assertTrue(token, page.text[:3000])
        answer = self.url_open(
            path, data={"csrf_token": token.group(1)}, allow_redirects=False
        )
        return answer.headers.get("Location", "")

    def _other_phone(self):
        self.opener = Opener(self)
        self.authenticate(None, None)

    def test_robot_that_opens_the_link_changes_nothing(self):
        version = self.sent.cart_version
        page = self._get()
        self.assertEqual(page.status_code, 200)
        self.assertIn("T-shirt", page.text)
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.env.invalidate_all()
        self.assertFalse(self.sent.sent_opened_at)
        self.assertEqual(self.sent.cart_version, version)
        self.assertNotIn("T-shirt", self.url_open("/shop/cart").text)

    def test_button_makes_it_the_cart_of_this_browser_ready_to_pay(self):
        self.assertIn("/shop/checkout", self._press())
        self.env.invalidate_all()
        self.assertTrue(self.sent.sent_opened_at)
        self.assertIn("T-shirt", self.url_open("/shop/cart").text)
        self.assertIn("/shop/checkout", self._press(), "and again")

    def test_what_was_in_the_basket_is_not_lost(self):
        self._call(
            "/shop/cart/add",
            product_template_id=None,
            product_id=self.mug.id,
            quantity=2,
        )
        self._press()
        self.env.invalidate_all()
        self.assertEqual(self._content(self.sent), {self.shirt: 1, self.mug: 2})

    def test_wrong_revoked_and_old_links_say_what_to_do(self):
        right = self._path()
        wrong = right[:-3] + ("AAA" if right[-3:] != "AAA" else "BBB")
        self.assertEqual(self._get(wrong).status_code, 404)
        self._assert_state("wrong", wrong)
        self.assertEqual(self._get("/cart/%C3%A9%00x").status_code, 404)
        self.sent._cart_revoke_tokens()
        self.env.flush_all()
        self.assertEqual(self._get(right).status_code, 404)

    def test_link_that_is_too_old_opens_nothing(self):
        path = self._path()
        self.sent.sent_until -= timedelta(days=30)
        self.assertEqual(self._get().status_code, 404)
        self.assertEqual(self._get(path).status_code, 200)

    def test_too_many_tries_are_refused(self):
        for _try in range(30):
            self._get("/cart/nothing")
        self.assertEqual(self._get().status_code, 429)

    def test_cart_of_an_account_asks_its_customer_to_sign_in(self):
        cart = self._send_cart("key-2", self.customer)
        self.assertEqual(cart.cart_state, "open")
        page = self._get(self._path(cart))
        self.assertIn("/web/login?redirect", page.text)
        self.assertNotIn("T-shirt", page.text)
        self.authenticate("dominique", "dominique")
        page = self._assert_state("other", self._path(cart))
        self.assertNotIn('csrf_token" value', page.text.split("o_unified_sent_cart")[1])
        self.authenticate("camille", "camille")
        self.assertIn("/shop/checkout", self._press(self._path(cart)))

    def test_customer_who_is_signed_in_gets_the_lines_in_their_cart(self):
        own = self._make_web_cart(lines=[(self.mug, 1)])
        self.authenticate("camille", "camille")
        self._press()
        self.env.invalidate_all()
        self.assertEqual(self._content(own), {self.shirt: 1, self.mug: 1})
        self.assertEqual(own.sent_key, "key-1")

    def test_other_phone_does_not_see_the_address_typed_on_the_first(self):
        self._press()
        contact = self.env["res.partner"].create({"name": "Alix Durand"})
        self.sent.partner_id = contact
        self.env.flush_all()
        self._other_phone()
        self._press()
        self.env.invalidate_all()
        self.assertEqual(self.sent.partner_id, self.public_user.partner_id)

    def test_second_opening_says_that_it_is_paid(self):
        path = self._path()
        self.sent.action_confirm()
        self.env.flush_all()
        page = self._assert_state("paid", path)
        self.assertIn(self.sent.name, page.text)

    def test_second_phone_is_told_that_it_is_being_paid(self):
        self._press()
        with self._browse() as request:
            self.sent._cart_acquire(request.website._get_browser_holder())
        self.env.flush_all()
        self._other_phone()
        self._assert_state("paying")
