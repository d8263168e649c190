# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.unified_loyalty.exceptions import CardBusyError, PointsRefusedError
from odoo.addons.unified_pos.models.cart_ticket import as_id

from .pos_order_points import as_points

# money on cards is a means of payment, not a reward
MEANS_OF_PAYMENT = ("gift_card", "ewallet")
PAY_MINUTES = 15
# how long the points of a customer at the till stay set aside for it
ENVELOPE_MINUTES = 60
UUID_LENGTH = 64


class PosConfig(models.Model):
    """Points that a till asks for before the customer pays, and without network."""

    _inherit = "pos.config"

    offline_points = fields.Integer(
        string="Points Without Network",
        default=-1,
        help="How many points of the customer on a ticket this till sets aside, to "
        "spend them if it loses the network. Below zero: enough for the smallest "
        "reward. 0: a till without network spends no points.",
    )

    def unified_authorize_points(self, order_uuid, partner_id, spending):
        """Keep what the rewards of a ticket spend, before the customer pays.

        Absolute: it replaces what this ticket had kept; nothing spent releases it.

        :param order_uuid: key of the ticket
        :param partner_id: customer of the ticket, or False
        :param spending: [[card id, points spent, points won by the same ticket], …]
        :return: {status: held | refused | busy, message, left: {card id: points},
            kept: {card id: points}, seconds}
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        try:
            wanted = self._read_spending(partner_id, spending)
        except PointsRefusedError as refusal:
            return self._prepare_points_answer(PAY_MINUTES, refusal)
        return self._keep_points(order_uuid, wanted, PAY_MINUTES)

    def unified_set_points_aside(self, order_uuid, partner_id):
        """Keep a few points of a customer for a ticket that may lose the network.

        It replaces what the ticket had kept to be paid: so leaving the payment
        releases it.

        :return: as ``unified_authorize_points``; ``kept`` is less than the setting
            where the card has less
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        cards = self._get_cards_at_till(partner_id) if self.offline_points else ()
        wanted = {
            card: float(self.offline_points)
            if self.offline_points > 0
            else card._get_smallest_reward()
            for card in cards
        }
        return self._keep_points(order_uuid, wanted, ENVELOPE_MINUTES, partial=True)

    def unified_release_points(self, order_uuid):
        """Give back at once what a ticket had kept and does not spend.

        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        self.env["loyalty.hold"]._release([self._get_points_token(order_uuid)])
        return True

    # Keeping --------------------------------------------------------------------

    def _get_points_token(self, order_uuid):
        """Return the key of what a ticket of this till keeps: nobody else's."""
        return f"pos.order,{str(order_uuid)[:UUID_LENGTH]},{self.id}"

    def _keep_points(self, order_uuid, wanted, minutes, partial=False):
        token = self._get_points_token(order_uuid)
        answer = self._prepare_points_answer(minutes)
        # sudo: the till's own keys; what this ticket no longer spends is released
        holds = self.env["loyalty.hold"].sudo()
        kept = holds.search([("token", "=", token)]).card_id
        if not wanted:
            if kept:
                holds._release([token])
            return answer
        wanted = {**dict.fromkeys(kept, 0.0), **wanted}
        try:
            grant = holds._authorize(
                token, wanted, minutes=minutes, document=self, partial=partial
            )
        except PointsRefusedError as refusal:
            # a card that cannot be used has nothing to set aside
            return self._prepare_points_answer(minutes, None if partial else refusal)
        except CardBusyError as busy:
            answer.update(status="busy", message=str(busy))
        else:
            answer["kept"] = dict(grant.granted)
        return answer

    def _prepare_points_answer(self, minutes, refusal=None):
        return {
            "status": "refused" if refusal else "held",
            "message": str(refusal or ""),
            "left": refusal.left if refusal else {},
            "kept": {},
            "seconds": minutes * 60,
        }

    def _read_spending(self, partner_id, spending):
        """Return {card: points} that a ticket takes, net of what it wins there.

        :raise PointsRefusedError: the card of somebody else
        """
        partner = self.env["res.partner"].browse(as_id(partner_id)).exists()
        # sudo: cards are judged here, whatever the cashier may read
        cards = self.env["loyalty.card"].sudo()
        wanted = {}
        for card_id, spent, won in spending:
            card = cards.browse(as_id(card_id)).exists()._get_successor_or_none()
            program = card.program_id
            if not card or program.program_type in MEANS_OF_PAYMENT:
                continue
            if program.is_nominative and not card._is_usable_by(partner):
                raise PointsRefusedError(
                    self.env._("This card is not the one of this customer."),
                    {card.id: 0.0},
                )
            points = max(as_points(spent), 0.0)
            if program._gives_points_at_once():
                points -= max(as_points(won), 0.0)
            if points > 0:
                wanted[card] = wanted.get(card, 0.0) + points
        return wanted

    def _get_cards_at_till(self, partner_id):
        """Return the cards of points of a customer that this till may use."""
        partner = self._get_till_customer(as_id(partner_id))
        # sudo: the programmes of this till, whatever its staff may read
        programs = self.sudo()._get_till_programs()
        # sudo: whether there are points, for the customer who stands at the till
        return (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", partner.id),
                    ("program_id", "in", programs.ids),
                    ("program_id.program_type", "=", "loyalty"),
                    ("points", ">", 0),
                ]
            )
        )

    # Giving back ----------------------------------------------------------------

    def unified_refund_rewards(self, order_id, quantities):
        """Return what the rewards of a ticket take off what is given back now.

        :param order_id: the ticket that is refunded, of any till of the company
        :param quantities: {line of the ticket: quantity given back, positive}
        :return: {reward line: {price_unit, amount}}, zero where the reward stays
        :raise AccessError: not the staff of an open till, or a ticket of others
        """
        self._check_till()
        order = self.env["pos.order"].browse(as_id(order_id)).exists()
        order.check_access("read")
        if order.company_id != self.company_id:
            raise AccessError(self.env._("This ticket is of another company."))
        lines = {line.id: line for line in order.lines}
        given_back = {
            lines[int(line_id)]: max(as_points(quantity), 0.0)
            for line_id, quantity in quantities.items()
            if int(line_id) in lines
        }
        due = order._get_rewards_to_withhold(given_back)
        nothing = {"price_unit": 0.0, "amount": 0.0}
        return {
            line.id: due.get(line, nothing)
            for line in order.lines
            if line._is_reward_taken()
        }

    def _get_till_programs(self):
        """Return the programmes of this till."""
        return self._get_program_ids()
