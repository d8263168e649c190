# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request, route

from .cart import Cart


class CartAsk(Cart):
    @route(
        "/shop/cart/ask",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def ask_for_cart(self):
        """Ask who has the customer's cart, a till or an adviser, to give it back.

        A shopper asks and never takes over.

        :return: {status: asked | free | busy, message, seconds} and the cart's state
        """
        cart = request.cart
        if not cart:
            return {"status": "free", "message": ""}
        holder = request.website._get_browser_holder()
        # sudo: customers may read their own name
        asker = holder._replace(name=request.env.user.sudo().partner_id.name)
        answer = cart._cart_ask(asker)
        return {**answer, **self._prepare_cart_state()}
