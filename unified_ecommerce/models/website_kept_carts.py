# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.http import request

TO_CHOOSE = "unified_cart_to_choose"


class Website(models.Model):
    """The baskets of a customer beside the open cart, on the screens of the shop."""

    _inherit = "website"

    def _identify_cart(self, visitor_cart, customer):
        cart = super()._identify_cart(visitor_cart, customer)
        if visitor_cart.cart_state == "waiting":
            request.session[TO_CHOOSE] = True
        return cart

    def _get_kept_carts(self, again=False):
        """Return what the customer of this request keeps beside the open cart.

        One statement for a page, however many lists there are.
        """
        self.ensure_one()
        key = "kept_carts"
        if again and request:
            request.__dict__.get("_unified_values", {}).pop(key, None)
        return self._get_request_value(key, self._read_kept_carts)

    def _read_kept_carts(self):
        # sudo: a customer has no right on orders; the domain is their own contact
        orders = self.env["sale.order"].sudo()
        customer = self._get_cart_customer()
        if not customer:
            return orders
        return orders._cart_find_kept(customer, self.company_id, self.channel_id)

    def _settle_kept_carts(self, cart):
        """Put what is kept in order before the cart is shown; return the open cart.

        What ended goes aside, what is sold here comes back, and what waited for a
        choice that is no choice any more becomes the cart.
        """
        self.ensure_one()
        if cart:
            cart._cart_put_ended_aside()
        kept = self._get_kept_carts(again=True)
        waiting, aside = (kept._cart_of_state(state) for state in ("waiting", "aside"))
        joins = waiting and not cart._cart_items()
        sold = aside.order_line._filter_sold_on(self) if aside else aside.order_line
        if joins or sold:
            cart = cart or self._create_cart()
            if joins:
                cart._cart_join(waiting)
            if sold:
                aside._cart_put_back(cart, sold)
            kept = self._get_kept_carts(again=True)
        request.session[TO_CHOOSE] = bool(kept._cart_of_state("waiting"))
        return cart
