# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

BATCH = 500


class LoyaltyCard(models.Model):
    """A customer is told of points that expire soon, once."""

    _inherit = "loyalty.card"

    expiry_noticed_until = fields.Date(
        readonly=True,
        copy=False,
        help="The customer was told of what expires up to this day.",
    )

    def _get_expiring(self):
        """Return {card: (points, first day on which they are gone)} of what ends soon.

        What expires within the notice of its programme, all dates together; a card
        without such points is left out.
        """
        today = fields.Date.context_today(self)
        found = {}
        cards = self.filtered("program_id.points_life")
        if not cards:
            return found
        for card, lots in self.env["loyalty.movement"]._get_lots(cards).items():
            until = today + timedelta(days=card.program_id.expiry_notice_days)
            ending = [lot for lot in lots if lot.expires_on and lot.expires_on <= until]
            if points := sum(lot.points for lot in ending):
                found[card] = (points, min(lot.expires_on for lot in ending))
        return found

    @api.model
    def _cron_notify_expiry(self):
        """Write to customers whose points expire soon: one e-mail each, once."""
        cron = self.env["ir.cron"]
        card_ids = self._get_cards_to_notify(fields.Date.context_today(self))
        cron._commit_progress(remaining=len(card_ids))
        for start in range(0, len(card_ids), BATCH):
            batch = self.browse(card_ids[start : start + BATCH])
            batch._notify_expiry()
            if not cron._commit_progress(len(batch)):
                return

    @api.model
    def _get_cards_to_notify(self, today):
        """Return ids of cards with lots nobody was told of, by customer."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT card.id
                  FROM loyalty_movement lot
                  JOIN (
                       SELECT id, id AS ledger_id FROM loyalty_card
                    UNION ALL
                       -- members of a household are told of its points
                       SELECT id, household_card_id FROM loyalty_card
                        WHERE household_card_id IS NOT NULL
                       ) seen ON seen.ledger_id = lot.card_id
                  JOIN loyalty_card card ON card.id = seen.id
                  JOIN loyalty_program program ON program.id = card.program_id
                  JOIN res_partner partner ON partner.id = card.partner_id
                 WHERE lot.expires_on >= %(today)s
                   AND lot.expires_on <= %(today)s + program.expiry_notice_days
                   AND lot.expires_on > COALESCE(card.expiry_noticed_until,
                                                 '-infinity')
                   AND lot.lot_id IS NULL AND lot.points > 0
                   AND program.points_life > 0 AND program.expiry_notice_days > 0
                   AND program.active AND card.active
                   AND COALESCE(partner.email, '') <> ''
              GROUP BY card.id
              ORDER BY card.partner_id, card.id
                """,
                today=today,
            )
        )
        return [card_id for (card_id,) in rows]

    def _notify_expiry(self):
        """Write one e-mail to each customer of these cards that has something left."""
        template = self.env.ref(
            "unified_loyalty.mail_template_points_expire", raise_if_not_found=False
        )
        expiring = self._get_expiring()
        customers = self.browse().union(*expiring).partner_id
        if template and customers:
            template.send_mail_batch(customers.ids)
        today = fields.Date.context_today(self)
        for program, cards in self.grouped("program_id").items():
            cards.expiry_noticed_until = today + timedelta(
                days=program.expiry_notice_days
            )
