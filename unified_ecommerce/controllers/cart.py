# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound
from werkzeug.urls import url_encode

from odoo import fields
from odoo.http import request, route
from odoo.tools import consteq

from odoo.addons.payment import utils as payment_utils
from odoo.addons.unified_commerce_base.exceptions import (
    CartHeldError,
    CartVersionError,
)
from odoo.addons.website_sale.controllers.cart import Cart as WebsiteSaleCart

from ..models.sale_order_line import KEEP_ENDED


class Cart(WebsiteSaleCart):
    @route()
    def cart(self, id=None, access_token=None, revive_method="", **post):
        if id and access_token:
            if redirection := self._recover_cart(id, access_token):
                return redirection
        values = {
            "id": id,
            "access_token": access_token,
            "revive_method": revive_method,
            **post,
        }
        cart = request.cart
        if cart._is_held_elsewhere():
            # core's page alone: what other modules recompute here would be a change
            request.cart = cart.with_context(**{KEEP_ENDED: True})
            return WebsiteSaleCart.cart(self, **values)
        if cart:
            cart._cart_release_browser()
            cart._cart_move_to_website(request.website)
            cart._refresh_prices()
        if request.website._get_cart_customer():
            request.cart = request.website._settle_kept_carts(cart)
        return super().cart(**values)

    def _recover_cart(self, cart_id, access_token):
        """Open a cart from the link of a mail, one cart per customer all the same.

        :return: where to go, None to let core ask a visitor what to do
        """
        # sudo: the token stands for the right to see this one order
        order = request.env["sale.order"].sudo()
        if str(cart_id).isdecimal():
            order = order.browse(int(cart_id)).exists()
        if (
            not order
            or not order.access_token
            # as bytes: a link may hold anything
            or not consteq(order.access_token.encode(), access_token.encode())
        ):
            raise NotFound()
        website = request.website
        customer = website._get_cart_customer()
        has_account = order._is_of_identified_customer()
        if customer and has_account and order.partner_id != customer:
            raise NotFound()
        if order.state != "draft":
            return None
        if not customer:
            login = "/web/login?" + url_encode({"redirect": "/shop/cart"})
            return request.redirect(login) if has_account else None
        if not order.website_id:
            return request.redirect(order.get_portal_url())
        if website._may_bring_cart(order, customer):
            website._identify_cart(order, customer)
        # a cart that has become a saved list since is shown among them
        anchor = "#saved_carts" if order.cart_state == "saved" else ""
        return request.redirect("/shop/cart" + anchor)

    @route()
    def add_to_cart(self, *args, **kwargs):
        self._resolve_cart()
        try:
            with request.env.cr.savepoint():
                self._open_for_change()
                return super().add_to_cart(*args, **kwargs)
        except (CartHeldError, CartVersionError) as refusal:
            return self._prepare_refused_add(refusal)

    @route()
    def quick_add(self, *args, **kwargs):
        values = super().quick_add(*args, **kwargs)
        return {**values, **self._prepare_cart_state()}

    @route()
    def update_cart(self, line_id, quantity, product_id=None, **kwargs):
        self._resolve_cart()
        try:
            with request.env.cr.savepoint():
                self._open_for_change()
                values = super().update_cart(
                    line_id, quantity, product_id=product_id, **kwargs
                )
        except (CartHeldError, CartVersionError) as refusal:
            values = {
                **self._prepare_cart_fragments(),
                "warning": str(refusal),
                "refused": True,
            }
        return {**values, **self._prepare_cart_state()}

    @route()
    def cart_quantity(self):
        if not request.website.is_public_user():
            # another device may have changed it since this session counted
            return request.cart.cart_quantity
        return super().cart_quantity()

    @route(
        "/shop/cart/live",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def live_cart(self, version=None, lines=False):
        """Return the cart as it is now, rendered, for a page that shows it.

        :param version: the version on the page, to answer shortly when it is current
        :param lines: whether the page shows the lines
        """
        if not request.website.has_ecommerce_access():
            return {}
        values = self._prepare_cart_state()
        if lines and version != values["cart_version"]:
            values.update(self._prepare_cart_fragments())
            # rendering clears the warnings it shows
            values.update(self._prepare_cart_state())
        return values

    def _resolve_cart(self):
        """Find the cart, and join to it what was put in the basket before signing in.

        Outside of what a refusal rolls back: the session has let go of that basket.
        """
        return bool(request.cart)

    def _open_for_change(self):
        if cart := request.cart:
            cart._cart_check_editable()
            cart._cart_move_to_website(request.website)

    def _prepare_refused_add(self, refusal):
        return {
            "cart_quantity": request.cart.cart_quantity,
            "notification_info": {"warning": str(refusal)},
            "quantity": 0,
            "tracking_info": [],
        }

    def _prepare_cart_state(self):
        """Return what a page needs to know of the cart, whatever it shows."""
        cart = request.cart
        held = cart._is_held_elsewhere()
        return {
            "cart_id": cart.id,
            "cart_version": cart.cart_version,
            "cart_quantity": cart.cart_quantity,
            "cart_ready": cart._is_cart_ready(),
            "held_until": held and fields.Datetime.to_string(cart.cart_holder_until),
            "unified_ecommerce.cart_banner": request.env["ir.ui.view"]._render_template(
                "unified_ecommerce.cart_banner", {"website_sale_order": cart}
            ),
        }

    def _prepare_cart_fragments(self):
        """Render the parts of the cart page that follow the cart."""
        cart = request.cart
        render = request.env["ir.ui.view"]._render_template
        values = {
            "website_sale_order": cart,
            "date": fields.Date.today(),
            "suggested_products": cart._cart_accessories(),
        }
        return {
            "amount": cart.amount_total,
            "minor_amount": payment_utils.to_minor_currency_units(
                cart.amount_total, cart.currency_id
            )
            if cart
            else 0,
            "website_sale.cart_lines": render("website_sale.cart_lines", values),
            "website_sale.total": render("website_sale.total", values),
            "website_sale.shorter_cart_summary": render(
                "website_sale.shorter_cart_summary",
                {
                    **values,
                    "show_shorter_cart_summary": True,
                    **(self._get_express_shop_payment_values(cart) if cart else {}),
                    **request.website._get_checkout_step_values(),
                },
            ),
            "website_sale.quick_reorder_history": render(
                "website_sale.quick_reorder_history",
                {"website_sale_order": cart, **self._prepare_order_history()},
            ),
        }
