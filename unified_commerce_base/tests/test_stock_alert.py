# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import (
    AccessError,
    ConcurrencyError,
    UserError,
    ValidationError,
)
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestStockAlert(UnifiedCommerceCommon):
    """Who asks to be told that an article is back is told once, and in turn."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Alert = cls.env["commerce.stock.alert"]
        cls.phone = cls.env["commerce.channel"]._get_phone(cls.company)
        cls.customer.email = "camille@client.example"
        cls.other_customer.email = "dominique@client.example"
        cls.third = cls.env["res.partner"].create(
            {"name": "Sacha Roy", "email": "sacha@client.example"}
        )
        cls.env["mail.blacklist"].search([]).unlink()

    def _ask(self, partner=None, product=None, warehouse=None, **values):
        return self.Alert._ask(
            partner or self.customer,
            product or self.mug,
            values.pop("channel", self.phone),
            warehouse,
            **values,
        )

    def _tell(self):
        self.env.flush_all()
        self.env.ref(
            "unified_commerce_base.ir_cron_stock_alert"
        ).method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self, alerts=None):
        domain = [("model", "=", "commerce.stock.alert")]
        if alerts:
            domain.append(("res_id", "in", alerts.ids))
        return self.env["mail.mail"].search(domain)

    # Asking -----------------------------------------------------------------------

    def test_asking_twice_is_one_alert(self):
        self.assertEqual(self._ask(), self._ask())

    def test_each_place_has_its_own_alert(self):
        self.assertNotEqual(self._ask(), self._ask(warehouse=self.store))

    def test_two_requests_at_once_make_one_alert(self):
        self._ask()
        # the other request does not see the first one yet
        with (
            patch.object(type(self.Alert), "search", return_value=self.Alert),
            mute_logger("odoo.sql_db"),
            self.assertRaises(ConcurrencyError),
        ):
            self._ask()

    def test_one_may_ask_again_after_being_told(self):
        alert = self._ask()
        alert._close("told")
        self.assertNotEqual(self._ask(), alert)

    def test_customer_without_address_cannot_wait(self):
        self.customer.email = False
        for email in (None, "", "camille", "a@b, c@d"):
            with self.assertRaises(UserError):
                self._ask(email=email)
        self.assertEqual(
            self._ask(email="Camille@Client.example").email, "camille@client.example"
        )

    def test_services_and_archived_articles_are_not_waited_for(self):
        service = self.env["product.product"].create({"name": "S", "type": "service"})
        self.shirt.active = False
        for product in service + self.shirt:
            with self.assertRaises(UserError):
                self._ask(product=product)

    def test_nobody_waits_for_everything(self):
        products = self.env["product.product"].create(
            [{"name": f"P{number}", "is_storable": True} for number in range(51)]
        )
        for product in products[:50]:
            self._ask(product=product)
        with self.assertRaisesRegex(UserError, "50"):
            self._ask(product=products[50])

    # Telling ----------------------------------------------------------------------

    def test_nobody_is_told_while_there_is_nothing(self):
        alert = self._ask(warehouse=self.store)
        self._set_stock(self.mug, self.warehouse, 5)
        self._tell()
        self.assertEqual(alert.state, "waiting")
        self.assertFalse(self._mails())

    def test_one_mail_and_never_a_second(self):
        alert = self._ask(warehouse=self.store)
        self._set_stock(self.mug, self.store, 5)
        self._tell()
        self.assertEqual(alert.state, "told")
        mail = self._mails(alert)
        self.assertEqual(mail.email_to, "camille@client.example")
        self.assertIn("Mug", mail.subject)
        self.assertIn("Lyon", mail.body_html)
        self._set_stock(self.mug, self.store, 5)
        self._tell()
        self.assertEqual(self._mails(alert), mail)

    def test_goods_that_are_promised_to_others_are_not_announced(self):
        alert = self._ask(warehouse=self.store)
        self._set_stock(self.mug, self.store, 1)
        self.env["commerce.hold"]._claim(
            "a", {(self.mug, self.store): 1}, reason="checkout", minutes=5
        )
        self._tell()
        self.assertEqual(alert.state, "waiting")

    def test_two_units_are_announced_to_the_first_two(self):
        first = self._ask(warehouse=self.store)
        second = self._ask(self.other_customer, warehouse=self.store)
        third = self._ask(self.third, warehouse=self.store)
        self._set_stock(self.mug, self.store, 2)
        self._tell()
        self.assertEqual((first + second).mapped("state"), ["told", "told"])
        self._tell()
        self.assertEqual(third.state, "waiting")
        with freeze_time(fields.Datetime.now() + timedelta(days=1, minutes=1)):
            self._tell()
        self.assertEqual(third.state, "told")

    def test_more_units_are_announced_to_the_next_ones_at_once(self):
        self._ask(warehouse=self.store)
        second = self._ask(self.other_customer, warehouse=self.store)
        self._set_stock(self.mug, self.store, 1)
        self._tell()
        self.assertEqual(second.state, "waiting")
        self._set_stock(self.mug, self.store, 1)
        self._tell()
        self.assertEqual(second.state, "told")

    def test_one_unit_is_not_announced_in_its_store_and_everywhere(self):
        anywhere = self._ask()
        in_store = self._ask(self.other_customer, warehouse=self.store)
        self._set_stock(self.mug, self.store, 1)
        self._tell()
        self.assertEqual((anywhere.state, in_store.state), ("told", "waiting"))

    def test_many_who_wait_are_all_told(self):
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}", "email": f"p{n}@client.example"} for n in range(130)]
        )
        alerts = self.Alert.union(
            *(self._ask(partner, warehouse=self.store) for partner in partners)
        )
        self._set_stock(self.mug, self.store, 120)
        self._tell()
        self.assertEqual(len(alerts.filtered(lambda one: one.state == "told")), 120)
        self.assertEqual(len(self._mails(alerts)), 120)

    def test_article_not_kept_in_stock_any_more_can_be_had(self):
        alert = self._ask()
        self.mug.is_storable = False
        self._tell()
        self.assertEqual(alert.state, "told")

    def test_article_not_for_sale_is_not_announced(self):
        alert = self._ask(warehouse=self.store)
        self.mug.sale_ok = False
        self._set_stock(self.mug, self.store, 1)
        self._tell()
        self.assertEqual(alert.state, "waiting")

    def test_what_nobody_can_be_told_of_ends(self):
        alerts = (
            self._ask()
            + self._ask(self.other_customer, self.shirt)
            + self._ask(self.third, warehouse=self.store)
        )
        self.customer.active = False
        self.shirt.active = False
        self.store.active = False
        self._tell()
        self.assertEqual(set(alerts.mapped("reason")), {"gone"})
        self.assertFalse(self._mails(alerts))

    def test_refused_address_leaves_its_turn_to_the_next(self):
        refused = self._ask(warehouse=self.store)
        bounced = self._ask(self.other_customer, warehouse=self.store)
        next_one = self._ask(self.third, warehouse=self.store)
        self.env["mail.blacklist"]._add("camille@client.example")
        self.other_customer.message_bounce = 9
        self._set_stock(self.mug, self.store, 1)
        self._tell()
        self.assertEqual(set((refused + bounced).mapped("reason")), {"address"})
        self.assertEqual(next_one.state, "told")
        self.assertEqual(len(self._mails(refused + bounced + next_one)), 1)

    def test_mail_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("unified_commerce_base.mail_template_stock_alert")
        template.with_context(lang="fr_FR").subject = "De nouveau disponible"
        alert = self._ask(warehouse=self.store, lang="fr_FR")
        self._set_stock(self.mug, self.store, 1)
        self._tell()
        self.assertEqual(self._mails(alert).subject, "De nouveau disponible")

    # The moment goods come in -------------------------------------------------------

    def _triggers(self):
        cron = self.env.ref("unified_commerce_base.ir_cron_stock_alert")
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

    def test_receipt_wakes_the_alerts_of_its_articles_only(self):
        self._ask(warehouse=self.store)
        self.env.cr.precommit.run()
        before = self._triggers()
        self._set_stock(self.shirt, self.store, 1)
        self.env.cr.precommit.run()
        self.assertEqual(self._triggers(), before)
        self._set_stock(self.mug, self.store, 1)
        self.env.cr.precommit.run()
        self.assertGreater(self._triggers(), before)

    def test_receipt_that_nobody_waits_for_costs_one_look(self):
        self.Alert._wake(self.mug)
        with self.assertQueryCount(1):
            self.Alert._wake(self.mug)

    # People ---------------------------------------------------------------------------

    def test_alerts_of_two_files_of_one_person_become_one(self):
        first = self._ask(warehouse=self.store)
        second = self._ask(self.other_customer, warehouse=self.store)
        elsewhere = self._ask(self.other_customer)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer + self.other_customer).ids, self.other_customer
        )
        self.assertFalse(second.exists())
        self.assertEqual((first + elsewhere).partner_id, self.other_customer)
        self.assertEqual((first + elsewhere).mapped("state"), ["waiting"] * 2)

    def test_seller_writes_an_alert_down_and_stops_it(self):
        seller = new_test_user(
            self.env, "alert_seller", "sales_team.group_sale_salesman"
        )
        Alert = self.Alert.with_user(seller)
        alert = Alert.create(
            {"partner_id": self.customer.id, "product_id": self.mug.id}
        )
        self.assertRecordValues(
            alert,
            [{"email": "camille@client.example", "channel_id": self.phone.id}],
        )
        self.assertEqual(
            self.mug.product_tmpl_id.with_user(seller).stock_alert_count, 1
        )
        alert.action_cancel()
        self.assertRecordValues(alert, [{"state": "cancelled", "reason": "staff"}])
        with self.assertRaises(AccessError):
            alert.unlink()

    def test_staff_cannot_write_down_what_is_no_address(self):
        with self.assertRaises(ValidationError):
            self.Alert.create(
                {
                    "partner_id": self.customer.id,
                    "product_id": self.mug.id,
                    "email": "nowhere",
                }
            )

    def test_who_waits_is_nobody_elses_business(self):
        alert = self._ask()
        for login, groups in (
            ("alert_clerk", "base.group_user"),
            ("alert_shopper", "base.group_portal"),
        ):
            user = new_test_user(self.env, login, groups)
            self.assertFalse(alert.with_user(user).has_access("read"))

    def test_companies_do_not_see_each_others_customers(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        alert = self._ask()
        elsewhere = self._ask(channel=self.env["commerce.channel"]._get_phone(company))
        self.assertNotEqual(alert, elsewhere)
        seller = new_test_user(
            self.env, "alert_seller", "sales_team.group_sale_salesman"
        )
        seen = self.Alert.with_user(seller).search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual(seen, alert)

    def test_addresses_are_not_kept_for_ever(self):
        ended, waiting = self._ask(), self._ask(warehouse=self.store)
        ended._close("told")
        with freeze_time(fields.Datetime.now() + timedelta(weeks=9)):
            self.Alert._gc_alerts()
        self.assertFalse(ended.exists())
        self.assertEqual(waiting.state, "waiting")
        with freeze_time(fields.Datetime.now() + timedelta(days=366)):
            self.Alert._gc_alerts()
        self.assertRecordValues(waiting, [{"state": "cancelled", "reason": "old"}])
