# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import Form, tagged

from .common import LoyaltyCase


@tagged("post_install", "-at_install")
class TestProgramChannels(LoyaltyCase):
    def test_new_programme_is_valid_on_all_channels(self):
        self.assertTrue(self.points.all_channels)

    def test_programme_limited_to_a_channel_says_so(self):
        self.points.sale_ok = False
        self.assertFalse(self.points.all_channels)

    def test_one_switch_opens_all_channels(self):
        self.points.sale_ok = False
        with Form(self.points) as form:
            form.all_channels = True
        self.assertTrue(self.points.sale_ok)

    def test_switching_off_changes_nothing_by_itself(self):
        self.points.all_channels = False
        self.assertTrue(self.points.sale_ok)
