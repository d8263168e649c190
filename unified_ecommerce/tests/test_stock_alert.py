# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.unified_ecommerce.controllers.stock_alert import ALERTS_PER_HOUR

from .common import UnifiedShopCommon, UnifiedShopHttpCommon


class StockAlertCommon(UnifiedShopCommon):
    """The shop sells from the store in Lyon and has no mug."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Alert = cls.env["commerce.stock.alert"]
        cls.mug.allow_out_of_stock_order = False
        cls.website.warehouse_id = cls.warehouse

    def _tell(self):
        self.env.flush_all()
        self.env.ref(
            "unified_commerce_base.ir_cron_stock_alert"
        ).method_direct_trigger()
        self.env.invalidate_all()

    def _waiting(self, **values):
        domain = [("state", "=", "waiting"), ("product_id", "=", self.mug.id)]
        return self.Alert.search(
            domain + [(name, "=", value) for name, value in values.items()]
        )

    def _mails_of(self, alert):
        return self.env["mail.mail"].search(
            [("model", "=", alert._name), ("res_id", "in", alert.ids)]
        )


@tagged("post_install", "-at_install")
class TestStockAlert(StockAlertCommon):
    def test_list_of_the_shop_and_alerts_say_the_same(self):
        self.mug.stock_notification_partner_ids += self.customer
        alert = self._waiting()
        self.assertRecordValues(
            alert,
            [{"partner_id": self.customer.id, "channel_id": self.web.id}],
        )
        self.Alert._ask(self.other_customer, self.mug, self.web)
        self.assertTrue(self.mug._has_stock_notification(self.other_customer))
        alert._close("cancelled", "customer")
        self.assertFalse(self.mug._has_stock_notification(self.customer))
        self.mug.stock_notification_partner_ids -= self.other_customer
        self.assertFalse(self._waiting())

    def test_waiting_for_a_store_is_not_on_the_list_of_the_shop(self):
        self.Alert._ask(self.customer, self.mug, self.web, self.store)
        self.assertFalse(self.mug.stock_notification_partner_ids)

    def test_shop_announces_what_its_own_places_have(self):
        alert = self.Alert._ask(self.customer, self.mug, self.web)
        self._set_stock(self.mug, self.store, 3)
        self._tell()
        self.assertEqual(alert.state, "waiting")
        self._set_stock(self.mug, self.warehouse, 1)
        self._tell()
        self.assertEqual(alert.state, "told")
        self.assertFalse(self.mug.stock_notification_partner_ids)

    def test_work_of_core_mails_nobody_a_second_time(self):
        alert = self.Alert._ask(self.customer, self.mug, self.web)
        self._set_stock(self.mug, self.warehouse, 1)
        before = self.env["mail.mail"].search_count([])
        self.mug._send_availability_email()
        self._tell()
        self.mug._send_availability_email()
        self._tell()
        self.assertEqual(alert.state, "told")
        self.assertEqual(self.env["mail.mail"].search_count([]), before + 1)

    def test_mail_leads_to_the_article_and_to_the_end_of_alerts(self):
        alert = self.Alert._ask(self.customer, self.mug, self.web)
        self._set_stock(self.mug, self.warehouse, 1)
        self._tell()
        body = self._mails_of(alert).body_html
        self.assertIn(self.mug.website_url.split("#")[0], body)
        self.assertIn(f"/shop/stock_alert/{alert.id}/", body)

    def test_article_taken_off_the_shop_is_not_announced_there(self):
        on_web = self.Alert._ask(self.customer, self.mug, self.web)
        in_store = self.Alert._ask(self.other_customer, self.mug, self.lyon, self.store)
        self.mug.is_published = False
        self._set_stock(self.mug, self.warehouse, 5)
        self._set_stock(self.mug, self.store, 5)
        self._tell()
        self.assertEqual((on_web.state, in_store.state), ("waiting", "told"))
        self.assertNotIn(self.mug.website_url, self._mails_of(in_store).body_html)

    def test_article_that_may_be_ordered_without_stock_is_for_everybody(self):
        alerts = self.Alert.union(
            *(
                self.Alert._ask(partner, self.mug, self.web)
                for partner in self.customer + self.other_customer
            )
        )
        self.mug.allow_out_of_stock_order = True
        self._tell()
        self.assertEqual(set(alerts.mapped("state")), {"told"})

    def test_stores_that_can_be_waited_for(self):
        other = self.env["stock.warehouse"].create({"name": "Lille", "code": "LIL"})
        self.env["commerce.channel"]._get_for_place(other)
        self._set_stock(self.mug, other, 2)
        self.Alert._ask(self.customer, self.mug, self.web, self.store)
        stores = self.website._get_stores_to_wait_for(self.mug, self.customer)
        self.assertNotIn("Lille", [store["name"] for store in stores])
        self.assertIn(
            {"id": self.lyon.id, "name": "Lyon", "waiting": True},
            stores,
        )
        nobody = self.env["res.partner"]
        self.assertEqual(self.website._get_stores_to_wait_for(self.mug, nobody), [])


@tagged("post_install", "-at_install")
class TestStockAlertBackfill(StockAlertCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.backfill = cls.env["commerce.backfill"].search(
            [("code", "=", "stock_alert")]
        )
        cls.backfill.write({"state": "todo", "last_id": 0, "findings": False})

    def _list(self, product, partners):
        """Put people on core's list as core did before the suite was there."""
        for partner in partners:
            self.env.cr.execute(
                "INSERT INTO stock_notification_product_partner_rel"
                " (product_product_id, res_partner_id) VALUES (%s, %s)",
                [product.id, partner.id],
            )
        self.env.invalidate_all()

    def _run(self):
        while self.backfill._run_batch(1):
            pass

    def test_who_waited_before_waits_still(self):
        self._list(self.mug, self.customer + self.other_customer)
        self._list(self.shirt, self.customer)
        self._run()
        self._run()
        self.assertEqual(
            self._waiting().partner_id, self.customer + self.other_customer
        )
        self.assertTrue(self.shirt._has_stock_notification(self.customer))
        self.assertFalse(self.backfill.findings)

    def test_who_asks_meanwhile_is_not_asked_for_twice(self):
        self._list(self.mug, self.customer)
        self.Alert._ask(self.customer, self.mug, self.web)
        self._run()
        self.assertEqual(len(self._waiting()), 1)

    def test_who_cannot_be_told_is_reported(self):
        self.other_customer.email = False
        self._list(self.mug, self.customer + self.other_customer)
        self._run()
        self.assertEqual(self.mug.stock_notification_partner_ids, self.customer)
        self.assertIn("Mug", self.backfill.findings)


