# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import models

QR_PIXELS = 240


class SaleOrder(models.Model):
    """What the cart page shows so that a till finds the cart."""

    _inherit = "sale.order"

    def _may_finish_in_store(self):
        self.ensure_one()
        website = self.website_id
        live = self._cart_live() and self._cart_items()
        return bool(live and website and website._has_tills())

    def _prepare_cart_code(self):
        """Return until when the code of this cart lasts, and its QR as an image.

        The image holds the token: it is never an address that a server would log.
        """
        self.ensure_one()
        until = self._cart_get_code_until()
        image = self.env["ir.actions.report"].barcode(
            "QR", self._cart_get_url(until, "till"), width=QR_PIXELS, height=QR_PIXELS
        )
        return {
            "until": until,
            "until_text": self._format_shopper_time(until),
            "seconds": max((until - self._cart_now()).total_seconds(), 0),
            "image": "data:image/png;base64," + base64.b64encode(image).decode(),
        }
