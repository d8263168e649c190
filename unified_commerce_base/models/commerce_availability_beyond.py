# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class CommerceAvailability(models.AbstractModel):
    """What may be promised beyond the stock, and the day it is promised for.

    An article may be promised as far as goods are on their way (``incoming``), or up to
    a limit for a date that the retailer announces (``preorder``). Orders that wait for
    such goods count against what is there until they reserve it.
    """

    _inherit = "commerce.availability"

    @api.model
    def _get_beyond(self, cr, products, warehouses):
        """Return {(product id, place id): quantity} that may be promised for later.

        :param cr: the cursor to count what is on its way with
        """
        # sudo: a shopper reads quantities, not how an article is supplied
        products = products.sudo()
        beyond = {
            (product.id, place.id): product.preorder_limit
            for product in products.filtered(lambda one: one._is_preorder())
            for place in warehouses
        }
        incoming = products.filtered(lambda one: one.promise_policy == "incoming")
        if incoming:
            if cr is self.env.cr:
                self._flush_incoming()
            cr.execute(
                SQL(
                    """
                    SELECT product_id, warehouse_id, SUM(quantity)::float
                      FROM (%s) incoming
                  GROUP BY product_id, warehouse_id
                    """,
                    self._incoming_query(incoming.ids, warehouses.ids),
                )
            )
            for product, place, quantity in cr.fetchall():
                beyond[product, place] = quantity
        return beyond

    @api.model
    def _get_promised_dates(self, wanted, token=None):
        """Return {(product id, place id): day} when these quantities can be there.

        :param wanted: {(product, place): quantity in the product's unit}
        :param token: key of who asks: what it holds is available to it
        :return: the day the last unit is expected; False when all is there, or when
            nobody knows
        """
        products = self.env["product.product"].union(*(one for one, _place in wanted))
        places = self.env["stock.warehouse"].union(*(place for _one, place in wanted))
        if not products:
            return {}
        available = self._read(products, places, token=token)
        missing = {
            (product, place): quantity - available[product.id, place.id]
            for (product, place), quantity in wanted.items()
        }
        days = {(product.id, place.id): False for product, place in missing}
        late = [
            pair for pair in missing if pair[0].uom_id.compare(missing[pair], 0) > 0
        ]
        incoming = self._read_incoming(products, places) if late else {}
        for product, place in late:
            days[product.id, place.id] = self._get_promised_date(
                product,
                missing[product, place],
                incoming.get((product.id, place.id), []),
            )
        return days

    def _get_promised_date(self, product, missing, incoming):
        if product.promise_policy == "preorder":
            return product.preorder_date
        for day, quantity in incoming:
            missing -= quantity
            if product.uom_id.compare(missing, 0) <= 0:
                return max(day, fields.Date.today())
        return False

    @api.model
    def _read_incoming(self, products, warehouses):
        """Return {(product id, place id): [(day, quantity), …]}, the earliest first."""
        self._flush_incoming()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT product_id, warehouse_id, date::date, SUM(quantity)::float
                  FROM (%s) incoming
              GROUP BY product_id, warehouse_id, date::date
              ORDER BY date::date
                """,
                self._incoming_query(products.ids, warehouses.ids),
            )
        )
        incoming = {}
        for product, place, day, quantity in rows:
            incoming.setdefault((product, place), []).append((day, quantity))
        return incoming

    @staticmethod
    def _incoming_query(product_ids, warehouse_ids):
        """Goods that suppliers, workshops or other places have been told to send."""
        return SQL(
            """
            SELECT move.product_id, target.warehouse_id, move.date,
                   move.product_qty AS quantity
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
             WHERE move.product_id = ANY(%s)
               AND target.warehouse_id = ANY(%s)
               AND target.usage = 'internal'
               AND source.usage IN ('supplier', 'production', 'transit', 'internal')
               AND source.warehouse_id IS DISTINCT FROM target.warehouse_id
               AND move.state IN (
                       'waiting', 'confirmed', 'partially_available', 'assigned')
            """,
            list(product_ids),
            list(warehouse_ids),
        )

    def _flush_incoming(self):
        self.env["stock.location"].flush_model(["usage", "warehouse_id"])
        self.env["stock.move"].flush_model(
            ["product_id", "product_qty", "date", "state", "location_id"]
            + ["location_dest_id"]
        )
