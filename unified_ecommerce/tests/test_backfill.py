# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedShopCommon


@tagged("post_install", "-at_install")
class TestBackfill(UnifiedShopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.backfill = cls.env["commerce.backfill"].search([("code", "=", "web_cart")])
        cls.backfill.write({"state": "todo", "last_id": 0, "findings": False})

    def _run(self, limit=5000):
        while self.backfill._run_batch(limit):
            pass

    def test_earlier_basket_of_a_customer_becomes_the_open_cart(self):
        draft = self._make_draft(self.customer, [(self.shirt, 1)])
        self._run()
        self.assertRecordValues(draft, [{"is_cart": True, "cart_state": "open"}])

    def test_newest_basket_is_the_cart_the_others_are_saved_and_the_owner_is_told(self):
        first = self._make_draft(self.customer, [(self.shirt, 1)])
        second = self._make_draft(self.customer, [(self.shirt, 2), (self.mug, 1)])
        self._run(limit=1)
        cart = self.env["sale.order"]._cart_find(self.customer, self.company)
        self.assertEqual(cart, second)
        self.assertEqual(self._content(cart), {self.shirt: 2, self.mug: 1})
        self.assertEqual(first.cart_state, "saved")
        self.assertEqual(self._content(first), {self.shirt: 1})
        for said in (self.customer.name, first.name, second.name):
            self.assertIn(said, self.backfill.findings)

    def test_earlier_basket_of_a_visitor_stays_a_visitor_cart(self):
        drafts = self._make_draft(self.public_user.partner_id, [(self.mug, 1)])
        drafts |= self._make_draft(self.public_user.partner_id, [(self.mug, 1)])
        self._run()
        self.assertEqual(set(drafts.mapped("cart_state")), {"guest"})

    def test_quotations_of_the_staff_are_left_alone(self):
        quotation = self._make_draft(self.customer, [(self.mug, 1)], website_id=False)
        self._run()
        self.assertFalse(quotation.is_cart)

    def test_earlier_orders_take_the_channel_of_their_website(self):
        order = self._make_draft(self.customer)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET channel_id = NULL WHERE id = %s", [order.id]
        )
        order.invalidate_recordset()
        backfill = self.env["commerce.backfill"].search([("code", "=", "web_channel")])
        backfill.write({"state": "todo", "last_id": order.id - 1})
        backfill._run_batch()
        self.assertEqual(order.channel_id, self.web)
