# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from odoo.addons.unified_pos.tests.common import TillCommon


class LoyaltyTillCommon(TillCommon):
    """The till of Lyon with a programme of points: one point per euro."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).active = False
        cls.points = cls._create_program(
            "Points", program_type="loyalty", applies_on="both", portal_visible=True
        )
        cls.reward = cls.points.reward_ids

    @classmethod
    def _create_program(cls, name, rule=None, reward=None, **values):
        return cls.env["loyalty.program"].create(
            {
                "name": name,
                "trigger": "auto",
                "rule_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_point_mode": "money",
                            "reward_point_amount": 1,
                            "minimum_qty": 0,
                            **(rule or {}),
                        }
                    ),
                ],
                "reward_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount_mode": "per_order",
                            "discount": 5,
                            "discount_applicability": "order",
                            "required_points": 100,
                            **(reward or {}),
                        }
                    ),
                ],
                **values,
            }
        )

    @classmethod
    def _promotion(cls, percent):
        return cls._create_program(
            "Remise",
            rule={"reward_point_mode": "order"},
            reward={
                "discount_mode": "percent",
                "discount": percent,
                "required_points": 1,
            },
            program_type="promotion",
            applies_on="current",
        )

    def _card(self, points=0):
        return self.env["loyalty.card"].create(
            {
                "program_id": self.points.id,
                "partner_id": self.customer.id,
                "points": points,
            }
        )

    def _cards(self):
        return self.env["loyalty.card"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("program_id", "=", self.points.id),
            ]
        )

    def _balance(self):
        return sum(self._cards().mapped("points"))

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
