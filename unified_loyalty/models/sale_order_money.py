# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .loyalty_payment import HOLD_MINUTES

UNDER_WAY = ("pending", "authorized", "done")
TAKEN = ("authorized", "done")


class SaleOrder(models.Model):
    """Orders that gift cards, e-wallets and store credit pay in part or whole."""

    _inherit = "sale.order"

    card_payment_ids = fields.One2many(
        "loyalty.payment", "order_id", string="Paid by Card", readonly=True, copy=False
    )
    amount_by_card = fields.Monetary(
        string="Paid by Gift Card",
        compute="_compute_amount_by_card",
        compute_sudo=True,
        help="Kept on cards for this order, or spent.",
    )

    @api.depends("card_payment_ids.amount", "card_payment_ids.state")
    def _compute_amount_by_card(self):
        for order in self:
            parts = order.card_payment_ids.filtered(lambda part: part.state != "back")
            order.amount_by_card = sum(parts.mapped("amount"))

    @api.depends("card_payment_ids.amount", "card_payment_ids.state")
    def _compute_amount_paid(self):
        """Count what cards pay: spent, or kept while the rest of the price is there."""
        result = super()._compute_amount_paid()
        for order in self:
            # sudo: a shopper reads what their own order cost
            parts = order.sudo().card_payment_ids
            has_rest = any(tx.state in TAKEN for tx in order.sudo().transaction_ids)
            order.amount_paid += sum(
                part.amount
                for part in parts
                if part.state == "paid" or (part.state == "kept" and has_rest)
            )
        return result

    def _get_card_token(self, card):
        """Return the key under which a card keeps its part of this order.

        Another one after each time that the card got its part back.
        """
        self.ensure_one()
        # sudo: parts of this very order
        parts = self.sudo().card_payment_ids
        times = len(parts.filtered(lambda p: p.card_id == card and p.state == "back"))
        return f"{self._name},{self.id},card,{card.id},{times}"

    def _get_amount_after_cards(self):
        """Return what other means have still to pay, in the currency of the order."""
        self.ensure_one()
        return self.currency_id.round(self.amount_total - self.amount_by_card)

    # Before the payment ---------------------------------------------------------

    def _pay_by_card(self, card, amount=None, minutes=HOLD_MINUTES):
        """Keep money of a card for this order.

        Asked again, the part of the card is worked out anew.

        :param amount: at most; None: as much as is needed and there
        :return: the part
        :raise PointsRefusedError: the card cannot pay
        :raise UserError: nothing to pay, or a payment is under way
        """
        self.ensure_one()
        order = self.sudo()  # sudo: the shopper's own order, or a checked one
        order._check_may_pay_by_card()
        parts = order.card_payment_ids
        part = parts.filtered(lambda one: one.card_id == card and one.state == "kept")
        needed = order.currency_id.round(
            order.amount_total - order.amount_by_card + sum(part.mapped("amount"))
        )
        if order.currency_id.compare_amounts(needed, 0.0) <= 0:
            raise UserError(self.env._("Nothing is left to pay on this order."))
        if amount is not None:
            card.program_id._check_money(amount)
            needed = min(needed, amount)
        granted = card._authorize_money(
            order._get_card_token(card),
            needed,
            company=order.company_id,
            currency=order.currency_id,
            partner=order.partner_id,
            minutes=minutes,
            document=order,
            up_to=True,
        )
        if part:
            part.amount = granted
            return part
        return parts.create(
            {"order_id": order.id, "card_id": card.id, "amount": granted}
        )

    def _check_may_pay_by_card(self):
        self.ensure_one()
        if self.state not in ("draft", "sent"):
            raise UserError(self.env._("This order is not waiting for its payment."))
        if self._has_card_payment_locked():
            raise UserError(
                self.env._("A payment of this order is under way. Wait for its end.")
            )
        sold = self.order_line.product_id._get_sold_programs(self.company_id)
        if sold:
            raise UserError(
                self.env._("A card does not pay for a card. Choose another means.")
            )

    def _has_card_payment_locked(self):
        # sudo: whether somebody is paying, no more
        return any(tx.state in UNDER_WAY for tx in self.sudo().transaction_ids)

    def _fit_card_payments(self):
        """Let cards pay what the order costs now, no more; what they need not is free.

        :return: what other means have to pay
        """
        self.ensure_one()
        order = self.sudo()  # sudo: see _pay_by_card
        over = order.currency_id.round(order.amount_by_card - order.amount_total)
        for part in order.card_payment_ids.sorted("id", reverse=True):
            if over <= 0 or part.state != "kept":
                continue
            if order.currency_id.compare_amounts(part.amount, over) <= 0:
                over = order.currency_id.round(over - part.amount)
                part._release()
            else:
                part.amount = order.currency_id.round(part.amount - over)
                part._renew()
                over = 0.0
        return order._get_amount_after_cards()

    def _renew_card_payments(self, minutes=HOLD_MINUTES):
        """Keep the parts of these orders for the time of a payment.

        :raise PointsRefusedError: a card cannot pay its part any more
        """
        # sudo: see _pay_by_card
        parts = self.sudo().card_payment_ids
        parts.filtered(lambda part: part.state == "kept")._renew(minutes)

    def _release_card_payments(self):
        """Give back at once what cards keep for these orders."""
        self.sudo().card_payment_ids._release()  # sudo: see _pay_by_card

    # Confirming and cancelling --------------------------------------------------

    def action_confirm(self):
        result = super().action_confirm()
        for order in self:
            order._capture_card_payments()
        return result

    def _capture_card_payments(self):
        self.ensure_one()
        order = self.sudo()  # sudo: see _pay_by_card
        if order.state == "sale" and order.card_payment_ids:
            paid = any(tx.state in TAKEN for tx in order.transaction_ids)
            order.card_payment_ids._capture(settled=paid)

    def _action_cancel(self):
        result = super()._action_cancel()
        # sudo: see _pay_by_card
        parts = self.sudo().card_payment_ids
        parts._release()
        parts.exists()._give_back(reason=self.env._("Order cancelled"))
        return result

    # Selling cards --------------------------------------------------------------

    def _check_cards_sold(self):
        """Check, before anybody pays, that the cards on these orders may be sold.

        :raise PointsRefusedError: beyond a limit
        """
        for order in self:
            lines = order.sudo().order_line  # sudo: limits, whoever buys
            sold = lines.product_id._get_sold_programs(order.company_id)
            totals = {}
            for line in lines.filtered(lambda line: line.product_uom_qty > 0):
                if program := sold.get(line.product_id):
                    each = line.price_total / line.product_uom_qty
                    program._check_sold(order.currency_id.round(each), order.company_id)
                    totals.setdefault(program, 0.0)
                    totals[program] += line.price_total
            for program, total in totals.items():
                program._check_sale_total(order.currency_id.round(total))
