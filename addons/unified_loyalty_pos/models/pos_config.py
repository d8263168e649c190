# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .sale_order import QUOTE

MOVEMENTS = 3


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _unified_customer_summary(self, partner):
        # sudo: named fields of the customer who stands at the till
        account = partner.sudo()._get_loyalty_account(self.company_id, MOVEMENTS)
        return {
            **super()._unified_customer_summary(partner),
            "loyalty": bool(account["cards"]) and account,
        }

    def unified_cart_rewards(self, cart_id, quantities):
        """Return the rewards of a cart for the articles that are taken now.

        :param cart_id: cart that this till holds
        :param quantities: {line of the cart: quantity on the ticket, in the unit of
            the product}
        :return: {reward line of the cart: {qty, price_unit, discount} or False when
            the reward is not due}; empty when the cart is no longer here
        :raise AccessError: not the staff of this till
        """
        self._check_till()
        cart = self._get_carts([cart_id])
        holder = self._get_cart_holder()
        if (
            not cart._cart_live()
            or cart._cart_current_holder() is False
            or cart._cart_is_held_by_other(holder)
        ):
            return {}
        taken = {int(line): float(quantity) for line, quantity in quantities.items()}
        return self._quote_rewards(cart, holder, taken)

    def _quote_rewards(self, cart, holder, taken):
        """Take the articles for good, look at the rewards, and undo it all."""
        rewards = cart._get_reward_lines()
        quantities = {line.id: line.product_uom_qty for line in rewards}
        for line in cart._cart_items():
            sold = line.product_id.uom_id._compute_quantity(
                taken.get(line.id, 0.0), line.product_uom_id, round=False
            )
            if sold > 0:
                quantities[line.id] = min(sold, line.product_uom_qty)
        savepoint = self.env.cr.savepoint()
        try:
            order, _mapping = cart.with_context(**{QUOTE: True})._cart_take(
                quantities, holder, self.channel_id, self._get_place()
            )
            order._update_programs_and_rewards()
            due = order._get_reward_lines()
            quote = {
                line_id: line_id in due.ids and self._prepare_quote(due.browse(line_id))
                for line_id in rewards.ids
            }
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)
        return quote

    def _prepare_quote(self, line):
        values = line._prepare_till_line()
        return {name: values[name] for name in ("qty", "price_unit", "discount")}
