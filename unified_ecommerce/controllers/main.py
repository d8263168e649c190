# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.unified_commerce_base.exceptions import HoldBusyError
from odoo.addons.website_sale.controllers.main import WebsiteSale as CoreWebsiteSale

STOCK_ASKED_AT_ONCE = 40
STOCK_CALLS_PER_MINUTE = 60


class WebsiteSale(CoreWebsiteSale):
    # Checkout -------------------------------------------------------------------

    def _check_cart(self, order_sudo):
        if redirection := super()._check_cart(order_sudo):
            return redirection
        if order_sudo._is_held_elsewhere():
            return request.redirect("/shop/cart")
        order_sudo._cart_move_to_website(request.website)
        order_sudo._cart_put_ended_aside()
        if order_sudo._refresh_prices():
            # the cart says what changed
            return request.redirect("/shop/cart")
        try:
            short = order_sudo._hold_for_shopper("checkout")
        except HoldBusyError as busy:
            short, order_sudo.shop_warning = True, str(busy)
        # the cart says what cannot be had
        return request.redirect("/shop/cart") if short else None

    # Address and delivery on one screen -----------------------------------------

    def _get_default_country(self, order_sudo=False, **kwargs):
        """Propose the shop's own country when nothing tells the visitor's."""
        country = super()._get_default_country(order_sudo=order_sudo, **kwargs)
        return country or request.website.company_id.country_id

    def _prepare_address_form_values(
        self, *args, callback="", order_sudo=False, **kwargs
    ):
        values = super()._prepare_address_form_values(
            *args, callback=callback, order_sudo=order_sudo, **kwargs
        )
        if order_sudo and order_sudo._is_anonymous_cart():
            values["delivery_choices"] = order_sudo._get_delivery_choices()
        return values

    @route()
    def shop_address_submit(self, *args, delivery_choice=None, **form_data):
        """Take the way of delivery with the address, so that a guest goes on to pay.

        :param delivery_choice: id of the delivery method chosen on the address page
        """
        order_sudo = request.cart
        choice = order_sudo and order_sudo._is_anonymous_cart() and delivery_choice
        shown = choice and order_sudo._get_delivery_choices()
        response = super().shop_address_submit(*args, **form_data)
        if not choice:
            return response
        result = json.loads(response.get_data(as_text=True))
        if (
            result.get("redirectUrl")
            and not form_data.get("callback")
            and order_sudo._choose_delivery(choice, shown)
        ):
            request.session["sale_last_order_id"] = order_sudo.id
            result["redirectUrl"] = self._get_step_after_delivery()
        return json.dumps(result)

    def _get_step_after_delivery(self):
        website = request.website
        step = website._get_checkout_step("/shop/checkout")
        following = step._get_next_checkout_step(website._get_allowed_steps_domain())
        return following.step_href or "/shop/payment"

    # Stock of the stores --------------------------------------------------------

    @route(
        "/shop/store_stock",
        type="jsonrpc",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def store_stock(self, product_ids):
        """Return the stock of each store for products on the shopper's screen.

        The shopper's own position is never asked for: their browser has what it
        needs to say how far each store is.

        :return: {"stock": {product id: [{"store", "quantity", "label", "state"}]}},
            with "latitude" and "longitude" where they are known, or
            {"retry_after": seconds} when asked too often
        """
        website = request.website
        if not website.has_ecommerce_access() or not isinstance(product_ids, list):
            return {"stock": {}}
        # sudo: counting tries needs no right
        allowed = (
            request.env["commerce.rate.limit"]
            .sudo()
            ._hit(
                "store_stock",
                request.httprequest.remote_addr,
                STOCK_CALLS_PER_MINUTE,
                60,
            )
        )
        if not allowed:
            return {"retry_after": 60}
        ids = [value for value in product_ids if isinstance(value, int)]
        products = request.env["product.product"].search(
            Domain("id", "in", ids[:STOCK_ASKED_AT_ONCE])
            & Domain(website.sale_product_domain())
        )
        # sudo: a visitor sees quantities of published products, never the stock itself
        return {"stock": website._get_store_stock(products.sudo())}
