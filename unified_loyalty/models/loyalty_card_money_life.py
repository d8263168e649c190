# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.unified_commerce_base.tools import own_cursor

from ..tools import with_source

MANAGER = "unified_commerce_base.group_commerce_manager"
STORE_MANAGER = "unified_commerce_base.group_commerce_user"
BATCH = 500


class LoyaltyCard(models.Model):
    """What people do with a card: block it, replace it, correct it, let it end.

    Each leaves who did it and why: in the ledger where money moves, in the chatter
    where it does not.
    """

    _inherit = "loyalty.card"

    def _check_card_manager(self, group=STORE_MANAGER):
        """Check that the user may manage cards.

        :raise AccessError: not a manager
        """
        if not (self.env.su or self.env.user.has_group(group)):
            raise AccessError(
                self.env._("Ask a manager: cards of customers hold their money.")
            )
        self.check_access("read")

    def _check_reason(self, reason):
        if not str(reason or "").strip():
            raise UserError(self.env._("Say why: the reason stays with the card."))
        return str(reason).strip()

    def _note(self, text):
        # sudo: a manager reads cards and writes their notes through here only
        self.sudo()._message_log(
            body=text, author_id=self.env.user.partner_id.id or None
        )

    # Lost or stolen -------------------------------------------------------------

    def _block(self, reason):
        """Keep anybody from paying with these cards, at once.

        What a payment under way had kept is given back.
        """
        reason = self._check_reason(reason)
        # sudo: whoever may block was checked by the caller
        self.sudo().blocked = True
        with own_cursor(self.env) as cr:
            cr.execute("DELETE FROM loyalty_hold WHERE card_ref = ANY(%s)", [self.ids])
        for card in self:
            card._note(self.env._("Blocked: %s", reason))

    def _unblock(self, reason):
        """Let these cards pay again, unless another one took over."""
        reason = self._check_reason(reason)
        for card in self:
            if card.merged_into_id:
                raise UserError(
                    self.env._(
                        "This card was replaced by %s, which has its money.",
                        card.merged_into_id._get_masked_code(),
                    )
                )
            card.sudo().blocked = False  # sudo: see _block
            card._note(self.env._("Unblocked: %s", reason))

    def _replace(self, reason):
        """Give what is on this card to a new one, and block this one.

        :return: the new card
        :raise UserError: it was replaced before, or somebody is paying with it
        """
        self.ensure_one()
        reason = self._check_reason(reason)
        card = self.sudo()  # sudo: see _block
        if card.merged_into_id:
            raise UserError(self.env._("This card was replaced already."))
        card._check_nobody_pays()
        balance, _later = self.env["loyalty.movement"]._get_balances(card)[card]
        new = card._create_empty(card.program_id, card.partner_id)
        new.expiration_date = card.expiration_date
        if balance > 0:
            moving = {
                "kind": "transfer",
                "reason": reason,
                "after_commit": False,
                "key": f"replace:{card.id}",
            }
            with_source(card, **moving).points -= balance
            with_source(new, **moving).points += balance
        card.write({"blocked": True, "merged_into_id": new.id})
        card._note(
            self.env._(
                "Replaced by %(card)s: %(reason)s",
                card=new._get_masked_code(),
                reason=reason,
            )
        )
        return new

    # By hand --------------------------------------------------------------------

    def _top_up_by_hand(self, amount, reason):
        """Put money on this card without a sale, within the limits of the programme."""
        self.ensure_one()
        reason = self._check_reason(reason)
        card = self.sudo()  # sudo: see _block
        company = card.company_id or self.env.company
        card.program_id._check_sold(amount, company, card._get_money_left())
        card._put_money(amount, key=uuid4().hex, kind="adjust", reason=reason)

    def _refund_by_hand(self, amount, reason):
        """Give money back to this card; no limit stands against a refund."""
        self.ensure_one()
        reason = self._check_reason(reason)
        self.sudo()._put_money(  # sudo: see _block
            amount, key=uuid4().hex, kind="reverse", reason=reason
        )

    def _refuse_cash(self):
        """Refuse to turn what is on a card into money.

        :raise UserError: always
        """
        raise UserError(
            self.env._(
                "What is on a card is spent in the shops that take it and is not paid "
                "out. Offer another card instead, or articles."
            )
        )

    # Expiry ---------------------------------------------------------------------

    @api.model
    def _cron_expire_money(self):
        """Let the money of cards expire whose last day is over."""
        while cards := self._find_expired(BATCH):
            done = cards._expire_money()
            left = self.env["ir.cron"]._commit_progress(done)
            if not left or not done:
                return

    @api.model
    def _find_expired(self, limit):
        # a day later: no payment that was authorised in time is under way any more
        last = fields.Date.subtract(fields.Date.context_today(self), days=1)
        return self.with_context(active_test=False).search(
            [
                ("program_id.is_means_of_payment", "=", True),
                ("expiration_date", "<", last),
                ("points", ">", 0),
            ],
            limit=limit,
            order="id",
        )

    def _expire_money(self):
        """Record as expired what is left on these cards: the shop owes it no more.

        Asked twice it takes nothing more.

        :return: number of cards that expired
        """
        movements = self.env["loyalty.movement"]
        rows = [
            {
                "card_id": card.id,
                "kind": "expire",
                "points": -balance,
                "key": f"expire:{card.id}:{card.expiration_date}",
            }
            for card, (balance, _later) in movements._get_balances(self).items()
            if balance > 0
        ]
        return len(movements._record(rows).card_id)
