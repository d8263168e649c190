# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestProgramChannels(LoyaltyTillCommon):
    def test_programme_of_one_till_is_not_for_all_channels(self):
        self.assertTrue(self.points.all_channels)
        self.points.pos_config_ids = self.till_1
        self.assertFalse(self.points.all_channels)
        self.points.all_channels = True
        self.assertFalse(self.points.pos_config_ids)

    def test_programme_that_tills_ignore_is_opened_by_the_switch(self):
        self.points.pos_ok = False
        self.assertFalse(self.points.all_channels)
        self.points.all_channels = True
        self.assertTrue(self.points.pos_ok)
