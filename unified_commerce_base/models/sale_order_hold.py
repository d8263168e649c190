# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..tools import take_turn

STARTS = ("cart", "checkout", "payment")


class SaleOrder(models.Model):
    """The units of a cart are held for its customer, from a moment on, for a time."""

    _inherit = "sale.order"

    hold_until = fields.Datetime(
        compute="_compute_hold_until",
        help="Until when the units of this cart are kept for the customer.",
    )

    def _compute_hold_until(self):
        for order in self:
            held = self.env["commerce.hold"]._until(order._get_hold_token())
            order.hold_until = min(
                (until for _q, until in held.values()), default=False
            )

    def _get_hold_token(self):
        """Return the key of the order's holds: an order never changes its id."""
        self.ensure_one()
        return f"order-{self._origin.id or self.id}"

    def _hold(self, moment):
        """Hold what the cart contains, as its channel wants it from this moment on.

        The quantities are those of the cart now: what left the cart is released.
        All or nothing.

        :param moment: cart, checkout or payment
        :return: {line: what is left} of the lines that cannot be had, empty when
            everything is held or nothing is to be held yet
        :raise HoldBusyError: too many people ask at once; nothing was written
        """
        self.ensure_one()
        start = self.channel_id.hold_start or "checkout"
        if STARTS.index(moment) < STARTS.index(start):
            return {}
        lines = self._get_lines_to_hold()
        claim = self.env["commerce.hold"]._claim(
            self._get_hold_token(),
            self._get_wanted(lines),
            reason=moment,
            minutes=self.channel_id.hold_minutes or 15,
            channel=self.channel_id,
            origin=self,
            whole=True,
        )
        if not claim.complete:
            return self._get_short_lines(lines, claim)
        lines._set_promised_date()
        return {}

    def _hold_refresh(self):
        """The cart changed: what is held follows, when anything is held."""
        tokens = {order._get_hold_token(): order for order in self}
        # sudo: the keys of holds are hidden from people
        hold = self.env["commerce.hold"].sudo()
        held = hold.search([("token", "in", list(tokens))])
        for token, holds in held.grouped("token").items():
            # what this request sees may have ended, or been released by itself
            if hold._until(token):
                reason = holds[:1].reason
                tokens[token]._hold(reason if reason in STARTS else "payment")

    def _hold_renew(self):
        """A sign of life: what is held lives its time again."""
        for order in self:
            minutes = order.channel_id.hold_minutes or 15
            self.env["commerce.hold"]._renew(order._get_hold_token(), minutes)

    def _hold_release(self):
        """Give the units back to everybody."""
        tokens = [order._get_hold_token() for order in self]
        self.env["commerce.hold"]._release(tokens)

    def _get_lines_to_hold(self):
        return self.order_line.filtered(lambda line: line._is_held())

    def _get_wanted(self, lines):
        """Return {(product, place): quantity in the product's unit}."""
        wanted = {}
        for line in lines:
            place = line._get_hold_place()
            for article, quantity in line._get_hold_quantities().items():
                pair = article, place
                wanted[pair] = wanted.get(pair, 0.0) + quantity
        return wanted

    def _get_short_lines(self, lines, claim):
        short = {}
        left = dict(claim.left)
        for line in lines:
            place = line._get_hold_place()
            quantities = line._get_hold_quantities()
            # the part of the line that its scarcest article allows
            part = min(
                left[article.id, place.id] / quantity
                for article, quantity in quantities.items()
            )
            for article, quantity in quantities.items():
                left[article.id, place.id] -= quantity
            quantity = line._get_hold_quantity()
            unit = line.product_id.uom_id
            if unit.compare(quantity * part, quantity) < 0:
                short[line] = unit.round(
                    max(quantity * part, 0.0), rounding_method="DOWN"
                )
                if line.product_id not in quantities:
                    # a kit is had as a whole
                    short[line] //= 1
        return short

    def _get_short_message(self, short):
        """Return one sentence for each line that cannot be had, for the customer."""
        sentences = []
        for line, left in short.items():
            quantity = line.product_id.uom_id._compute_quantity(
                left, line.product_uom_id, rounding_method="DOWN"
            )
            sentences.append(
                self.env._(
                    "%(product)s: only %(quantity)s left.",
                    product=line.product_id.display_name,
                    quantity=f"{quantity:g}",
                )
                if quantity > 0
                else self.env._(
                    "%s has just been sold to somebody else.",
                    line.product_id.display_name,
                )
            )
        return " ".join(sentences)

    # Confirming -----------------------------------------------------------------

    def action_confirm(self):
        self.order_line._set_promised_date()
        result = super().action_confirm()
        for order in self:
            order._check_promises()
        return result

    def _take_turn(self):
        """Wait until nobody else changes the stock that these orders will reserve.

        To be called at the beginning of a request, outside of any savepoint.
        """
        # sudo: which articles are concerned, whoever confirms; nothing is returned
        lines = (
            self.sudo()
            .exists()
            .order_line.filtered(
                lambda line: line._moves_stock() and line.fulfilment_mode != "take_away"
            )
        )
        take_turn(
            self.env,
            {
                (article.id, line._get_hold_place().id)
                for line in lines
                for article in line._get_hold_parts()
            },
        )

    def _action_cancel(self):
        result = super()._action_cancel()
        self._hold_release()
        return result

    def _check_promises(self):
        """Put an order whose goods went to somebody else on the list of a person.

        Goods on order, back-orders and goods handed over promise nothing here.
        """
        broken = self.order_line.filtered(lambda line: line._is_promise_broken())
        if not broken:
            return
        self.env["commerce.exception"]._report(
            "promise",
            self,
            self.env._(
                "%(order)s was confirmed, but the goods went to somebody else: "
                "%(lines)s.",
                order=self.name,
                lines=", ".join(broken.product_id.mapped("display_name")),
            ),
            self.env._(
                "Press Settle: send the goods from another place, or cancel and refund."
            ),
            channel=self.channel_id,
            warehouse=self.warehouse_id,
            key=f"promise:{self.id}",
        )
        self._on_promise_broken(broken)

    def _on_promise_broken(self, lines):
        """Hook: source the goods elsewhere, or refund by itself."""
