# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import UnifiedCommerceCommon


@tagged("post_install", "-at_install")
class TestPartnerMerge(UnifiedCommerceCommon):
    def _merge(self, partners, target):
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, target)

    def test_carts_of_one_person_become_one(self):
        cart = self._make_cart(lines=[(self.mug, 1)])
        self._make_cart(self.other_customer, lines=[(self.mug, 1), (self.shirt, 2)])
        self._merge(self.customer | self.other_customer, self.customer)
        self.assertEqual(
            self.env["sale.order"]._cart_find(self.customer, self.company), cart
        )
        self.assertEqual(self._content(cart), {self.mug: 2, self.shirt: 2})
        self.assertFalse(self.other_customer.exists())

    def test_cart_follows_the_file_that_is_kept(self):
        cart = self._make_cart(self.other_customer, lines=[(self.mug, 1)])
        self._merge(self.customer | self.other_customer, self.customer)
        self.assertEqual((cart.partner_id, cart.cart_state), (self.customer, "open"))

    def test_target_chosen_by_odoo_keeps_all_lines(self):
        self._make_cart(lines=[(self.mug, 1)])
        self._make_cart(self.other_customer, lines=[(self.shirt, 1)])
        self._merge(self.customer | self.other_customer, None)
        kept = (self.customer | self.other_customer).exists()
        cart = self.env["sale.order"]._cart_find(kept, self.company)
        self.assertEqual(self._content(cart), {self.mug: 1, self.shirt: 1})
