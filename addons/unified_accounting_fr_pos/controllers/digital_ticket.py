# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from werkzeug.exceptions import NotFound, TooManyRequests

from odoo.http import Controller, request, route
from odoo.tools import consteq

OPENED_PER_MINUTE = 60


class DigitalTicket(Controller):
    @route(
        "/pos/sealed_ticket/<int:order_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def digital_ticket(self, order_id, token):
        """Show what is sealed of a ticket to who scanned its code at the till.

        Nothing in it names the customer. A wrong link is not told from a ticket that
        does not exist.
        """
        address = request.httprequest.remote_addr
        limiter = request.env["commerce.rate.limit"]
        if not limiter._hit("digital_ticket", address, OPENED_PER_MINUTE, 60):
            raise TooManyRequests
        # sudo: who has the link sees this ticket, and nothing else
        order = request.env["pos.order"].sudo().browse(order_id).exists()
        # compared in constant time, and compared for an order that does not exist
        if not consteq(order.access_token or "no ticket", token) or not order:
            raise NotFound
        values = order._prepare_digital_ticket()
        if not values:
            raise NotFound
        template = "unified_accounting_fr_pos.digital_ticket"
        language = order.company_id.partner_id.lang or request.env.lang
        page = request.env["ir.qweb"].with_context(lang=language)
        response = request.make_response(page._render(template, values))
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response
