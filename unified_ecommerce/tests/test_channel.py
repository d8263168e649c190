# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from .common import UnifiedShopCommon


@tagged("post_install", "-at_install")
class TestChannel(UnifiedShopCommon):
    def test_each_website_has_a_web_channel_of_its_company(self):
        website = self.env["website"].create({"name": "Second shop"})
        self.assertEqual(website.channel_id.channel_type, "web")
        self.assertEqual(website.channel_id.company_id, website.company_id)
        self.assertNotEqual(website.channel_id, self.web)

    def test_moved_website_takes_a_channel_of_its_new_company(self):
        website = self.env["website"].create({"name": "Second shop"})
        company = self.env["res.company"].create({"name": "Elsewhere"})
        website.company_id = company
        self.assertEqual(website.channel_id.company_id, company)

    def test_channel_follows_the_name_of_its_website_until_it_has_its_own(self):
        website = self.env["website"].create({"name": "Second shop"})
        website.name = "Outlet"
        self.assertEqual(website.channel_id.name, "Outlet")
        website.channel_id.name = "Seconds"
        website.name = "Bargains"
        self.assertEqual(website.channel_id.name, "Seconds")

    def test_designer_renames_a_website_without_rights_on_channels(self):
        designer = new_test_user(
            self.env,
            login="designer",
            groups="base.group_user,website.group_website_designer",
        )
        website = self.env["website"].create({"name": "Pop-up"})
        website.with_user(designer).name = "Pop-up 2"
        self.assertEqual(website.sudo().channel_id.name, "Pop-up 2")

    def test_order_of_a_website_carries_its_channel(self):
        order = self._make_draft(self.customer)
        self.assertEqual(order.channel_id, self.web)

    def test_visitor_cart_is_stamped(self):
        with self._browse() as request:
            cart = request.website._create_cart()
        self.assertRecordValues(
            cart.with_env(self.env),
            [{"is_cart": True, "cart_state": "guest", "channel_id": self.web.id}],
        )

    def test_customer_cart_is_stamped(self):
        with self._browse(self.shopper) as request:
            cart = request.website._create_cart()
        self.assertRecordValues(
            cart.with_env(self.env),
            [
                {
                    "is_cart": True,
                    "cart_state": "open",
                    "channel_id": self.web.id,
                    "partner_id": self.customer.id,
                }
            ],
        )
