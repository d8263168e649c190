# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .pos_payment_method import CARD


class PosOrderLine(models.Model):
    """Cards sold without VAT are vouchers: what they pay is taxed when it is sold."""

    _inherit = "pos.order.line"

    def _is_voucher(self):
        if super()._is_voucher() or self._is_voucher_spent():
            return True
        line = self.sudo()  # sudo: which card the line sells or takes back
        card = line.sold_card_id or line.refunded_orderline_id.sold_card_id
        if card:
            return card.program_id.is_means_of_payment
        if not (line.sold_card_token or line.refunded_orderline_id.sold_card_token):
            return False
        # the card is not known, the article that was sold as one is
        return line.product_id in line.env["loyalty.program"]._get_voucher_articles()

    def _is_voucher_spent(self):
        program = self.sudo().reward_id.program_id  # sudo: programmes of every company
        return super()._is_voucher_spent() or program.is_means_of_payment


class PosPayment(models.Model):
    _inherit = "pos.payment"

    def _is_voucher(self):
        # sudo: a cashier reads the method of a ticket of their till
        terminal = self.sudo().payment_method_id.use_payment_terminal
        return super()._is_voucher() or terminal == CARD


class LoyaltyProgram(models.Model):
    _inherit = "loyalty.program"

    def _get_voucher_articles(self):
        """Return the articles sold as cards that pay like money."""
        programs = self.search([("is_means_of_payment", "=", True)])
        return programs.rule_ids.product_ids
