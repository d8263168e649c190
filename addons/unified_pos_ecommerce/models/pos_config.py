# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosConfig(models.Model):
    """The cart of a customer of several websites, at a till of their company."""

    _inherit = "pos.config"

    def _get_till_cart(self, partner):
        cart = super()._get_till_cart(partner)
        return self._gather_cart(cart, partner.sudo())  # sudo: as the cart above

    def _get_keyed_cart(self, cart_key):
        cart = super()._get_keyed_cart(cart_key)
        return self._gather_cart(cart, cart.partner_id)

    def _gather_cart(self, cart, partner):
        """Put in the cart what the website it is on does not sell, and a till does.

        Left as it is while somebody edits it: the next look gathers it.

        :return: the cart, begun when all that the customer chose was kept aside
        """
        if cart and (cart.cart_state != "open" or cart._cart_current_holder()):
            return cart
        kept = cart._cart_find_kept(partner, self.company_id)
        aside = kept._cart_of_state("aside")
        lines = aside.order_line.filtered(
            lambda line: all(self._sells_line(part) for part in line._cart_family())
        )
        if not lines:
            return cart
        cart = cart or cart._cart_get_or_create(
            partner, self.company_id, aside[:1].channel_id
        )
        aside._cart_put_back(cart, lines)
        cart.cart_gathered = True
        return cart

    def _sells_line(self, line):
        """A part of a combination is sold with it."""
        product = line.product_id
        return (
            product.active
            and product.sale_ok
            and (product.available_in_pos or bool(line.combo_item_id))
        )
