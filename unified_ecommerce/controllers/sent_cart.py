# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.urls import url_encode

from odoo.http import Controller, request, route

OPENED_PER_MINUTE = 30
STATUS = {"wrong": 404, "busy": 429, "gone": 410}


class SentCart(Controller):
    """The link that a store sends: the cart of this browser, ready to be paid."""

    @route(
        "/cart/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def sent_cart(self, token, **post):
        """Show what was sent, and make it this browser's cart when the button is used.

        A robot that reads mails opens the link: opening it changes nothing.
        """
        website = request.website
        customer = website._get_cart_customer()
        if self._may_open():
            # sudo: the token stands for the right to this one cart
            orders = request.env["sale.order"].sudo()
            cart = orders._cart_read_token(token)._get_sent_target()
            cart = website._with_own_lease(cart)
            state = cart._get_link_state(customer)
        else:
            cart, state = request.env["sale.order"], "busy"
        if state == "ready" and request.httprequest.method == "POST":
            return self._open(cart, customer)
        login = "/web/login?" + url_encode({"redirect": f"/cart/{token}"})
        response = request.render(
            "unified_ecommerce.sent_cart",
            {"cart": cart, "state": state, "login_url": login},
            status=STATUS.get(state, 200),
        )
        # the address is the key: it goes to nobody else
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _may_open(self):
        # sudo: counting tries needs no right
        limiter = request.env["commerce.rate.limit"].sudo()
        return limiter._hit(
            "cart_link", request.httprequest.remote_addr, OPENED_PER_MINUTE, 60
        )

    def _open(self, cart, customer):
        """Make the cart this browser's, with what was in the basket here."""
        website = request.website
        if customer:
            if cart.partner_id != customer:
                cart = website._identify_cart(cart, customer)
        else:
            own = request.cart
            if own != cart and not cart._is_of_nobody():
                # the address somebody typed on another device is theirs, and
                # nobody pays for an address they did not type
                cart.access_token = False
                cart._update_address(
                    website.user_id.partner_id.id,
                    ["partner_id", "partner_invoice_id", "partner_shipping_id"],
                )
            if own and own != cart and website._may_bring_cart(own, own.partner_id):
                own._cart_merge_into(cart)
            website._remember_cart(cart)
            request.cart = cart
        cart._cart_move_to_website(website)
        cart._cart_mark_opened()
        if cart._refresh_prices():
            return request.redirect("/shop/cart")
        return request.redirect("/shop/checkout?try_skip_step=true")
