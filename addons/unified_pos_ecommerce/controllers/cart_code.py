# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import Controller, request, route

CODES_PER_HOUR = 300


class CartCode(Controller):
    @route(
        "/shop/cart/code",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def cart_code(self):
        """Return the code of the cart of this browser, rendered, to finish in a store.

        :return: {"html", "channel": on which a visitor hears of the cart, "seconds":
            how long the code lasts}, {} without a cart, {"message"} when it was asked
            for too often
        """
        cart = request.cart
        if not cart or not cart._may_finish_in_store():
            return {}
        if not self._may_ask():
            return {
                "message": request.env._(
                    "Too many codes were asked for from this network. Try again in an "
                    "hour, or give your name in the store."
                )
            }
        code = cart._cart_get_code()
        values = cart._prepare_cart_code()
        return {
            "html": request.env["ir.ui.view"]._render_template(
                "unified_pos_ecommerce.cart_code", {"code": code, **values}
            ),
            "channel": cart.cart_state == "guest" and cart._cart_get_bus_channel(),
            "seconds": values["seconds"],
        }

    @route(
        "/cart/store/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def cart_for_till(self, token):
        """The QR of a cart is for a till: a phone that reads it sees its own cart."""
        response = request.redirect("/shop/cart")
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _may_ask(self):
        # sudo: counting tries needs no right
        limiter = request.env["commerce.rate.limit"].sudo()
        address = request.httprequest.remote_addr
        return limiter._hit("cart_code_shown", address, CODES_PER_HOUR, 3600)
