# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 500
# who changes the date given as a birthday does not have two in a winter
BIRTHDAY_GAP = timedelta(days=180)
# a night without the cron takes no birthday away
LATE_DAYS = 3


class LoyaltyCard(models.Model):
    """Bonuses of the programme: each is one movement with a key of its own."""

    _inherit = "loyalty.card"

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        cards._give_welcome()
        return cards

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id"):
            self._give_welcome()
        return result

    def _give_bonus(self, points, key, reason, document=None):
        """Give points once for each key, on this card or on those it took over.

        :param key: what makes the bonus unique for the customer
        :param document: what it was given for, when there is such a thing
        """
        self.ensure_one()
        if not points or self.env["loyalty.movement"]._has_bonus(self, key):
            return self.env["loyalty.movement"]
        return self.env["loyalty.movement"]._record(
            [
                {
                    "card_id": self.id,
                    "kind": "earn",
                    "points": points,
                    "key": f"bonus:{key}",
                    "reason": reason,
                    "origin": document.display_name if document else False,
                    **self.program_id._get_lot_values(pending=False),
                }
            ]
        )

    def _give_welcome(self):
        # sudo: the programme gives, whoever makes the card
        cards = self.sudo().filtered(
            lambda card: (
                card.program_id.program_type == "loyalty"
                and card.program_id.bonus_welcome
                and card.partner_id
                and not card.partner_id.is_public
            )
        )
        for card in cards:
            earlier = card.with_context(active_test=False).search_count(
                [
                    ("program_id", "=", card.program_id.id),
                    ("partner_id", "=", card.partner_id.id),
                    ("id", "!=", card.id),
                ],
                limit=1,
            )
            if not earlier:
                card._give_bonus(
                    card.program_id.bonus_welcome, "welcome", self.env._("Welcome")
                )

    # Birthday -------------------------------------------------------------------

    @api.model
    def _cron_birthdays(self):
        """Give the birthday bonus of today, and of the last days if it was missed."""
        cron = self.env["ir.cron"]
        cards = self._get_birthday_cards(fields.Date.context_today(self))
        cron._commit_progress(remaining=len(cards))
        for start in range(0, len(cards), BATCH):
            batch = cards[start : start + BATCH]
            batch._give_birthday()
            if not cron._commit_progress(len(batch)):
                return

    @api.model
    def _get_birthday_cards(self, today):
        days = [today - timedelta(days=late) for late in range(LATE_DAYS + 1)]
        born = Domain.OR(
            Domain("partner_id.birthday_month", "=", str(day.month))
            & Domain("partner_id.birthday_day", "=", str(day.day))
            for day in days
        )
        if any(day.month == 2 and day.day == 28 for day in days):
            born |= Domain("partner_id.birthday_month", "=", "2") & Domain(
                "partner_id.birthday_day", "=", "29"
            )
        cards = self.search(
            born
            & Domain("program_id.bonus_birthday", ">", 0)
            & Domain("program_id.program_type", "=", "loyalty"),
            order="id",
        )
        given = self.env["loyalty.movement"].search(
            [
                ("card_id", "in", cards.ids),
                ("key", "=like", "bonus:birthday:%"),
                ("date", ">", fields.Datetime.now() - BIRTHDAY_GAP),
            ]
        )
        return cards - given.card_id

    def _give_birthday(self):
        year = fields.Date.context_today(self).year
        for card in self:
            card._give_bonus(
                card.program_id.bonus_birthday,
                f"birthday:{year}",
                self.env._("Happy birthday"),
            )
