# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
import secrets

from odoo import api, fields, models

from ..exceptions import PointsRefusedError
from ..tools import with_source

# Scanners and Odoo's nomenclature know a card by these three digits.
CODE_PREFIX = "044"
# No letter that is taken for another one when a customer types it; 5 bits each.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})

# Wrong codes that one visitor, account or till may try.
TRIES = 10
TRY_SECONDS = 600


class LoyaltyCard(models.Model):
    """Cards of money: finding them, spending from them, putting money on them.

    Amounts are in the currency of the programme and exact to its rounding. Whoever
    may spend from a card was given it by ``_find_money_card`` or owns it.
    """

    _inherit = "loyalty.card"

    is_means_of_payment = fields.Boolean(related="program_id.is_means_of_payment")

    @api.model
    def _generate_code(self):
        """Return a code nobody can guess: 80 bits, where core's have 32."""
        chosen = (secrets.choice(ALPHABET) for _position in range(CODE_LENGTH))
        return CODE_PREFIX + "".join(chosen)

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        for card in cards:
            if card.is_means_of_payment and not card.expiration_date:
                if expiry := card.program_id._get_expiry():
                    card.expiration_date = expiry
        return cards

    @api.model
    def _create_empty(self, program, partner=None):
        return self.with_context(loyalty_no_mail=True, action_no_send_mail=True).create(
            {"program_id": program.id, "partner_id": partner.id if partner else False}
        )

    # Finding --------------------------------------------------------------------

    @api.model
    def _get_spellings(self, code):
        """Return the codes a person may mean who typed this one."""
        typed = str(code or "").strip()
        # a code printed in groups, or from before, which has hyphens and small letters
        joined = re.sub(r"[\s\-‐-―]", "", typed).upper()
        return {typed, joined, joined.translate(MISREAD)} - {""}

    @api.model
    def _find_money_card(self, code, who):
        """Return the card that pays like money and has this code.

        Tries are counted for who asks, across processes; good ones are not.

        :param who: who asks, such as an address, an account or a till
        :raise PointsRefusedError: no such card, or too many tries; the answer is the
            same for a code nobody has and for one that is no means of payment
        """
        limits = self.env["commerce.rate.limit"]
        if not limits._hit("money_card", who, TRIES, TRY_SECONDS):
            raise PointsRefusedError(
                self.env._(
                    "Too many codes were tried. Wait ten minutes, then try again."
                )
            )
        # sudo: whoever knows the code may ask for the card
        card = self.sudo().search(
            [
                ("code", "in", list(self._get_spellings(code))),
                ("program_id.is_means_of_payment", "=", True),
            ],
            limit=1,
        )
        if not card:
            raise PointsRefusedError(self._unknown_card_message())
        limits._forgive("money_card", who, TRY_SECONDS)
        return card

    @api.model
    def _unknown_card_message(self):
        return self.env._("This card cannot be used. Check its code.")

    @api.model
    def _find_card_for_shopper(self, code, company, currency, partner, who):
        """Return the card with this code if it can be used here, as a visitor asks.

        :raise PointsRefusedError: the same answer whatever the reason, so that it
            says nothing of cards of others
        """
        card = self._find_money_card(code, who)
        if card._get_money_refusal(company, currency, partner):
            self.env["commerce.rate.limit"]._hit("money_card", who, TRIES, TRY_SECONDS)
            raise PointsRefusedError(self._unknown_card_message())
        return card

    def _get_money_refusal(self, company, currency, partner=None):
        """Return why this card cannot pay a sale of this company, '' when it can.

        In words for staff: a shopper is told less.

        :param partner: customer of the sale; an e-wallet pays for its own
        """
        self.ensure_one()
        _ = self.env._
        program = self.program_id
        if not program.is_means_of_payment or not program.active or not self.active:
            return _("This card is not in use any more.")
        if self.blocked:
            return _("This card is blocked. A manager can unblock it or replace it.")
        today = fields.Date.context_today(self)
        if self.expiration_date and self.expiration_date < today:
            return _("This card has expired.")
        if not program._accepts(company):
            return _("This card belongs to another company.")
        if program.currency_id != currency:
            return _(
                "This card holds %(currency)s: it cannot pay a sale in another "
                "currency.",
                currency=program.currency_id.name,
            )
        if (
            program.program_type == "ewallet"
            and self.partner_id
            and partner is not None
        ):
            if self.partner_id.commercial_partner_id != partner.commercial_partner_id:
                return _("This e-wallet is of another customer.")
        return ""

    def _get_masked_code(self):
        """Return the code as it may be shown: its last four characters."""
        self.ensure_one()
        return f"•••• {self.code[-4:]}"

    def _get_money_left(self):
        """Return what this card can pay now: its balance less what is kept.

        :return: in the currency of the programme, never below zero
        """
        self.ensure_one()
        holds = self.env["loyalty.hold"]
        balance, _later = self.env["loyalty.movement"]._get_balances(self)[self]
        kept = holds._read_held(self).get(self.id, 0.0)
        return max(self.program_id.currency_id.round(balance - kept), 0.0)

    def _get_money_summary(self):
        """Return what a screen may show of this card, amounts in its currency."""
        self.ensure_one()
        left = self._get_money_left()
        return {
            "name": self._get_masked_code(),
            "program": self.program_id.name,
            "left": left,
            "left_display": self.program_id.currency_id.format(left),
            "expires": fields.Date.to_string(self.expiration_date) or False,
            "is_store_credit": self.program_id.is_store_credit,
        }

    # Spending -------------------------------------------------------------------

    def _authorize_money(
        self,
        token,
        amount,
        *,
        company,
        currency,
        minutes,
        partner=None,
        document=None,
        up_to=False,
    ):
        """Keep money of this card for a sale, or say what is left.

        Committed before it returns; asked again under the same token it is kept once.

        :param up_to: keep what is left when it is less
        :return: what was kept, in the currency of the card
        :raise PointsRefusedError: the card, or what is left on it, cannot pay
        """
        self.ensure_one()
        self.program_id._check_money(amount)
        if reason := self._get_money_refusal(company, currency, partner):
            raise PointsRefusedError(reason)
        holds = self.env["loyalty.hold"].with_company(company)
        grant = holds._authorize(
            token,
            {self: currency.round(amount)},
            minutes=minutes,
            document=document,
            partial=up_to,
        )
        if not grant.granted[self.id]:
            raise PointsRefusedError(
                self.env._("Nothing is left on this card."), {self.id: 0.0}
            )
        return grant.granted[self.id]

    def _capture_money(self, amount, *, token, key, document, settled=False):
        """Spend from this card what was kept under ``token``.

        Repeated with the same key it spends nothing more.

        :param settled: the sale cannot be refused; what the card cannot pay any more
            is reported to a person
        :raise PointsRefusedError: the card cannot pay and the sale is not settled
        """
        self.ensure_one()
        self.program_id._check_money(amount)
        if self._has_moved(key):
            return
        card = with_source(
            # sudo: whoever sells moves money on the card that was authorised
            self.sudo(),
            document,
            kind="burn",
            token=token,
            key=key,
            settled=settled,
        )
        card.points -= amount

    def _has_moved(self, key):
        # sudo: only the key is compared
        movements = self.env["loyalty.movement"].sudo()
        return bool(
            movements.search_count(
                [("card_id", "=", self.id), ("key", "=", key)], limit=1
            )
        )

    # Putting money on -----------------------------------------------------------

    def _put_money(self, amount, *, key, document=None, kind="earn", reason=""):
        """Put money on this card, and give it a whole life again.

        A card that was replaced meanwhile hands it to the one that took over.
        Repeated with the same key it puts nothing more.

        :param kind: ``earn``: sold; ``reverse``: refunded; ``adjust``: by hand
        :return: the card that has the money
        """
        self.ensure_one()
        self.program_id._check_money(amount)
        card = self.sudo()._get_successor()  # sudo: see _capture_money
        if card._has_moved(key):
            return card
        card._prolong()
        card = with_source(
            card,
            document,
            kind=kind,
            key=key,
            reason=reason,
            after_commit=document is not None,
        )
        card.points += amount
        return card

    def _prolong(self):
        """Let this card live long enough to spend what is put on it now."""
        self.ensure_one()
        if not self.expiration_date:
            return
        today = fields.Date.context_today(self)
        expiry = self.program_id._get_expiry()
        if not expiry and self.expiration_date < today:
            expiry = fields.Date.add(today, years=1)
        self.expiration_date = max(self.expiration_date, expiry or today)

    def _take_back_money(self, amount, *, key, document, reason=""):
        """Take off this card what was sold on it and is refunded, if it is there.

        What was spent already is reported: the refund cannot be undone.
        """
        self.ensure_one()
        card = self.sudo()._get_successor()  # sudo: see _capture_money
        if card._has_moved(key):
            return
        card = with_source(
            card, document, kind="burn", key=key, reason=reason, settled=True
        )
        card.points -= amount
