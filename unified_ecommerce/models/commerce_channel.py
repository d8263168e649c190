# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommerceChannel(models.Model):
    """Where a store is, for the shopper's browser, and what a website shows."""

    _inherit = "commerce.channel"

    place_address_id = fields.Many2one(
        related="warehouse_id.partner_id", string="Address of the Place"
    )
    latitude = fields.Float(
        related="place_address_id.partner_latitude",
        readonly=False,
        help="In degrees, north is positive: 45.7640 for Lyon. Shoppers who ask for "
        "the nearest stores see how far this one is. Kept on the address.",
    )
    longitude = fields.Float(
        related="place_address_id.partner_longitude",
        readonly=False,
        help="In degrees, east is positive: 4.8357 for Lyon.",
    )

    @api.constrains("latitude", "longitude")
    def _check_coordinates(self):
        for channel in self:
            if abs(channel.latitude) > 90 or abs(channel.longitude) > 180:
                raise ValidationError(
                    self.env._(
                        "%s is not on Earth: a latitude is between -90 and 90 degrees, "
                        "a longitude between -180 and 180.",
                        channel.name,
                    )
                )

    def _get_coordinates(self):
        """Return the public position of the store, empty when nobody typed it.

        Both at zero means not set, as everywhere in Odoo.
        """
        self.ensure_one()
        if not self.latitude and not self.longitude:
            return {}
        return {"latitude": self.latitude, "longitude": self.longitude}

    def _get_website(self):
        """Return the website of a web channel, none for the other channels."""
        self.ensure_one()
        # sudo: who is told what is there need not see the set-up of the websites
        return (
            self.env["website"].sudo().search([("channel_id", "=", self.id)], limit=1)
        )

    def _get_served_places(self):
        website = self._get_website()
        if website:
            return website._get_shop_warehouses()
        return super()._get_served_places()

    def _offers(self, product):
        website = self._get_website()
        return super()._offers(product) and (
            not website or website._is_page_shown(product)
        )
