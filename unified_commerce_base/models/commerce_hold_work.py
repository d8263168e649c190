# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, models
from odoo.sql_db import Cursor
from odoo.tools import SQL

WORK = "unified_commerce_base.own_stock_work"


class CommerceHold(models.Model):
    """What the caller of a claim has done and not committed counts for the caller."""

    _inherit = "commerce.hold"

    @api.model
    def _note_stock_change(self, product, location, quantity):
        """Remember that this transaction changed what is free in a place.

        A claim reads committed rows; goods received or reservations released a
        moment ago in the caller's own transaction count for the caller only.

        :param quantity: change of (on hand − reserved), in the product's unit
        """
        place = location.warehouse_id.id
        if place and location.usage == "internal":
            changes = self._own_work()["free"]
            pair = (product.id, place)
            changes[pair] = changes.get(pair, 0.0) + quantity
            self.env["commerce.availability"]._schedule_notification([pair])

    def _note_token(self, token):
        self._own_work()["tokens"].add(token)

    def _own_work(self):
        cr = self.env.cr
        if WORK not in cr.cache:
            cr.cache[WORK] = {"free": {}, "tokens": set()}
            cr.postcommit.add(lambda: cr.cache.pop(WORK, None))
            cr.postrollback.add(lambda: cr.cache.pop(WORK, None))
        return cr.cache[WORK]

    def _add_uncommitted(self, committed, token, left):
        """Add to ``left`` what the caller's transaction freed, took or reserved."""
        work = self.env.cr.cache.get(WORK)
        pairs = [pair for pair in left if work and pair in work["free"]]
        if not pairs or not isinstance(committed, Cursor):
            # a test cursor sees the rows of the caller: they are counted already
            return
        self.env.flush_all()
        tokens = sorted(work["tokens"] | {token})
        seen_free, seen_borne = self._read_work(self.env.cr, tokens, pairs)
        now_free, now_borne = self._read_work(committed, tokens, pairs)
        held = self._read_holds(committed, tokens, pairs)
        for pair in pairs:
            # a savepoint that was rolled back leaves too much in the notes
            free = min(work["free"][pair], seen_free[pair] - now_free[pair])
            own = seen_borne[token, pair] - now_borne[token, pair]
            others = sum(
                max(held[one, pair] - now_borne[one, pair], 0.0)
                - max(held[one, pair] - seen_borne[one, pair], 0.0)
                for one in tokens
                if one != token
            )
            left[pair] = self._round(left[pair] + free + own + others)

    def _read_work(self, cr, tokens, pairs):
        """Return what a transaction sees: {pair: free}, {(token, pair): borne}."""
        products, places = map(list, zip(*pairs, strict=True))
        free, borne = defaultdict(float), defaultdict(float)
        cr.execute(
            SQL(
                """
            SELECT quant.product_id, location.warehouse_id,
                   SUM(COALESCE(quant.quantity, 0)
                       - COALESCE(quant.reserved_quantity, 0))::float
              FROM stock_quant quant
              JOIN stock_location location ON location.id = quant.location_id
             WHERE quant.product_id = ANY(%s) AND location.warehouse_id = ANY(%s)
               AND location.usage = 'internal' AND %s
          GROUP BY quant.product_id, location.warehouse_id
                """,
                products,
                places,
                self.env["commerce.availability"]._sellable_condition(),
            )
        )
        for product, place, quantity in cr.fetchall():
            free[product, place] = quantity
        cr.execute(
            """
            SELECT move.hold_token, move.product_id, location.warehouse_id,
                   SUM(line.quantity_product_uom)::float
              FROM stock_move move
              JOIN stock_move_line line ON line.move_id = move.id
              JOIN stock_location location ON location.id = line.location_id
             WHERE move.hold_token = ANY(%s) AND move.product_id + 0 = ANY(%s)
               AND move.state <> 'cancel' AND location.warehouse_id = ANY(%s)
          GROUP BY move.hold_token, move.product_id, location.warehouse_id
            """,
            [tokens, products, places],
        )
        for token, product, place, quantity in cr.fetchall():
            borne[token, (product, place)] = quantity or 0.0
        return free, borne

    def _read_holds(self, cr, tokens, pairs):
        held = defaultdict(float)
        cr.execute(
            """
            SELECT token, product_ref, warehouse_ref, quantity::float
              FROM commerce_hold
             WHERE token = ANY(%s) AND product_ref = ANY(%s)
               AND expires_at > clock_timestamp() AT TIME ZONE 'UTC'
            """,
            [tokens, [product for product, _place in pairs]],
        )
        for token, product, place, quantity in cr.fetchall():
            held[token, (product, place)] = quantity
        return held
