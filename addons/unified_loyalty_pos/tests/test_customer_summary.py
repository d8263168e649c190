# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import LoyaltyTillCommon


@tagged("post_install", "-at_install")
class TestCustomerSummary(LoyaltyTillCommon):
    def _summary(self, partner=None):
        partner = partner or self.customer
        return self._till().unified_customer_summary(partner.id)["loyalty"]

    def test_chip_shows_points_and_what_they_are_worth(self):
        self._card(120)
        loyalty = self._summary()
        self.assertEqual(loyalty["points"], 120)
        self.assertEqual(loyalty["points_display"], "120 Points")
        self.assertEqual(loyalty["value"], 5)

    def test_chip_says_what_comes_next(self):
        self._card(60)
        self.assertEqual(self._summary()["cards"][0]["next_reward"]["missing"], 40)

    def test_customer_without_card_shows_no_points(self):
        self.assertFalse(self._summary(self.other_customer))

    def test_points_are_up_on_the_next_look(self):
        self._card()
        self._take()
        order = self._send(self._cart_ticket([self._line(self.pen)]))
        self._confirm(order, 3)
        loyalty = self._summary()
        self.assertEqual(loyalty["points"], 53)
        self.assertEqual([one["points"] for one in loyalty["movements"]], [3, 50])

    def test_chip_is_for_till_staff_only(self):
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            self._till(user=stranger).unified_customer_summary(self.customer.id)
