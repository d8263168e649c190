# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from uuid import uuid4

from odoo.fields import Command

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

    def _card_of(self, partner, points):
        return self.env["loyalty.card"].create(
            {"program_id": self.points.id, "partner_id": partner.id, "points": points}
        )

    def _moved(self, order):
        return self.env["loyalty.movement"]._of(order)

    def _kinds(self, card):
        return [(one.kind, one.points) for one in card.movement_ids.sorted("id")]

    def _won_entry(self, won, card_id=None):
        """Return what the till says that a ticket wins."""
        return {
            "coupon_id": card_id or self._cards()[:1].id,
            "program_id": self.points.id,
            "points": won,
            "line_codes": [],
        }

    def _points_ticket(
        self, *products, won=0, spent=0, card_id=None, taken_off=5.0, **values
    ):
        """Return a ticket with its points, and a reward when some are spent."""
        lines = [
            self._line(*(one if isinstance(one, tuple) else (one, 1)))
            for one in products
        ]
        entry = self._won_entry(won, card_id)
        if spent or "unified_points" in values or taken_off != 5.0:
            lines.append(self._spending_line(entry["coupon_id"], spent, taken_off))
        return self._ticket(lines, **{"unified_points": [entry], **values})

    def _spending_line(self, card_id, spent, taken_off=5.0):
        return self._line(
            self.reward.discount_line_product_id,
            price_unit=-taken_off,
            is_reward_line=True,
            reward_id=self.reward.id,
            reward_identifier_code=uuid4().hex[:6],
            coupon_id=card_id,
            points_cost=spent,
            price_type="manual",
            tax_ids=[Command.set(self.tax.ids)],
        )

    def _sell(self, *products, **terms):
        return self._send(self._points_ticket(*products, **terms))
