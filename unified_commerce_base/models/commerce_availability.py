# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL


class CommerceAvailability(models.AbstractModel):
    """What may still be promised, for any products and any places at once."""

    _name = "commerce.availability"
    _description = "Available to Promise"

    @api.model
    def _read(self, products, warehouses, channel=None):
        """Return what each place may still promise of each product.

        One SQL statement whatever the number of products and places, so that a
        list of products costs the same as one.

        :param products: ``product.product`` records
        :param warehouses: ``stock.warehouse`` records, the places
        :param channel: ``commerce.channel`` asking (kept for its own share of stock)
        :return: {(product id, warehouse id): quantity in the product's unit}; every
            pair asked for is present, 0.0 when the place holds none
        """
        result = {(p, w): 0.0 for p in products.ids for w in warehouses.ids}
        if result:
            query = self._available_query(products.ids, warehouses.ids)
            for product_id, warehouse_id, quantity in self.env.execute_query(query):
                result[product_id, warehouse_id] = quantity
        return result

    @api.model
    def _available_query(self, product_ids, warehouse_ids):
        self.env["stock.quant"].flush_model(
            ["product_id", "location_id", "quantity", "reserved_quantity"]
        )
        self.env["stock.location"].flush_model(["usage", "warehouse_id"])
        return SQL(
            """
            SELECT quant.product_id,
                   location.warehouse_id,
                   SUM(quant.quantity - quant.reserved_quantity)::float
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE quant.product_id = ANY(%s)
               AND location.warehouse_id = ANY(%s)
               AND location.usage = 'internal'
          GROUP BY quant.product_id, location.warehouse_id
            """,
            list(product_ids),
            list(warehouse_ids),
        )
