# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command

from .cart_ticket import as_id, as_number

LINES_AT_MOST = 200


class PosConfig(models.Model):
    """What a till must know to sell goods that do not leave with the customer."""

    _inherit = "pos.config"

    delivery_carrier_ids = fields.Many2many(
        "delivery.carrier",
        string="Home delivery",
        check_company=True,
        # a till loads all the fields its cashier may read
        groups="point_of_sale.group_pos_manager",
        help="The cheapest of these methods that serves the address of the customer "
        "gives the price of shipping. None: shipping is free of charge.",
    )

    def unified_fulfilment(self, order_uuid, partner_id, product_id, lines):
        """Return how an article can reach the customer, and at which price.

        :param order_uuid: key of the ticket: what it was promised is available to it
        :param partner_id: customer of the ticket, False when there is none yet
        :param product_id: the article in question
        :param lines: [[product id, quantity, price, discount], …], all that would be
            shipped
        :return: {places: [{id, name, available, here, collect}], address, shipping};
            ``available`` is None when nobody counts, ``shipping`` as
            ``unified_shipping`` gives it
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        # sudo: a cashier sees quantities and names, not the stock itself
        config = self.sudo()
        product = config.env["product.product"].browse(as_id(product_id)).exists()
        token = config.env["pos.order"]._get_ticket_token(str(order_uuid))
        partner = self._get_fulfilment_partner(partner_id)
        return {
            "places": product and config._get_places_that_can_owe(product, token),
            "address": config._get_delivery_address(partner),
            "shipping": config._get_shipping(partner, lines),
        }

    def unified_shipping(self, partner_id, lines):
        """Return the price of shipping some lines to a customer.

        :param lines: as ``unified_fulfilment`` takes them
        :return: {status: free | priced | unserved | no_address, price, carrier,
            product_id}; the price is that of the line of the ticket, before taxes
            when they are not included
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        partner = self._get_fulfilment_partner(partner_id)
        # sudo: a price computed by the delivery methods of the till
        return self.sudo()._get_shipping(partner, lines)

    def _get_fulfilment_partner(self, partner_id):
        if not as_id(partner_id):
            return self.env["res.partner"]
        return self._get_till_customer(partner_id)

    # Places ---------------------------------------------------------------------

    def _get_owing_places(self):
        """Return the places that may owe what this till sells: stores and depots."""
        # sudo: the places of the company are known to all staff, names only
        places = self.env["stock.warehouse"].sudo()
        return places.search([("company_id", "=", self.company_id.id)])

    def _get_places_that_can_owe(self, product, token):
        """Return the places that have the article, this one first."""
        here = self._get_place()
        places = (here | self._get_owing_places()).sorted(lambda one: one != here)
        stores = self._get_stores()
        article = product.with_company(self.company_id)
        counted = article._filter_stock_counted()
        left = places.env["commerce.availability"]._read(
            counted, places, self.channel_id, token
        )
        return [
            {
                "id": place.id,
                "name": place.name,
                "available": left[product.id, place.id] if counted else None,
                "here": place == here,
                "collect": place in stores,
            }
            for place in places
            if not counted or left[product.id, place.id] > 0
        ]

    def _get_stores(self):
        """Return the places where a customer can collect."""
        channels = self.env["commerce.channel"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("channel_type", "=", "store"),
                ("warehouse_id", "!=", False),
            ]
        )
        return channels.warehouse_id

    # Shipping -------------------------------------------------------------------

    def _get_delivery_partner(self, partner):
        """Return who receives the goods: the delivery address, or the customer."""
        return partner.browse(partner.address_get(["delivery"])["delivery"])

    def _get_delivery_address(self, partner):
        """Return the address goods go to, on one line, empty when it is not whole."""
        receiver = self._get_delivery_partner(partner) if partner else partner
        if not (receiver.street and receiver.zip and receiver.city):
            return ""
        return " ".join(receiver._display_address(without_company=True).split("\n"))

    def _get_shipping(self, partner, lines):
        if not self.delivery_carrier_ids or not lines:
            return {"status": "free", "price": 0.0, "carrier": False}
        if not partner or not self._get_delivery_address(partner):
            return {"status": "no_address", "price": 0.0, "carrier": False}
        order = self._prepare_rated_order(partner, lines)
        rates = [
            (rate["price"], carrier)
            for carrier in self.delivery_carrier_ids.available_carriers(
                order.partner_shipping_id, order
            )
            if (rate := carrier.rate_shipment(order))["success"]
        ]
        if not rates:
            return {"status": "unserved", "price": 0.0, "carrier": False}
        price, carrier = min(rates, key=lambda rate: rate[0])
        return {
            "status": "priced",
            "price": self.currency_id.round(price),
            "carrier": carrier.name,
            "product_id": carrier.product_id.id,
        }

    def _prepare_rated_order(self, partner, lines):
        """Return an order that is never stored, for the delivery methods to price."""
        products = self.env["product.product"]
        Order = self.env["sale.order"].with_company(self.company_id)
        return Order.new(
            {
                "company_id": self.company_id.id,
                "partner_id": partner.id,
                "partner_shipping_id": self._get_delivery_partner(partner).id,
                "pricelist_id": self.pricelist_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": as_number(quantity),
                            "price_unit": as_number(price),
                            "discount": as_number(discount),
                        }
                    )
                    for product_id, quantity, price, discount in lines[:LINES_AT_MOST]
                    if (product := products.browse(as_id(product_id)).exists())
                ],
            }
        )

    @api.model
    def _get_special_products(self):
        # sudo: a till sells shipping, whatever its cashier may read
        tills = self.env["pos.config"].sudo().search([])
        return super()._get_special_products() | tills.delivery_carrier_ids.product_id
