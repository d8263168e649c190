# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import consteq, format_date, hmac

from odoo.addons.unified_loyalty.exceptions import CardBusyError, PointsRefusedError
from odoo.addons.unified_pos.models.cart_ticket import as_id

# A tablet that is lost gives the money back after this time.
HOLD_MINUTES = 60
SCOPE = "unified_loyalty_pos.card"


class PosConfig(models.Model):
    """What a till asks about cards of money: what is on them, and to keep it.

    A cashier has no right on cards. A till never has the number of a card to spend
    from: it is given a token for the card, good for one line of one ticket.
    """

    _inherit = "pos.config"

    @api.model_create_multi
    def create(self, vals_list):
        """A new till takes cards, unless its means of payment were chosen."""
        tills = super().create(vals_list)
        plain = tills.browse(
            till.id
            for till, vals in zip(tills, vals_list, strict=True)
            if "payment_method_ids" not in vals
        )
        # sudo: the journal of cards is made with the first till of a company
        self.env["pos.payment.method"].sudo()._create_card_methods(plain)
        return tills

    def _get_program_ids(self):
        """Cards that pay like money are no rewards at the till."""
        return (
            super()
            ._get_program_ids()
            .filtered(lambda program: not program.is_means_of_payment)
        )

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        for values in read_records[:1]:
            values["_card_product_ids"] = config._get_card_products().ids
        return read_records

    def _get_card_products(self):
        """Return the articles that are cards of money in this till's currency."""
        # sudo: which articles are cards; programmes are not the cashier's to read
        programs = self.env["loyalty.program"].sudo()
        programs = programs.search(
            [
                ("is_means_of_payment", "=", True),
                ("company_id", "in", [False, self.company_id.id]),
                ("currency_id", "=", self.currency_id.id),
                ("pos_ok", "=", True),
            ]
        )
        return programs.rule_ids.product_ids

    # What the till asks ---------------------------------------------------------

    def unified_card_look_up(self, code):
        """Return what is on a card: {name, program, left, left_display, expires,
        expires_display, is_store_credit}, and ``refusal`` when it cannot pay here.

        :raise PointsRefusedError: unknown card, or too many tries
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        card = self._find_card(code)
        return {
            **card._get_money_summary(),
            "expires_display": format_date(self.env, card.expiration_date),
            "refusal": card._get_money_refusal(self.company_id, self.currency_id),
        }

    def unified_card_authorize(
        self, order_uuid, payment_uuid, code, amount, partner_id=None
    ):
        """Keep money of a card for one payment line of one ticket.

        As much as is there when it is less. Asked again it is kept once.

        :param amount: what is left to pay, in the currency of the till
        :param partner_id: customer of the ticket, when there is one
        :return: {status: kept | refused, message} and, when kept, {amount, left,
            left_display, name, token}
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        partner = self.env["res.partner"].browse(as_id(partner_id))
        try:
            card = self._find_card(code)
            granted = card._authorize_money(
                self._get_card_hold(order_uuid, payment_uuid),
                amount,
                company=self.company_id,
                currency=self.currency_id,
                partner=partner.sudo(),  # sudo: only whose card it is
                minutes=HOLD_MINUTES,
                document=self,
                up_to=True,
            )
        except (PointsRefusedError, CardBusyError) as refusal:
            return {"status": "refused", "message": str(refusal)}
        left = card._get_money_left()
        return {
            "status": "kept",
            "message": "",
            "amount": granted,
            "left": left,
            "left_display": self.currency_id.format(left),
            "name": card._get_masked_code(),
            "token": self._sign_card(card, payment_uuid),
        }

    def unified_card_release(self, order_uuid, payment_uuids):
        """Give back what payment lines that were taken off had kept."""
        self._check_till()
        self.env["loyalty.hold"]._release(
            [self._get_card_hold(order_uuid, uuid) for uuid in payment_uuids]
        )
        return True

    def unified_cards_to_refund(self, order_id, payment_uuid):
        """Return the cards that paid a ticket and what may go back to each.

        :param order_id: the ticket that is refunded
        :param payment_uuid: payment line of the refund
        :return: {cards: [{name, amount, amount_display, token}], others: what other
            means may still give back}
        """
        self._check_till()
        ticket = self.env["pos.order"].browse(as_id(order_id)).exists()
        if not ticket:
            return {"cards": [], "others": 0.0}
        ticket.check_access("read")
        cards = [
            {
                "name": card._get_masked_code(),
                "amount": amount,
                "amount_display": self.currency_id.format(amount),
                "token": self._sign_card(card, payment_uuid),
            }
            for card, amount in ticket._get_amounts_to_cards().items()
        ]
        return {"cards": cards, "others": max(-ticket._get_paid_out_by_others(), 0.0)}

    def unified_store_credit(self, payment_uuid, partner_id=None):
        """Make an empty store credit for a customer who chose it instead of the money.

        The refund puts the money on it when the ticket is stored.

        :return: {name, code, token}
        :raise UserError: there is no programme of store credit
        """
        self._check_till()
        # sudo: a cashier gives store credit, programmes are not theirs to read
        programs = self.env["loyalty.program"].sudo()
        program = programs.search(
            [
                ("is_store_credit", "=", True),
                ("company_id", "in", [False, self.company_id.id]),
                ("currency_id", "=", self.currency_id.id),
            ],
            limit=1,
        )
        if not program or not program._accepts(self.company_id):
            raise UserError(
                self.env._(
                    "This shop gives no store credit: refund by the means the "
                    "customer paid with."
                )
            )
        partner = self.env["res.partner"].browse(as_id(partner_id)).exists()
        partner.check_access("read")
        card = program.env["loyalty.card"]._create_empty(program, partner)
        return {
            "name": card._get_masked_code(),
            "code": card.code,
            "token": self._sign_card(card, payment_uuid),
        }

    def unified_card_to_sell(
        self, line_uuid, product_id, amount, code=None, token=None
    ):
        """Choose the card on which a line of a ticket puts money.

        :param code: a card in the customer's or the cashier's hand; None: a new one
        :param token: the card chosen before for this line
        :return: {name, token, code: of a new card only, left: on it before}
        :raise PointsRefusedError: refused, with the reason
        """
        self._check_till()
        product = self.env["product.product"].browse(as_id(product_id)).exists()
        program = product._get_sold_programs(self.company_id).get(product)
        if not program:
            raise UserError(self.env._("This article is no card."))
        card = self._read_card(token, line_uuid)
        if not card and code:
            card = self._find_card(code)
            refusal = card._get_money_refusal(self.company_id, self.currency_id)
            if card.program_id != program:
                refusal = self.env._("This card is not one of %s.", program.name)
            if refusal:
                raise PointsRefusedError(refusal)
        left = card._get_money_left() if card else 0.0
        program._check_sold(amount, self.company_id, left)
        is_new = not card
        if is_new:
            # sudo: the card of a line that is about to be paid, empty until then
            card = self.env["loyalty.card"].sudo()._create_empty(program)
        return {
            "name": card._get_masked_code(),
            "code": is_new and card.code,
            "left": left,
            "token": self._sign_card(card, line_uuid),
        }

    def unified_cards_sold_left(self, line_ids):
        """Return what is left on the cards that these lines sold: {line id: amount}.

        Lines that sold no card are left out.
        """
        self._check_till()
        lines = self.env["pos.order.line"].browse(map(as_id, line_ids)).exists()
        lines.check_access("read")
        return {
            # sudo: an amount of a card that this very line sold
            line.id: line.sudo().sold_card_id._get_money_left()
            for line in lines
            if line.sudo().sold_card_id
        }

    # How cards are named --------------------------------------------------------

    def _find_card(self, code):
        return self.env["loyalty.card"]._find_money_card(code, f"till:{self.id}")

    def _get_card_hold(self, order_uuid, payment_uuid):
        """Return the key under which a payment line keeps money."""
        return f"ticket-{order_uuid}:{payment_uuid}"

    def _sign_card(self, card, uuid):
        """Return a token for this card, good for one line of a ticket."""
        # sudo: the secret of the database signs it
        mac = hmac(self.env(su=True), SCOPE, (card.id, str(uuid)))
        return f"{card.id}-{mac}"

    def _read_card(self, token, uuid):
        """Return the card of a token that the server gave for this line, or none."""
        # sudo: the token is the right to name the card
        cards = self.env["loyalty.card"].sudo().with_context(active_test=False)
        card_id, _dash, _mac = str(token or "").partition("-")
        card = cards.browse(int(card_id) if card_id.isdecimal() else 0).exists()
        if card and consteq(self._sign_card(card, uuid), str(token)):
            return card
        return cards.browse()

    # Core's way -----------------------------------------------------------------

    def use_coupon_code(self, code, creation_date, partner_id, pricelist_id):
        """A card of money that is scanned shows what is on it; it pays later."""
        # sudo: whether the code is a card; counted as a try below
        cards = self.env["loyalty.card"].sudo()
        card = cards.search(
            [
                ("code", "in", list(cards._get_spellings(code))),
                ("program_id.is_means_of_payment", "=", True),
            ],
            limit=1,
        )
        if not card:
            return super().use_coupon_code(
                code, creation_date, partner_id, pricelist_id
            )
        summary = self.unified_card_look_up(code)
        message = summary["refusal"] or self.env._(
            "%(program)s: %(left)s left. It pays at the payment.",
            program=summary["program"],
            left=summary["left_display"],
        )
        return {"successful": False, "payload": {"error_message": message}}
