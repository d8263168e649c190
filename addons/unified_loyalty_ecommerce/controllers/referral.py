# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.http import request

from ..models.website import REFERRAL

OPENED_PER_MINUTE = 20
CODE_SIZE = 16


class Referral(http.Controller):
    @http.route(
        "/shop/invite/<string:code>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def referral(self, code):
        """Remember the code that a customer passed on, and open the shop.

        A wrong code opens the shop, too: nothing is told about codes.
        """
        # sudo: counting tries needs no right
        limiter = request.env["commerce.rate.limit"].sudo()
        address = request.httprequest.remote_addr
        if limiter._hit("referral", address, OPENED_PER_MINUTE, 60):
            request.session[REFERRAL] = code[:CODE_SIZE]
            if request.cart:
                request.cart._set_referral(code[:CODE_SIZE])
        return request.redirect("/shop")
