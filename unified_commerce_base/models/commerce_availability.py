# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL, float_round

PRECISION = 6
CHANGED = "unified_commerce_base.changed_stock"


class CommerceAvailability(models.AbstractModel):
    """What may still be promised, for any products and any places at once.

    Available to promise = on hand − reserved − what living holds keep beyond their
    own reservations − what confirmed orders wait for and will reserve later − what is
    withheld (safety stock, shares of other channels). What may be promised beyond the
    stock, and for when, is in ``commerce_availability_beyond.py``.
    """

    _name = "commerce.availability"
    _description = "Available to Promise"

    @api.model
    def _read(self, products, warehouses, channel=None, token=None, beyond=False):
        """Return what each place may still promise of each product.

        One SQL statement whatever the number of products and places, so that a
        list of products costs the same as one. What this reads may be gone a
        moment later: only a claim (``commerce.hold``) promises.

        :param products: ``product.product`` records; kits are those of their company
        :param warehouses: ``stock.warehouse`` records, the places
        :param channel: ``commerce.channel`` asking, for its own share of the stock
        :param token: key of who asks: what it holds itself is available to it
        :param beyond: add what may be promised beyond the stock, for a later date
        :return: {(product id, warehouse id): quantity in the product's unit}; every
            pair asked for is present, 0.0 when the place holds none; negative when
            more was promised than there is
        """
        kits = products._get_stock_components()
        if not kits and not beyond:
            return self._read_articles(products, warehouses, channel, token)
        articles = products - products.browse().union(*kits)
        articles |= articles.union(*(part for parts in kits.values() for part in parts))
        result = self._read_articles(articles, warehouses, channel, token)
        if beyond:
            more = self._get_beyond(self.env.cr, articles, warehouses)
            for pair, quantity in more.items():
                result[pair] += quantity
        for kit, parts in kits.items():
            for place in warehouses:
                result[kit.id, place.id] = self._count_kits(parts, place, result)
        return {(p, w): result[p, w] for p in products.ids for w in warehouses.ids}

    @api.model
    def _read_unpromised(self, products, warehouses):
        """Return {(product id, warehouse id): what nobody was promised yet}.

        Below zero, a promise is broken. Safety stock and shares of channels do not
        count: they are rules for new promises. No kits: their parts are asked for.
        """
        pairs = [(p, w) for p in products.ids for w in warehouses.ids]
        if not pairs:
            return {}
        rows = self.env.execute_query(
            self._available_query(products.ids, warehouses.ids)
        )
        result = self._combine(pairs, rows, {})
        for pair, more in self._get_beyond(self.env.cr, products, warehouses).items():
            result[pair] += more
        return result

    def _read_articles(self, products, warehouses, channel, token):
        pairs = [(p, w) for p in products.ids for w in warehouses.ids]
        if not pairs:
            return {}
        query = self._available_query(products.ids, warehouses.ids, token)
        rows = self.env.execute_query(query)
        withheld = self.env["commerce.stock.rule"]._get_withheld(
            products, warehouses, channel
        )
        return self._combine(pairs, rows, withheld)

    @staticmethod
    def _count_kits(parts, place, available):
        """Return how many whole kits the parts of a place make."""
        return float_round(
            min(
                (available[part.id, place.id] / each for part, each in parts.items()),
                default=0.0,
            ),
            precision_digits=0,
            rounding_method="DOWN",
        )

    # Telling --------------------------------------------------------------------

    @api.model
    def _schedule_notification(self, pairs):
        """Tell once, when the work is written, what can be promised differently.

        :param pairs: (product id, place id) pairs
        """
        precommit = self.env.cr.precommit
        changed = precommit.data.setdefault(CHANGED, set())
        if not changed:
            env = self.env
            precommit.add(lambda: env["commerce.availability"]._send_notifications())
        changed.update(pairs)

    @api.model
    def _send_notifications(self):
        pairs = self.env.cr.precommit.data.pop(CHANGED, set())
        # sudo: whoever moves goods, the screens that show them are told
        env = self.sudo().env
        products = env["product.product"].browse({product for product, _w in pairs})
        places = env["stock.warehouse"].browse({place for _product, place in pairs})
        env["commerce.availability"]._notify_changed(
            products._add_counted_with(), places
        )

    def _notify_changed(self, products, warehouses):
        """Hook: tell the screens that show what may be promised."""

    @staticmethod
    def _combine(pairs, rows, withheld):
        """Return {pair: available} from the rows of the statement and what is kept."""
        result = dict.fromkeys(pairs, 0.0)
        special = {pair: (0.0, 0.0, 0.0) for pair in withheld}
        for product, place, available, on_hand, enveloped in rows:
            pair = product, place
            if enveloped or pair in special:
                special[pair] = available, on_hand, enveloped
            elif pair in result:
                result[pair] = available
        for pair in special.keys() & result.keys():
            available, on_hand, enveloped = special[pair]
            quantity, share = withheld.get(pair, (0.0, 0.0))
            available -= quantity + share * max(on_hand, 0.0)
            # what was promised while a device was not heard comes first
            available -= min(enveloped, max(available, 0.0))
            result[pair] = float_round(available, precision_digits=PRECISION)
        return result

    @api.model
    def _available_query(
        self,
        product_ids,
        warehouse_ids,
        token=None,
        flush=True,
        waiting=True,
        envelopes=False,
    ):
        """Return the statement: (product, place, on hand − reserved − holds, on hand,
        units in the envelopes of devices).

        A quant that Odoo made for a reservation alone has no quantity: NULL.

        :param token: leave out the holds of this key, and add what its moves have taken
        :param flush: False for a cursor that reads committed rows only
        :param waiting: subtract what confirmed orders will reserve later
        :param envelopes: count those of devices that are heard, too
        """
        if flush:
            self._flush_what_is_counted()
        waits = self._waits_condition(product_ids)
        return SQL(
            """
            SELECT counted.product_id, counted.warehouse_id,
                   ROUND(SUM(counted.quantity)::numeric, 6)::float,
                   SUM(counted.on_hand)::float,
                   SUM(counted.enveloped)::float
              FROM (
                    SELECT quant.product_id, location.warehouse_id,
                           COALESCE(quant.quantity, 0)
                               - COALESCE(quant.reserved_quantity, 0) AS quantity,
                           COALESCE(quant.quantity, 0) AS on_hand,
                           0 AS enveloped
                      FROM stock_quant quant
                      JOIN stock_location location ON location.id = quant.location_id
                     WHERE quant.product_id = ANY(%(products)s)
                       AND location.warehouse_id = ANY(%(places)s)
                       AND location.usage = 'internal'
                       AND %(sellable)s
                 UNION ALL
                    SELECT hold.product_ref, hold.warehouse_ref,
                           CASE WHEN envelope.id IS NULL THEN -kept.quantity ELSE 0 END,
                           0,
                           CASE WHEN envelope.id IS NULL THEN 0 ELSE kept.quantity END
                      FROM commerce_hold hold
                 LEFT JOIN commerce_envelope envelope ON envelope.token = hold.token
        CROSS JOIN LATERAL (
                        SELECT GREATEST(
                                   hold.quantity - COALESCE((%(taken)s), 0)
                                       - COALESCE((%(waiting_of_hold)s), 0),
                                   0
                               ) AS quantity
                   ) kept
                     WHERE hold.product_ref = ANY(%(products)s)
                       AND hold.warehouse_ref = ANY(%(places)s)
                       AND hold.expires_at > statement_timestamp() AT TIME ZONE 'UTC'
                       AND hold.token IS DISTINCT FROM %(token)s
                       AND (%(envelopes)s OR envelope.id IS NULL
                            OR envelope.counts_from
                               <= statement_timestamp() AT TIME ZONE 'UTC')
                       %(waiting)s
                       %(own)s
                   ) counted
          GROUP BY counted.product_id, counted.warehouse_id
            """,
            products=list(product_ids),
            places=list(warehouse_ids),
            token=token,
            envelopes=envelopes,
            sellable=self._sellable_condition(),
            taken=self._taken_query(),
            waiting_of_hold=self._waiting_of_hold_query(waits) if waits else SQL("0"),
            waiting=self._waiting_query(waits, product_ids, warehouse_ids, token)
            if waits and waiting
            else SQL(),
            own=self._own_query(product_ids, warehouse_ids, token) if token else SQL(),
        )

    @api.model
    def _sellable_condition(self):
        """Hook: which of the rows of ``quant`` may be sold (not what has expired)."""
        return SQL("TRUE")

    @staticmethod
    def _taken_query():
        """What the moves that bear the key of ``hold`` have reserved or moved.

        They are found by the key, which few moves bear. "+ 0" keeps PostgreSQL from
        taking the index of the article: all that ever moved of it, for every hold.
        """
        return SQL(
            """
            SELECT SUM(line.quantity_product_uom)
              FROM stock_move move
              JOIN stock_move_line line ON line.move_id = move.id
              JOIN stock_location location ON location.id = line.location_id
             WHERE move.hold_token = hold.token
               AND move.product_id + 0 = hold.product_ref
               AND move.state <> 'cancel'
               AND location.warehouse_id = hold.warehouse_ref
            """
        )

    def _waits_condition(self, product_ids):
        """Return which moves of confirmed orders reserve later, None when none does.

        Their operation reserves by hand or some days before, or their article was
        promised before it is there. As a rule neither is so: the statement is spared
        what PostgreSQL needs longer to plan than all the rest.
        """
        promised_later = self.env["product.template"]._get_promised_later_ids()
        later = [one for one in product_ids if one in promised_later]
        operations = self.env["stock.picking.type"]._get_deferring_ids()
        if not later and not operations:
            return None
        return SQL(
            "(move.product_id = ANY(%s) OR move.picking_type_id = ANY(%s))",
            later,
            list(operations),
        )

    @staticmethod
    def _waiting_moves(waits):
        """Return what the moves that reserve later have not reserved yet."""
        return SQL(
            """
                      FROM stock_move move
                      JOIN stock_location location ON location.id = move.location_id
        CROSS JOIN LATERAL (
                        SELECT GREATEST(
                                   move.product_qty - COALESCE(
                                       SUM(line.quantity_product_uom), 0),
                                   0
                               ) AS waiting
                          FROM stock_move_line line
                         WHERE line.move_id = move.id
                   ) needs
                     WHERE move.hold_token IS NOT NULL
                       AND move.state IN ('confirmed', 'partially_available')
                       AND location.usage = 'internal'
                       AND %s
                       AND NOT EXISTS (SELECT 1 FROM stock_move_move_rel
                                        WHERE move_dest_id = move.id)
            """,
            waits,
        )

    def _waiting_query(self, waits, product_ids, warehouse_ids, token):
        return SQL(
            """
                 UNION ALL
                    SELECT move.product_id, location.warehouse_id, -needs.waiting, 0, 0
                    %s
                       AND move.product_id = ANY(%s)
                       AND location.warehouse_id = ANY(%s)
                       AND move.hold_token IS DISTINCT FROM %s
            """,
            self._waiting_moves(waits),
            list(product_ids),
            list(warehouse_ids),
            token,
        )

    def _waiting_of_hold_query(self, waits):
        return SQL(
            """
            SELECT SUM(needs.waiting)
            %s
               AND move.hold_token = hold.token
               AND move.product_id + 0 = hold.product_ref
               AND location.warehouse_id = hold.warehouse_ref
            """,
            self._waiting_moves(waits),
        )

    @staticmethod
    def _own_query(product_ids, warehouse_ids, token):
        return SQL(
            """
                 UNION ALL
                    SELECT move.product_id, location.warehouse_id,
                           line.quantity_product_uom, 0, 0
                      FROM stock_move move
                      JOIN stock_move_line line ON line.move_id = move.id
                      JOIN stock_location location ON location.id = line.location_id
                     WHERE move.hold_token = %s
                       AND move.product_id + 0 = ANY(%s)
                       AND move.state <> 'cancel'
                       AND location.warehouse_id = ANY(%s)
            """,
            token,
            list(product_ids),
            list(warehouse_ids),
        )

    def _flush_what_is_counted(self):
        self.env["stock.quant"].flush_model(
            ["product_id", "location_id", "quantity", "reserved_quantity"]
        )
        self.env["stock.location"].flush_model(["usage", "warehouse_id"])
        self.env["stock.move"].flush_model(
            ["hold_token", "product_id", "product_qty", "state", "location_id"]
        )
        self.env["stock.move.line"].flush_model(
            ["move_id", "location_id", "quantity_product_uom"]
        )
