# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command


class LoyaltyShopMixin:
    """A shopper with a card of points, a web shop and a store."""

    @classmethod
    def _set_up_shop(cls):
        cls.env["loyalty.program"].search([]).active = False
        cls.website = cls.env["website"].search([], limit=1)
        cls.company = cls.website.company_id
        cls.web = cls.website.channel_id
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.store = cls.env["commerce.channel"]._get_for_place(cls.warehouse)
        cls.points = cls._create_program(
            "Points", program_type="loyalty", applies_on="both", portal_visible=True
        )
        cls.lamp = cls.env["product.product"].create(
            {
                "name": "Lampe",
                "list_price": 100.0,
                "is_published": True,
                "taxes_id": [Command.clear()],
            }
        )

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
                            "discount": 10,
                            "discount_applicability": "order",
                            "required_points": 200,
                            **(reward or {}),
                        }
                    ),
                ],
                **values,
            }
        )

    def _card(self, points=0):
        return self.env["loyalty.card"].create(
            {
                "program_id": self.points.id,
                "partner_id": self.shopper.partner_id.id,
                "points": points,
            }
        )

    def _order(self, channel, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shopper.partner_id.id,
                "channel_id": channel.id,
                "order_line": [Command.create({"product_id": self.lamp.id})],
                **values,
            }
        )
        order.action_confirm()
        return order
