# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, tagged

from .common import LoyaltyShopMixin


@tagged("post_install", "-at_install")
class TestProgramChannels(LoyaltyShopMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_shop()

    def test_programme_of_one_website_is_not_for_all_channels(self):
        self.assertTrue(self.points.all_channels)
        self.points.website_id = self.website
        self.assertFalse(self.points.all_channels)
        self.points.all_channels = True
        self.assertFalse(self.points.website_id)

    def test_programme_that_the_shop_ignores_is_opened_by_the_switch(self):
        self.points.ecommerce_ok = False
        self.points.all_channels = True
        self.assertTrue(self.points.ecommerce_ok)
