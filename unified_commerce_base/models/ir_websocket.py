# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re

from odoo import models

CART_CHANNEL = re.compile(r"unified_commerce\.cart_(\d{1,9})")


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let who may read a cart in the back office follow it live."""
        channels = list(channels)
        asked = [
            int(found[1])
            for channel in channels
            if isinstance(channel, str) and (found := CART_CHANNEL.fullmatch(channel))
        ]
        if asked and self.env.user._is_internal():
            carts = self.env["sale.order"].browse(asked).exists()
            channels += carts._filtered_access("read").filtered("is_cart")
        return super()._build_bus_channel_list(channels)
