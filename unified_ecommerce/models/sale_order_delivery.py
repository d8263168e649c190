# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import models


class DeliveryChoice(NamedTuple):
    """A way of delivery as the address page shows it; no price: chosen later on."""

    carrier: models.BaseModel
    price: float | None


class SaleOrder(models.Model):
    """Delivery chosen on the address page, before the address is known."""

    _inherit = "sale.order"

    def _get_delivery_choices(self):
        """Return the ways of delivery to show a guest, in the shop's own country.

        Prices that depend on the address are settled on the delivery
        page: ``_choose_delivery`` refuses a price that turns out different.
        """
        self.ensure_one()
        if not self._has_deliverable_products():
            return []
        order = self._get_order_for_country(self.company_id.country_id)
        # sudo: delivery methods are set up by staff, and shown published ones only
        carriers = (
            self.env["delivery.carrier"]
            .sudo()
            .search(
                [
                    ("website_published", "=", True),
                    *self.env["delivery.carrier"]._check_company_domain(
                        self.company_id
                    ),
                ]
            )
        )
        return [
            DeliveryChoice(carrier, carrier._get_early_price(order))
            for carrier in carriers
            if carrier._is_available_for_order(order)
        ]

    def _get_order_for_country(self, country):
        """Return a copy in memory of the cart, as if it were sent to a country."""
        partner = self.env["res.partner"].new({"country_id": country.id})
        return self.new({"partner_shipping_id": partner}, origin=self)

    def _choose_delivery(self, carrier_id, shown):
        """Apply the delivery a guest chose, unless it is not what was shown.

        :param carrier_id: id of the method, as sent by the form
        :param shown: the choices that the address page offered
        :return: whether the delivery is settled
        """
        self.ensure_one()
        choice = next((c for c in shown if str(c.carrier.id) == str(carrier_id)), None)
        if not choice or choice.price is None:
            return False
        if choice.carrier not in self._get_delivery_methods():
            return False
        rate = choice.carrier.rate_shipment(self)
        if not rate["success"] or self.currency_id.compare_amounts(
            rate["price"], choice.price
        ):
            return False
        self._set_delivery_method(choice.carrier, rate=rate)
        return True
