# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from odoo.addons.unified_loyalty.exceptions import PointsRefusedError

# A payment that a provider has not answered yet may come a day later.
PENDING_MINUTES = 24 * 60


class SaleOrder(models.Model):
    """Carts of the shop that cards pay in part or whole."""

    _inherit = "sale.order"

    def _refresh_card_payments(self):
        """Let cards pay what the cart costs now; take off it what cannot pay any more.

        :return: why a card was taken off, '' when none was
        """
        self.ensure_one()
        if self._has_card_payment_locked() or self.state != "draft":
            return ""
        self._fit_card_payments()
        refusal = ""
        for part in self.sudo().card_payment_ids:  # sudo: the shopper's own cart
            try:
                part._renew()
            except UserError as error:
                refusal = str(error)
                part._release()
        return refusal

    def _keep_card_payments(self):
        """Keep what cards pay as long as a payment of the rest may take.

        A provider's message is never refused: what is gone is told when the order is
        confirmed.
        """
        for order in self:
            try:
                order._renew_card_payments(PENDING_MINUTES)
            except PointsRefusedError:
                continue

    def _let_go_card_payments(self):
        """The rest was refused: the money is free at once, for anybody.

        The cart still names its cards, and asks them again at the next try.
        """
        parts = self.sudo().card_payment_ids  # sudo: the shopper's own cart
        kept = parts.filtered(lambda part: part.state == "kept")
        self.env["loyalty.hold"]._release([part._get_token() for part in kept])

    def _check_cart_is_ready_to_be_paid(self):
        result = super()._check_cart_is_ready_to_be_paid()
        self._check_cards_sold()
        return result

    def _get_own_cards(self, user):
        """Return the cards of who is signed in that can pay this cart without a code.

        A cart may bear the file of a customer who has not signed in: none then.
        """
        self.ensure_one()
        if user._is_public() or user.partner_id != self.partner_id:
            return self.env["loyalty.card"]
        # sudo: the shopper's own cards
        cards = self.env["loyalty.card"].sudo()
        found = cards.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("program_id.is_means_of_payment", "=", True),
                ("points", ">", 0),
            ]
        )
        paying = self.sudo().card_payment_ids.card_id  # sudo: see above
        return (found - paying).filtered(
            lambda card: (
                not card._get_money_refusal(
                    self.company_id, self.currency_id, self.partner_id
                )
            )
        )
