# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import hmac

from .cart_ticket import as_id

ASKED_AT_ONCE = 300


class PosConfig(models.Model):
    """What a till knows of the stock: its own place, the others, who waits for it."""

    _inherit = "pos.config"

    def unified_stock(self, product_ids):
        """Return what may be promised of some articles, here and elsewhere.

        :param product_ids: ids of variants, 300 at most in one call
        :return: {channel, stock: {product id: {here, promised, places: [{name,
            available}]}}}; ``promised`` names who waits for the last units
        :raise AccessError: not the staff of an open till
        """
        # the articles are on the screen while the cash is counted
        self._check_till(("opening_control", "opened"))
        ids = [as_id(one) for one in product_ids[:ASKED_AT_ONCE]]
        products = self.env["product.product"].browse(filter(None, ids)).exists()
        stored = products.with_company(self.company_id)._filter_stock_counted()
        place = self._get_place()
        # sudo: a cashier sees quantities and names, not the stock itself
        available = self.env["commerce.availability"].sudo()._read(stored, place)
        elsewhere = self._get_other_places(stored)
        return {
            "channel": self._get_stock_bus_channel(self.company_id),
            "stock": {
                product.id: {
                    "here": available[product.id, place.id],
                    "promised": self._get_promised_names(
                        product, available[product.id, place.id]
                    ),
                    "places": elsewhere[product.id],
                }
                for product in stored
            },
        }

    def _get_promised_names(self, product, available):
        if product.uom_id.compare(available, 0) > 0:
            return []
        # sudo: a cashier is told the number of an order, and nothing else of it
        hold = self.env["commerce.hold"].sudo()
        return hold._get_promised_to(product, self._get_place())

    def _get_stock_bus_channel(self, company):
        """Return the channel on which changes of stock are told; it is not guessed."""
        # sudo: the secret of the database signs the name
        return "unified_pos.stock-" + hmac(
            self.env(su=True), "unified_pos.stock", str(company.id)
        )
