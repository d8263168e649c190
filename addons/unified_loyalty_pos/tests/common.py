# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.addons.unified_loyalty.tests.common import LoyaltyProgramMixin
from odoo.addons.unified_pos.tests.common import TillCommon


class LoyaltyTillCommon(LoyaltyProgramMixin, TillCommon):
    """The till of Lyon with a programme of points: one point per euro."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_points_program()
        cls.reward.write({"discount": 5, "required_points": 100})

    def _claim(self, reward):
        self.cart._update_programs_and_rewards()
        for coupon, rewards in self.cart._get_claimable_rewards().items():
            if reward in rewards:
                self.cart._apply_program_reward(reward, coupon)
        return self.cart._get_reward_lines()

    def _confirm(self, order, points, card=None, **values):
        """Send the points of a ticket, as the till does after the ticket."""
        card = card or self._cards()
        order = order.with_user(self.cashier)
        return order.confirm_coupon_programs(
            {
                str(card.id or -1): {
                    "points": points,
                    "program_id": self.points.id,
                    "coupon_id": card.id or -1,
                    "partner_id": self.customer.id,
                    "barcode": False,
                    "appliedRules": self.points.rule_ids.ids,
                    **values,
                }
            }
        )

    def _reward_line(self, line, **values):
        """Return the ticket line of a reward of the cart."""
        price = values.pop("price_unit", line.price_unit)
        return self._line(line.product_id, 1, line, price_unit=price, **values)
