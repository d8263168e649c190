# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    """Means of payment of an order that no payment provider knows."""

    _inherit = "sale.order"

    def _after_paid_by_card(self, mode, amount, key, is_voucher):
        """A card has paid a part of this order, or got it back. Others extend it.

        In the transaction that moves the card.

        :param mode: what the card is, as documents of the books name it
        :param amount: in the currency of the order, negative when given back
        :param key: the same for the same movement
        :param is_voucher: the card was sold as a voucher
        """


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _is_voucher_sold(self):
        """Say whether this line sells money on a card, which bears no VAT yet."""
        self.ensure_one()
        return False
