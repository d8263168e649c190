# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.unified_pos.models.cart_ticket import Problem

from .pos_payment_method import CARD


class PosOrder(models.Model):
    """What cards pay, get back and hold moves in the transaction of the ticket.

    Each line moves once, whatever the till repeats: its uuid is the key. A paid
    ticket is never refused: what a card cannot pay any more is told to a person.
    """

    _inherit = "pos.order"

    def _after_ticket(self, ticket, approvals):
        result = super()._after_ticket(ticket, approvals)
        for order in self:
            if order.state in ("paid", "done"):
                order._move_money_of_cards()
        return result

    def _move_money_of_cards(self):
        self.ensure_one()
        payments = self._get_card_payments()
        for payment in payments.filtered(lambda one: one.amount > 0):
            self._capture_card_payment(payment)
        for payment in payments.filtered(lambda one: one.amount < 0):
            self._refund_to_card(payment)
        for line in self.lines:
            # sudo: another till may have sold the card that is given back
            if line.sold_card_token or line.refunded_orderline_id.sudo().sold_card_id:
                line._move_money_of_sold_card()
        if payments or any(line.qty < 0 for line in self.lines):
            self._check_no_cash_for_card(payments)

    def _get_card_payments(self):
        return self.payment_ids.filtered(
            # sudo: a cashier reads the method of a ticket of their till
            lambda one: one.sudo().payment_method_id.use_payment_terminal == CARD
        )

    def _capture_card_payment(self, payment):
        card = self.config_id._read_card(payment.transaction_id, payment.uuid)
        if not card:
            self._report_card(
                payment.uuid,
                self.env._(
                    "%(ticket)s says that a card paid %(amount)s, but no card was "
                    "asked.",
                    ticket=self.pos_reference,
                    amount=self.currency_id.format(payment.amount),
                ),
                self.env._(
                    "Nothing was taken off any card. Find out with the cashier how "
                    "the customer paid."
                ),
            )
            return
        card._capture_money(
            payment.amount,
            token=self.config_id._get_card_hold(self.uuid, payment.uuid),
            key=f"pay:{payment.uuid}",
            document=self,
            settled=True,
        )

    def _refund_to_card(self, payment):
        card = self.config_id._read_card(payment.transaction_id, payment.uuid)
        amount = -payment.amount
        if not card:
            self._report_card(
                payment.uuid,
                self.env._(
                    "%(ticket)s gave %(amount)s back to a card, but no card was named.",
                    ticket=self.pos_reference,
                    amount=self.currency_id.format(amount),
                ),
                self.env._("Give the customer a card with this amount."),
            )
            return
        reason = ""
        if (
            card.program_id.is_store_credit
            and not self._get_refunded_tickets()._has_paid(card)
        ):
            reason = self.env._("Store credit, chosen by the customer")
        card._put_money(
            amount,
            key=f"back:{payment.uuid}",
            document=self,
            kind="reverse",
            reason=reason,
        )

    # What went to and came from cards ---------------------------------------------

    def _get_refunded_tickets(self):
        return self.lines.refunded_orderline_id.order_id

    def _has_paid(self, card):
        return bool(self._get_money_of_card(card))

    def _get_money_of_card(self, card):
        """Return what a card paid of these tickets, in their currency."""
        moved = self.env["loyalty.movement"]._of(self, card)
        return -sum(moved.filtered(lambda one: one.kind == "burn").mapped("points"))

    def _get_amounts_to_cards(self):
        """Return {card: what may still go back to it}, of this ticket's payments."""
        self.ensure_one()
        movements = self.env["loyalty.movement"]
        sold = self.lines.sudo().sold_card_id  # sudo: which cards were sold, not paid
        spent = movements._of(self).filtered(
            lambda one: one.kind == "burn" and one.token
        )
        refunds = self.lines.refund_orderline_ids.order_id.filtered(
            lambda order: order.state in ("paid", "done")
        )
        back = movements._of(refunds).filtered(lambda one: one.kind == "reverse")
        due = {}
        for card in spent.card_id - sold:
            taken = -sum(
                spent.filtered(lambda m, c=card: m.card_id == c).mapped("points")
            )
            heir = card._get_successor()
            cards = card | heir
            given = sum(
                back.filtered(lambda m, c=cards: m.card_id in c).mapped("points")
            )
            amount = self.currency_id.round(taken - given)
            if card.is_means_of_payment and amount > 0:
                due[heir] = amount
        return due

    def _check_no_cash_for_card(self, payments):
        """Tell a person of money that left the till for what a card had paid."""
        self.ensure_one()
        currency = self.currency_id
        change = -sum(
            self.payment_ids.filtered(
                lambda one: one.is_change and one not in payments
            ).mapped("amount")
        )
        tendered = sum(
            self.payment_ids.filtered(
                lambda one: not one.is_change and one.amount > 0 and one not in payments
            ).mapped("amount")
        )
        out = max(currency.round(change - tendered), 0.0)
        for ticket in self._get_refunded_tickets():
            out += ticket._get_paid_out_for_cards()
        if currency.compare_amounts(out, 0.0) > 0:
            self._report_card(
                "cash",
                self.env._(
                    "%(ticket)s paid out %(amount)s that a gift card had paid.",
                    ticket=self.pos_reference,
                    amount=currency.format(out),
                ),
                self.env._(
                    "What is on a card is not paid out. Talk with the cashier; the "
                    "card still lacks this amount."
                ),
            )

    def _get_paid_out_for_cards(self):
        """Return what refunds of this ticket paid out beyond what other means paid."""
        self.ensure_one()
        if not self._get_card_payments():
            return 0.0
        return max(self._get_paid_out_by_others(), 0.0)

    def _get_paid_out_by_others(self):
        """Return what other means gave back less what they paid; below zero: due."""
        refunds = self.lines.refund_orderline_ids.order_id.filtered(
            lambda order: order.state in ("paid", "done")
        )
        tickets = self | refunds
        others = tickets.payment_ids - tickets._get_card_payments()
        return -self.currency_id.round(sum(others.mapped("amount")))

    def _report_card(self, key, summary, advice):
        self._report_ticket(
            "loyalty", Problem(f"card:{self.uuid}:{key}", summary, advice)
        )


class PosOrderLine(models.Model):
    """A line that sells a card, tops it up, or takes it back."""

    _inherit = "pos.order.line"

    sold_card_token = fields.Char(
        copy=False, help="The card that the server gave to the till for this line."
    )
    sold_card_id = fields.Many2one(
        "loyalty.card",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_system",
        ondelete="restrict",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "sold_card_token"]

    def _move_money_of_sold_card(self):
        """Put on the card what this paid line sold, or take back what it refunds."""
        self.ensure_one()
        line = self.sudo()  # sudo: the card that the line sells; see sold_card_id
        amount = line.currency_id.round(abs(line.price_subtotal_incl))
        if not amount:
            return
        if line.qty < 0:
            card = line.refunded_orderline_id.sold_card_id
            if card:
                card._take_back_money(
                    amount, key=f"unsell:{line.uuid}", document=line.order_id
                )
            return
        card = line.order_id.config_id._read_card(line.sold_card_token, line.uuid)
        if not card:
            line.order_id._report_card(
                line.uuid,
                self.env._(
                    "%(ticket)s sold a card of %(amount)s that nobody knows.",
                    ticket=line.order_id.pos_reference,
                    amount=line.currency_id.format(amount),
                ),
                self.env._("Give the customer a card with this amount."),
            )
            return
        line.sold_card_id = card
        card._put_money(amount, key=f"sell:{line.uuid}", document=line.order_id)
