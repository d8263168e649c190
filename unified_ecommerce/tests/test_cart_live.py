# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo.tests import tagged

from odoo.addons.bus.tests.common import WebsocketCase

from .common import UnifiedShopHttpCommon


@tagged("post_install", "-at_install")
class TestCartLive(UnifiedShopHttpCommon, WebsocketCase):
    def _listen(self, login):
        session = self.authenticate(login, login)
        socket = self.websocket_connect(cookie=f"session_id={session.sid};")
        self.subscribe(socket, [], self.env["bus.bus"]._bus_last_id())
        return socket

    def _messages(self, socket, partner):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.trigger_notification_dispatching([partner])
        return [
            item["message"]["payload"]
            for item in json.loads(socket.recv())
            if item["message"]["type"] == "unified_commerce.cart"
        ]

    def test_open_browser_hears_of_a_change_and_of_who_holds_the_cart(self):
        cart = self._make_web_cart(lines=[(self.shirt, 1)])
        self.env.cr.precommit.run()
        socket = self._listen("camille")
        cart.order_line.product_uom_qty = 3
        message = self._messages(socket, self.customer)[-1]
        self.assertEqual(message["quantity"], 3)
        self.assertEqual(message["version"], cart.cart_version)
        self.assertFalse(message["held_by"])
        cart._cart_acquire(self.till)
        message = self._messages(socket, self.customer)[-1]
        self.assertEqual(message["held_by"]["name"], "Lyon – Caisse 1")
