# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import Controller, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

ASKED_PER_HOUR = 10


class StoreFile(Controller):
    @route(
        "/my/store_file",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def ask(self, **post):
        """Send the link to the address of the account; say the same to everybody."""
        # sudo: counting tries needs no right
        limiter = request.env["commerce.rate.limit"].sudo()
        address = request.httprequest.remote_addr
        if not limiter._hit("store_file_ip", address, ASKED_PER_HOUR, 3600):
            return self._show("often")
        request.env.user._send_store_file_link()
        return self._show("sent")

    @route(
        "/my/store_file/<string:token>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def confirm(self, token, **post):
        """Show what the link is for, and join the files when the button is used.

        A robot that reads mails opens the link: opening it changes nothing, and nothing
        of the store's file is shown before.
        """
        user = request.env.user
        if request.httprequest.method == "POST":
            return self._show(user._adopt_store_file(token))
        return self._show(user._read_store_file_link(token))

    def _show(self, state):
        response = request.render("unified_ecommerce.store_file", {"state": state})
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


class StoreFilePortal(CustomerPortal):
    def _prepare_portal_layout_values(self):
        values = super()._prepare_portal_layout_values()
        values["address_to_confirm"] = request.env.user._get_address_to_confirm()
        return values
