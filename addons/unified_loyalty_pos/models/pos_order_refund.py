# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .pos_order import PAID


class PosOrder(models.Model):
    """Goods that come back take their points with them, and bring back the spent ones.

    The shares are of the value of the first ticket or order, and since its beginning:
    told twice they move nothing more, and once all came back the card is where it was.
    """

    _inherit = "pos.order"

    def _process_saved_order(self, draft):
        # at the till and in the back office
        result = super()._process_saved_order(draft)
        if self.state in PAID:
            self._reverse_refunded_points()
        return result

    def _reverse_refunded_points(self):
        """Reverse what the articles given back on this ticket had moved."""
        self.ensure_one()
        # sudo: another till sold them; only their points are moved
        refunded = self.sudo().lines.refunded_orderline_id
        movements = self.env["loyalty.movement"]
        values = self._prepare_loyalty_source()
        for ticket in refunded.order_id:
            moved = movements._of(ticket)
            moved._reverse_to(ticket._get_refunded_share(), values, True)
        for order in refunded.sale_order_origin_id:
            moved = movements._of(order)
            moved._reverse_to(order._get_refunded_share(), values, True)

    def _get_refunded_share(self):
        """Return what part of the ticket's own goods was given back (0 to 1)."""
        self.ensure_one()
        lines = self.lines.filtered(lambda line: line._won_points())
        whole = sum(lines.mapped("price_subtotal_incl"))
        if self.currency_id.is_zero(whole):
            return 0.0
        back = sum(
            line.price_subtotal_incl * line._get_quantity_given_back() / line.qty
            for line in lines
        )
        return back / whole

    # The money ------------------------------------------------------------------

    def _get_rewards_to_withhold(self, quantities):
        """Return what the rewards of this ticket take off a refund.

        A customer gets back what they paid, not the price before the reward, and
        the points of the reward come back by themselves.

        :param quantities: {line of this ticket: quantity given back now, positive}
        :return: {reward line: {price_unit, amount}}; ``amount`` is above zero, taxes
            included, in the currency of the ticket
        """
        self.ensure_one()
        found = {}
        for reward_line in self.lines.filtered(lambda line: line._is_reward_taken()):
            amount = reward_line._get_amount_to_withhold(quantities)
            if self.currency_id.compare_amounts(amount, 0.0) > 0:
                whole = -reward_line.price_subtotal_incl
                price = reward_line.price_unit * reward_line.qty * amount / whole
                found[reward_line] = {"price_unit": price, "amount": amount}
        return found


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _won_points(self):
        """Say whether this ticket counted the points of this line."""
        return self._may_win_points() and not self.sale_order_origin_id.cart_origin_id

    def _get_reward(self):
        """Return the reward of a line, given at the till or on the customer's cart."""
        # sudo: the reward of an order, which the cashier may not read
        return self.reward_id or self.sudo().sale_order_line_id.reward_id

    def _is_reward_taken(self):
        """Say whether this line is what a reward took off a ticket."""
        reward = self._get_reward()
        # sudo: the kind of a programme, no more
        pays = reward.program_id.sudo().program_type in ("gift_card", "ewallet")
        return bool(
            reward
            and not pays
            and not self.refunded_orderline_id
            and self.price_subtotal_incl < 0
        )

    def _get_paid_refunds(self):
        return self.refund_orderline_ids.filtered(
            lambda line: line.order_id.state in PAID
        )

    def _get_quantity_given_back(self):
        """Return how much of this line was refunded at tills, in its unit."""
        self.ensure_one()
        given_back = -sum(self._get_paid_refunds().mapped("qty"))
        return min(max(given_back, 0.0), self.qty)

    def _get_amount_to_withhold(self, quantities):
        """Return what this reward takes off the articles given back now."""
        self.ensure_one()
        lines = self._get_discounted_lines()
        whole = sum(lines.mapped("price_subtotal_incl"))
        currency = self.currency_id
        if currency.is_zero(whole):
            return 0.0
        back = sum(
            line.price_subtotal_incl
            * min(line._get_quantity_given_back() + quantities.get(line, 0.0), line.qty)
            / line.qty
            for line in lines
        )
        due = currency.round(-self.price_subtotal_incl * min(back / whole, 1.0))
        withheld = sum(self._get_paid_refunds().mapped("price_subtotal_incl"))
        return currency.round(due - withheld)

    def _get_discounted_lines(self):
        """Return the articles of the ticket on which this reward bears."""
        goods = self.order_id.lines.filtered(
            lambda line: line.qty > 0 and line.price_subtotal_incl > 0
        )
        # sudo: the products of a reward, to a cashier who refunds it
        reward = self._get_reward().sudo()
        lines = goods
        if reward.reward_type == "product":
            lines = goods.filtered(
                lambda line: line.product_id in reward.reward_product_ids
            )
        elif reward.discount_applicability == "specific":
            lines = goods.filtered(
                lambda line: line.product_id in reward.all_discount_product_ids
            )
        elif reward.discount_applicability == "cheapest":
            lines = goods.sorted(lambda line: line.price_subtotal_incl / line.qty)[:1]
        else:
            # a reward on the whole ticket is one line for each set of taxes
            lines = goods.filtered(lambda line: line._get_rates() == self._get_rates())
        return lines or goods

    def _get_rates(self):
        return self.tax_ids.filtered(lambda tax: tax.amount_type != "fixed")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_refunded_quantity(self):
        """Count what a till gave the money back for, too."""
        # sudo: whoever refunds counts, no more
        sold = self.sudo().pos_order_line_ids.filtered(
            lambda line: line.qty > 0 and line.order_id.state in PAID
        )
        at_till = sum(line._get_quantity_given_back() for line in sold)
        return min(super()._get_refunded_quantity() + at_till, self.product_uom_qty)
