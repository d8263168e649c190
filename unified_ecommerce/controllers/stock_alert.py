# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import BadRequest, NotFound

from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import Controller, request, route
from odoo.tools import consteq, email_normalize

from odoo.addons.website_sale_stock.controllers.main import WebsiteSaleStock

ALERTS_PER_HOUR = 20


def may_ask():
    """Say whether this address of the network has not asked too often."""
    # sudo: counting tries needs no right
    limiter = request.env["commerce.rate.limit"].sudo()
    return limiter._hit(
        "stock_alert", request.httprequest.remote_addr, ALERTS_PER_HOUR, 3600
    )


def find_product(product_id):
    """Return an article that the visitor may see, or none."""
    if not str(product_id).isdecimal() or not request.website.has_ecommerce_access():
        return request.env["product.product"]
    return request.env["product.product"].search(
        Domain("id", "=", int(product_id))
        & Domain("is_storable", "=", True)
        & Domain(request.website.sale_product_domain())
    )


class StockNotification(WebsiteSaleStock):
    @route()
    def add_stock_email_notification(self, email, product_id):
        """Check what core takes as it comes; the alert follows what core writes."""
        address = email_normalize(email) if isinstance(email, str) else False
        if not address or not find_product(product_id):
            raise BadRequest(request.env._("Invalid Email"))
        if not may_ask():
            raise BadRequest(
                request.env._("Too many alerts were asked for: try again later.")
            )
        return super().add_stock_email_notification(address, int(product_id))


class StockAlert(Controller):
    @route(
        "/shop/stock_alert/store",
        type="jsonrpc",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def store_alert(self, product_id, store_id=None):
        """Let the customer who is signed in wait for a store; return what to show.

        :param store_id: channel of the store; none: only show the stores of an article
        :return: {"html": the stores that can be waited for}
        """
        product, customer = find_product(product_id), self._get_customer()
        problem = product and store_id and self._wait_for(product, customer, store_id)
        html = request.env["ir.ui.view"]._render_template(
            "unified_ecommerce.store_alert",
            {
                # sudo: a visitor sees what is sold out, never the stock itself
                "stores": request.website._get_stores_to_wait_for(
                    product.sudo(), customer
                )
                if product
                else [],
                "problem": problem,
            },
        )
        return {"html": html}

    def _get_customer(self):
        return request.website._get_cart_customer()

    def _wait_for(self, product, customer, store_id):
        """Ask for the customer; return what hinders it, in words."""
        store = request.website._get_stores().filtered(lambda one: one.id == store_id)
        if not store or not customer:
            return request.env._("This store cannot be waited for.")
        if not may_ask():
            return request.env._("Too many alerts were asked for: try again later.")
        try:
            request.env["commerce.stock.alert"]._ask(
                customer,
                product,
                request.website.channel_id,
                store.warehouse_id,
                lang=request.env.lang,
            )
        except UserError as error:
            return str(error)
        return None

    # The link in the mail -------------------------------------------------------

    @route(
        "/shop/stock_alert/<int:alert_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def stop(self, alert_id, token, **post):
        """Show what an address still waits for, and stop it when the button is used.

        A robot that reads mails opens the link: opening it changes nothing.
        """
        # sudo: the token stands for the right to see the alerts of one address
        alerts = request.env["commerce.stock.alert"].sudo()
        # bytes: a token that is no ASCII is wrong, not an error
        expected = alerts._get_stop_token(alert_id)
        if not consteq(expected.encode(), token.encode()):
            raise NotFound()
        alert = alerts.browse(alert_id).exists()
        waiting = alert and alert._get_all_of_address()
        stopped = request.httprequest.method == "POST"
        if stopped and waiting:
            waiting._close("cancelled", "customer")
        response = request.render(
            "unified_ecommerce.stop_stock_alerts",
            {"waiting": waiting, "stopped": stopped},
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
