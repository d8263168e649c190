# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from odoo.addons.unified_loyalty.tests.common import LoyaltyProgramMixin


class LoyaltyShopMixin(LoyaltyProgramMixin):
    """A shopper with a card of points, a web shop and a store."""

    @classmethod
    def _set_up_shop(cls):
        cls.website = cls.env["website"].search([], limit=1)
        cls.company = cls.website.company_id
        cls.web = cls.website.channel_id
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.store = cls.env["commerce.channel"]._get_for_place(cls.warehouse)
        cls._create_points_program()
        cls.lamp = cls.env["product.product"].create(
            {
                "name": "Lampe",
                "list_price": 100.0,
                "is_published": True,
                "taxes_id": [Command.clear()],
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
