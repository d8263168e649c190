# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

NAMED_REWARDS = "unified_loyalty_pos_named_rewards"
QUOTE = "unified_loyalty_pos_quote"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _should_rewards_follow(self):
        # a ticket names what was sold: a reward taken off it stays the customer's
        return super()._should_rewards_follow() and not self.env.context.get(
            NAMED_REWARDS
        )

    def _prepare_taken_order_values(self, channel, warehouse):
        values = super()._prepare_taken_order_values(channel, warehouse)
        if self.env.context.get(QUOTE):
            # the order is undone at once: it must not use up a number
            values["name"] = QUOTE
        return values