@tagged("post_install", "-at_install")
class TestStockAlertRoutes(UnifiedShopHttpCommon, StockAlertCommon):
    def _notify(self, email="visitor@client.example", product=None):
        return self._call(
            "/shop/add/stock_notification",
            email=email,
            product_id=(product or self.mug).id,
        )

    def _wait_for(self, store=None, product=None):
        return self._call(
            "/shop/stock_alert/store",
            product_id=(product or self.mug).id,
            store_id=(store or self.lyon).id,
        )["html"]

    def test_visitor_asks_on_the_page_of_the_article(self):
        self._notify()
        self._notify("Visitor@Client.example")
        self.assertRecordValues(
            self._waiting(),
            [{"email": "visitor@client.example", "channel_id": self.web.id}],
        )

    def test_nonsense_is_refused(self):
        for email in ("", "visitor", "a@client.example, b@client.example", None, 3):
            with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                self._notify(email)
        self.assertFalse(self._waiting())

    def test_article_that_is_not_shown_cannot_be_waited_for(self):
        self.mug.is_published = False
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._notify()
        self.authenticate("camille", "camille")
        self.assertNotIn("Lyon", self._wait_for())
        self.assertFalse(self._waiting())

    def test_who_asks_too_often_waits(self):
        for _count in range(ALERTS_PER_HOUR):
            self._notify()
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._notify("late@client.example")
        self.assertFalse(self._waiting(email="late@client.example"))

    def test_customer_waits_for_a_store(self):
        self.authenticate("camille", "camille")
        page = self.url_open(self.mug.website_url).text
        self.assertIn("o_unified_store_alert", page)
        self.assertIn("fa-bell me-2", self._wait_for())
        self._wait_for()
        self.assertRecordValues(
            self._waiting(),
            [
                {
                    "partner_id": self.customer.id,
                    "warehouse_id": self.store.id,
                    "channel_id": self.web.id,
                }
            ],
        )

    def test_visitor_cannot_wait_for_a_store(self):
        page = self.url_open(self.mug.website_url).text
        self.assertNotIn("o_unified_store_alert", page)
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self._wait_for()
        self.assertFalse(self._waiting())

    def test_place_of_others_cannot_be_waited_for(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        place = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        self.authenticate("camille", "camille")
        self._wait_for(self.env["commerce.channel"]._get_for_place(place))
        self.assertFalse(self._waiting())

    # The link in the mail -------------------------------------------------------------

    def _stop_path(self, alert):
        return re.sub(r"^https?://[^/]+", "", alert._get_stop_url())

    def test_opening_the_link_stops_nothing_the_button_does(self):
        alert = self.Alert._ask(self.customer, self.mug, self.web)
        in_store = self.Alert._ask(self.customer, self.mug, self.web, self.store)
        other = self.Alert._ask(self.other_customer, self.mug, self.web)
        alert._close("told")
        path = self._stop_path(alert)
        page = self.url_open(path)
        self.assertIn("Lyon", page.text)
        self.assertEqual(in_store.state, "waiting")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        self.assertEqual(
            self.url_open(path, data={"csrf_token": token}).status_code, 200
        )
        self.assertRecordValues(
            alert + in_store + other,
            [
                {"state": "told", "reason": False},
                {"state": "cancelled", "reason": "customer"},
                {"state": "waiting", "reason": False},
            ],
        )

    def test_link_is_not_guessed(self):
        alert = self.Alert._ask(self.customer, self.mug, self.web)
        path = self._stop_path(alert)
        other = self.Alert._ask(self.other_customer, self.mug, self.web)
        for wrong in (path[:-1], path.replace(f"/{alert.id}/", f"/{other.id}/")):
            self.assertEqual(self.url_open(wrong).status_code, 404)
            self.assertEqual(self.url_open(wrong + "é").status_code, 404)

    def test_link_of_an_alert_that_is_long_gone_says_so(self):
        alert = self.Alert._ask(self.customer, self.mug, self.web)
        path = self._stop_path(alert)
        alert._close("told")
        alert.unlink()
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn('role="status"', page.text)
        self.assertNotIn('name="csrf_token"', page.text)
