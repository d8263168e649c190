# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .loyalty_card_money import CODE_PREFIX


class SaleOrder(models.Model):
    """One way to pay with a card: Odoo's own, a negative line, is closed.

    A negative line would lower the turnover by what was sold when the card was; and
    there would be two ways to spend the same money. Cards of money are still won by
    what is sold (rules), as in Odoo.
    """

    _inherit = "sale.order"

    def _get_claimable_rewards(self, forced_coupons=None):
        claimable = super()._get_claimable_rewards(forced_coupons)
        for card in list(claimable):
            if card.program_id.is_means_of_payment:
                del claimable[card]
        return claimable

    def _apply_program_reward(self, reward, coupon, **kwargs):
        # sudo: what the reward is, whoever asks for it
        if reward.sudo().program_id.is_means_of_payment:
            return {"error": self._card_pays_message()}
        return super()._apply_program_reward(reward, coupon, **kwargs)

    def _try_apply_code(self, code):
        """Say where a card is used; the same for a code that is nobody's."""
        # sudo: whether the code is a card; nothing is said of it
        cards = self.env["loyalty.card"].sudo()
        card = cards.search([("code", "in", list(cards._get_spellings(code)))], limit=1)
        if card.is_means_of_payment or (
            not card and str(code).strip().startswith(CODE_PREFIX)
        ):
            return {"error": self._card_pays_message(), "not_found": True}
        return super()._try_apply_code(code)

    def _card_pays_message(self):
        return self.env._(
            "This is no promotion code. Gift cards, e-wallets and store credit pay at "
            "the payment step."
        )

    # Conversion -----------------------------------------------------------------

    def _drop_card_rewards(self):
        """Take off open orders the negative lines by which a card was to pay.

        The money is on the card, untouched: nothing is spent before an order is
        confirmed. Each order says so.
        """
        for order in self.filtered(lambda order: order.state in ("draft", "sent")):
            lines = order.order_line.filtered(
                lambda line: line.reward_id.program_id.is_means_of_payment
            )
            if not lines:
                continue
            taken = -sum(lines.mapped("price_total"))
            order._message_log(
                body=self.env._(
                    "Cards are a means of payment now: %(amount)s that a card was to "
                    "pay are back in the total. Nothing was spent; the card pays at "
                    "the payment step.",
                    amount=order.currency_id.format(taken),
                )
            )
            if order.state == "sent":
                order._tell_of_dropped_card(taken)
            order._release_points()
            lines.unlink()

    def _tell_of_dropped_card(self, amount):
        self.env["commerce.exception"]._report(
            "loyalty",
            self,
            self.env._(
                "Quotation %(order)s was sent with %(amount)s paid by a card, by a "
                "negative line. The line is gone and the money is on the card.",
                order=self.name,
                amount=self.currency_id.format(amount),
            ),
            self.env._(
                "Put the card on the order again (Pay by Card), or tell the customer "
                "to use it when they pay."
            ),
            channel=self.channel_id,
            key=f"card_reward:{self.id}",
        )

    # Refunds --------------------------------------------------------------------

    def _reverse_refunded_points(self):
        result = super()._reverse_refunded_points()
        for order in self.filtered(lambda order: order.state == "sale"):
            order._take_back_cards_sold()
        return result

    def _take_back_cards_sold(self):
        """Take what was sold off the cards whose line was refunded."""
        self.ensure_one()
        order = self.sudo()  # sudo: whoever refunds the order
        sold = self.env["loyalty.movement"]._of(order)
        sold = sold.filtered(
            lambda one: (
                one.kind == "earn" and one.card_id.program_id.is_means_of_payment
            )
        )
        if not sold:
            return
        programs = order.order_line.product_id._get_sold_programs(order.company_id)
        for program, movements in sold.grouped(lambda m: m.card_id.program_id).items():
            lines = order.order_line.filtered(
                lambda line, program=program: programs.get(line.product_id) == program
            )
            whole = sum(lines.mapped("product_uom_qty"))
            if whole > 0:
                back = sum(line._get_refunded_quantity() for line in lines)
                rows = movements._prepare_reversals(
                    back / whole, order._prepare_loyalty_source()
                )
                movements._record(rows, after_commit=True)
