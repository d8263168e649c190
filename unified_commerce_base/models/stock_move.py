# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from uuid import uuid4

from odoo import fields, models

GRANTS = "unified_stock_granted"
GATE_PASSED = "unified_stock_claimed"
GATE_MINUTES = 2


class StockMove(models.Model):
    """Every increase of a reservation claims first, whoever asks for it.

    The claim bounds what is reserved in a place even where Odoo would book the same
    unit twice (a busy quant is skipped and a second one made).
    """

    _inherit = "stock.move"

    channel_id = fields.Many2one(
        "commerce.channel",
        index="btree_not_null",
        readonly=True,
        help="Channel of the sale that moves the goods.",
    )
    hold_token = fields.Char(
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_system",
        help="Key of the hold that this move's reservation bears.",
    )

    _waiting_for_goods = models.Index(
        "(product_id) WHERE hold_token IS NOT NULL"
        " AND state IN ('confirmed', 'partially_available')"
    )

    def _prepare_procurement_values(self):
        # the channel and the hold follow the goods through every step of the route
        return {
            **super()._prepare_procurement_values(),
            "channel_id": self.channel_id.id,
            "hold_token": self.sudo().hold_token,  # sudo: a key, hidden from people
            "fulfilment_mode": self.fulfilment_mode,
        }

    def _prepare_move_split_vals(self, qty):
        # what is delivered later is kept by the same hold
        return {
            **super()._prepare_move_split_vals(qty),
            "hold_token": self.sudo().hold_token,  # sudo: a key, hidden from people
        }

    # The gate -------------------------------------------------------------------

    def _action_assign(self, force_qty=False):
        moves = self
        if not force_qty:
            granted = self._claim_missing()
            moves = self.with_context(**{GRANTS: granted, GATE_PASSED: True})
        return super(StockMove, moves)._action_assign(force_qty=force_qty)

    def _update_reserved_quantity(self, *args, **kwargs):
        move = self.with_context(**{GATE_PASSED: True})
        return super(StockMove, move)._update_reserved_quantity(*args, **kwargs)

    def _update_reserved_quantity_vals(self, need, location_id, *args, **kwargs):
        need = self._get_granted(need, location_id)
        if self.product_id.uom_id.compare(need, 0) <= 0:
            return [], 0
        return super()._update_reserved_quantity_vals(
            need, location_id, *args, **kwargs
        )

    def _is_hold_governed(self, location=None):
        """Say whether reserving here takes from what a place can promise.

        Hook: goods that a customer has in hand are not governed. What follows an
        earlier step is not either: that step has claimed.
        """
        self.ensure_one()
        location = location or self.location_id
        return (
            self.product_id.is_storable
            and not self.move_orig_ids
            and bool(location.warehouse_id)
            and not self._should_bypass_reservation(location)
        )

    def _claim_missing(self):
        """Claim what these moves lack, all places and articles in one go.

        :return: {move id: quantity granted, in the product's unit}
        """
        lacking = {}
        for move in self:
            if (
                move.picked
                or move.state not in ("confirmed", "waiting", "partially_available")
                or move.procure_method == "make_to_order"
                or not move._is_hold_governed()
            ):
                continue
            missing = move.product_uom._compute_quantity(
                move.product_uom_qty - move.quantity,
                move.product_id.uom_id,
                rounding_method="HALF-UP",
            )
            if move.product_id.uom_id.compare(missing, 0) > 0:
                lacking[move] = missing
        granted = {}
        for token, moves in (
            self.browse()
            .union(*lacking)
            .grouped(lambda move: move._get_hold_token())
            .items()
        ):
            granted |= moves._claim_under(
                token, {move: lacking[move] for move in moves}
            )
        return granted

    def _claim_what_is_reserved(self):
        """Claim what moves of this one's key have reserved already.

        :return: (the ``Claim``, {(product, place): quantity wanted})
        """
        self.ensure_one()
        token = self._get_hold_token()
        self.env.flush_all()
        wanted = {
            pair: quantity
            for pair, quantity in self._get_borne(token).items()
            if pair[0] == self.product_id
        }
        hold = self.env["commerce.hold"]
        hold._note_token(token)
        claim = hold._claim(
            token,
            wanted,
            reason=self._get_hold_reason(),
            minutes=GATE_MINUTES,
            channel=self.channel_id,
            origin=self._get_hold_origin(),
            beyond=False,
            waiting=self._leaves_goods_to_orders(),
        )
        self._release_if_rolled_back(token)
        return claim, wanted

    def _get_overbooked_message(self, left):
        lines = [
            self.env._(
                "%(product)s in %(place)s: %(left)s can still be reserved.",
                product=product.display_name,
                place=place.display_name,
                left=max(quantity, 0.0),
            )
            for (product, place), quantity in left.items()
        ]
        return self.env._(
            "These units are promised to somebody else. %(what)s Reserve less, or "
            "release a hold first.",
            what=" ".join(lines),
        )

    def _report_overbooked(self, left):
        """Tell a person that goods were picked which are promised to somebody else."""
        for product, place in left:
            self.env["commerce.exception"]._report(
                "stock",
                self.picking_id or self,
                self.env._(
                    "%(document)s picked %(product)s in %(place)s, which is promised "
                    "to somebody else.",
                    document=self.picking_id.name or self.reference or "",
                    product=product.display_name,
                    place=place.display_name,
                ),
                self.env._(
                    "Look who waits for it on the article, and find another unit for "
                    "one of them."
                ),
                channel=self.channel_id,
                warehouse=place,
                key=f"overbooked:{self._get_hold_token()}:{product.id}:{place.id}",
            )

    def _report_lost_reservation(self, lost, taker):
        """Tell a person that units promised to this move were handed to another."""
        self.ensure_one()
        promised = self._get_hold_origin() or self
        self.env["commerce.exception"]._report(
            "promise",
            promised,
            self.env._(
                "%(lost)s × %(product)s promised to %(promised)s were taken from "
                "%(place)s by %(taker)s.",
                lost=f"{lost:g}",
                product=self.product_id.display_name,
                promised=promised.display_name,
                place=self.location_id.warehouse_id.display_name,
                taker=taker.picking_id.display_name or taker.reference or "",
            ),
            self.env._(
                "Find the goods in another place for the one who waits, or tell them "
                "and refund."
            ),
            channel=self.channel_id,
            warehouse=self.location_id.warehouse_id,
            key=f"lost:{self.id}:{taker.id}",
        )

    def _leaves_goods_to_orders(self):
        """Say whether orders that will reserve later come before these moves."""
        # sudo: a yes or a no about an order that the mover may not read
        return not self.sudo().sale_line_id

    def _get_hold_reason(self):
        # sudo: as above
        return "order" if self.sudo().sale_line_id else "transfer"

    def _claim_under(self, token, lacking):
        """Claim for moves of one key; what is granted goes to the first ones first."""
        hold = self.env["commerce.hold"]
        borne = self._get_borne(token)
        wanted = {}
        for move, missing in lacking.items():
            pair = move.product_id, move.location_id.warehouse_id
            wanted[pair] = wanted.get(pair, borne.get(pair, 0.0)) + missing
        claim = hold._claim(
            token,
            wanted,
            reason=self._get_hold_reason(),
            minutes=GATE_MINUTES,
            channel=self.channel_id[:1],
            origin=self._get_hold_origin(),
            partial=True,
            beyond=False,
            waiting=self._leaves_goods_to_orders(),
        )
        hold._note_token(token)
        self._release_if_rolled_back(token)
        rest = {
            pair: max(claim.granted[pair[0].id, pair[1].id] - borne.get(pair, 0.0), 0.0)
            for pair in wanted
        }
        granted = {}
        for move, missing in lacking.items():
            pair = move.product_id, move.location_id.warehouse_id
            granted[move.id] = min(missing, rest[pair])
            rest[pair] -= granted[move.id]
        return granted

    def _get_hold_token(self):
        """Return the key of the move's hold, made when it comes from no cart."""
        self.ensure_one()
        # sudo: the key is hidden from people
        move = self.sudo()
        if not move.hold_token:
            move.hold_token = f"move-{uuid4()}"
            # what it reserved before it had a key, others see reserved under none
            for line in move.move_line_ids:
                self.env["commerce.hold"]._note_stock_change(
                    line.product_id, line.location_id, 0.0
                )
        return move.hold_token

    def _get_hold_origin(self):
        """Return the order or the transfer that people know these moves by."""
        # sudo: a cashier whose sale frees a reservation may not read sales orders
        moves = self.sudo()
        return moves.sale_line_id.order_id[:1] or moves.picking_id[:1]

    def _get_borne(self, token):
        """Return {(product, place): what moves of this key have taken there}."""
        # sudo: the key is hidden from people
        lines = (
            self.env["stock.move.line"]
            .sudo()
            .search([("move_id.hold_token", "=", token), ("state", "!=", "cancel")])
        )
        borne = {}
        for line in lines.sudo(False):
            if place := line.location_id.warehouse_id:
                pair = line.product_id, place
                borne[pair] = borne.get(pair, 0.0) + line.quantity_product_uom
        return borne

    def _get_granted(self, need, location):
        """Return how much of ``need`` a claim allows to reserve."""
        if not self._is_hold_governed(location):
            return need
        granted = self.env.context.get(GRANTS) or {}
        if self.id not in granted:
            granted = self._claim_under(self._get_hold_token(), {self: need})
            return min(need, granted[self.id])
        taken = min(need, granted[self.id])
        granted[self.id] -= taken
        return taken

    def _release_if_rolled_back(self, token):
        """A transfer that was never made keeps nothing."""
        if token.startswith("move-"):
            env = self.env
            self.env.cr.postrollback.add(lambda: env["commerce.hold"]._release([token]))

    def _do_unreserve(self):
        result = super()._do_unreserve()
        self._release_holds()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._release_holds()
        return result

    def _release_holds(self):
        # sudo: the key is hidden from people
        tokens = self.sudo().mapped("hold_token")
        self.env["commerce.hold"]._release(tokens)
