# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    def _get_early_price(self, order):
        """Return the price to show before the address is known, None when unknown.

        Only methods priced here and now: a carrier's service wants the full
        address, and a pick-up point has to be chosen.
        """
        self.ensure_one()
        if self.delivery_type not in self._get_early_price_types():
            return None
        rate = self.rate_shipment(order)
        return rate["price"] if rate["success"] else None

    def _get_early_price_types(self):
        """Hook: delivery types whose price needs the country only."""
        return ("fixed", "base_on_rule")
