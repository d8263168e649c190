# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..tools import get_source, with_source


class SaleOrder(models.Model):
    """What an order wins and spends is in the ledger, under the name of the order."""

    _inherit = "sale.order"

    # Source of movements --------------------------------------------------------

    def _prepare_loyalty_source(self):
        """Return the values that say where movements of this order come from."""
        self.ensure_one()
        order = self.sudo()  # sudo: whoever sells names the order, no more
        return {
            "res_model": order._name,
            "res_id": order.id,
            "origin": order.name,
            "channel_id": order.channel_id.id,
            "warehouse_id": order.warehouse_id.id,
            "operator_model": "res.users",
            "operator_ref": self.env.uid,
        }

    def _get_loyalty_parts(self, card):
        """Return (won, spent) on a card by this order, both positive."""
        self.ensure_one()
        order = self.sudo()  # sudo: see _prepare_loyalty_source
        won = order.coupon_point_ids.filtered(lambda entry: entry.coupon_id == card)
        spent = order.order_line.filtered(lambda line: line.coupon_id == card)
        return sum(won.mapped("points")), sum(spent.mapped("points_cost"))

    def _get_loyalty_spending(self):
        """Return {card: points} that confirming this order would take from cards.

        What the order wins on a card pays for what it spends there, unless the
        programme gives points for later orders, or for a later day, only.
        """
        self.ensure_one()
        spending = {}
        for card in self._get_reward_lines().coupon_id:
            won, spent = self._get_loyalty_parts(card)
            program = card.program_id
            if program.applies_on == "future" or program.points_valid_after:
                won = 0.0
            if card._round_points(spent - won) > 0:
                spending[card] = spent - won
        return spending

    def _get_loyalty_token(self):
        """Return the key under which this order authorises what it spends.

        Confirmed anew after a cancellation, an order asks under another key.
        """
        self.ensure_one()
        burned = self.env["loyalty.movement"]._of(self)
        times = len(burned.filtered(lambda one: one.kind == "burn"))
        return f"{self._name},{self.id},{times}"

    def _as_loyalty_source(self, **terms):
        """Return this order for code that moves its points.

        A ticket that confirms the order was paid: what it spends is settled.
        """
        self.ensure_one()
        outer = get_source(self.env)
        if outer and outer.document and outer.document != self:
            terms = {"token": outer.token, "settled": outer.settled, **terms}
        return with_source(self, self, **terms)

    # Authorising ----------------------------------------------------------------

    def _authorize_points(self, minutes):
        """Keep the points that this order spends, before anybody pays for the rest.

        :return: until when, or None when the order spends none
        :raise PointsRefusedError: a card cannot pay; nothing was kept
        """
        self.ensure_one()
        spending = self._get_loyalty_spending()
        token = self._get_loyalty_token()
        if not spending:
            self.env["loyalty.hold"]._release([token])
            return None
        grant = self.env["loyalty.hold"]._authorize(
            token, spending, minutes=minutes, document=self
        )
        return grant.expires_at

    def _release_points(self):
        """Give back at once what these orders had authorised and not used."""
        self.env["loyalty.hold"]._release(
            [order._get_loyalty_token() for order in self if order._get_reward_lines()]
        )

    # Capturing ------------------------------------------------------------------

    def action_confirm(self):
        """Capture what each order spends, and record what it wins."""
        if len(self) > 1:
            for order in self:
                order.action_confirm()
            return True
        if not self:
            return super().action_confirm()
        token = self._get_loyalty_token()
        order = self._as_loyalty_source(token=token)
        return super(SaleOrder, order).action_confirm()

    def _action_cancel(self):
        """Return the cards to where they were before each order."""
        if len(self) > 1:
            for order in self:
                order._action_cancel()
            return True
        if not self:
            return super()._action_cancel()
        self._release_points()
        order = self._as_loyalty_source(undo=True)
        return super(SaleOrder, order)._action_cancel()

    def _add_points_for_coupon(self, coupon_points):
        order = self._as_loyalty_source()
        return super(SaleOrder, order)._add_points_for_coupon(coupon_points)

    # Giving back ----------------------------------------------------------------

    def _reverse_refunded_points(self):
        """Take back and give back points for what was refunded or sent back so far.

        Told twice, it moves nothing more; told that a refund was undone, it moves
        the points forward again.
        """
        movements = self.env["loyalty.movement"]
        for order in self:
            moved = movements._of(order)
            if moved and order.state == "sale":
                moved._reverse_to(
                    order._get_refunded_share(), order._prepare_loyalty_source(), True
                )

    def _get_refunded_share(self):
        """Return what part of the order's value the customer gave back (0 to 1)."""
        self.ensure_one()
        order = self.sudo()  # sudo: see _prepare_loyalty_source
        lines = order.order_line.filtered(
            lambda line: line.product_uom_qty > 0 and line._wins_points()
        )
        whole = sum(lines.mapped("price_total"))
        if order.currency_id.is_zero(whole):
            return 0.0
        return (
            sum(
                line.price_total * line._get_refunded_quantity() / line.product_uom_qty
                for line in lines
            )
            / whole
        )


class SaleOrderLine(models.Model):
    """Rewards added to or taken off a confirmed order move points at once."""

    _inherit = "sale.order.line"

    def write(self, vals):
        if "points_cost" not in vals:
            return super().write(vals)
        return super(SaleOrderLine, self._as_loyalty_source()).write(vals)

    def unlink(self):
        return super(SaleOrderLine, self._as_loyalty_source()).unlink()

    def _as_loyalty_source(self):
        order = self.order_id
        if len(order) != 1 or order.state != "sale" or not self.coupon_id:
            return self
        return with_source(self, order, gives_back=True)

    def _wins_points(self):
        """Say whether this line is goods or a service that was paid for."""
        return not (self.display_type or self.reward_id or self._is_delivery())

    def _get_refunded_quantity(self):
        """Return how much of the line was refunded or sent back, in its unit.

        An article exchanged for the same one, or invoiced again after a correction,
        was not given back.
        """
        self.ensure_one()
        ordered = self.product_uom_qty
        sent_back = self._get_quantity_sent_back()
        credited = self._get_quantity_credited()
        return max(
            min(credited, ordered - self.qty_invoiced),
            min(sent_back, ordered - self.qty_delivered),
            0.0,
        )

    def _get_quantity_credited(self):
        return sum(
            line.product_uom_id._compute_quantity(line.quantity, self.product_uom_id)
            for line in self.invoice_lines
            if line.parent_state == "posted" and line.move_type == "out_refund"
        )

    def _get_quantity_sent_back(self):
        return sum(
            move.product_uom._compute_quantity(move.quantity, self.product_uom_id)
            for move in self.move_ids
            if move.state == "done" and move.to_refund and move.origin_returned_move_id
        )
