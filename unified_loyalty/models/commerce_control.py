# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL


class CommerceControl(models.Model):
    _inherit = "commerce.control"

    def _control_loyalty_ledger(self):
        """Each card shows the sum of its movements, which nobody can change."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT card.id, ledger.points::float
                  FROM loyalty_card card
                  JOIN LATERAL (
                       SELECT COALESCE(sum(points), 0) AS points
                         FROM loyalty_movement
                        WHERE card_id = COALESCE(card.household_card_id, card.id)
                          AND (valid_from IS NULL
                               OR valid_from <= now() AT TIME ZONE 'UTC')
                       ) AS ledger ON TRUE
                 WHERE round(COALESCE(card.points, 0)::numeric, 4) <> ledger.points
              ORDER BY card.id
                """
            )
        )
        balances = dict(rows)
        cards = self.env["loyalty.card"].browse(balances)
        findings = [
            (
                card,
                self.env._(
                    "The card %(card)s shows %(shown)s, its movements make %(sum)s.",
                    card=card.display_name,
                    shown=card._format_points(card.points).strip(),
                    sum=card._format_points(balances[card.id]).strip(),
                ),
                self.env._(
                    "The movements are right: open the card and let it be counted "
                    "again. If it happens often, tell whoever looks after the server."
                ),
            )
            for card in cards
        ]
        return findings + self._find_unguarded_ledger()

    def _find_unguarded_ledger(self):
        """Report a ledger whose trigger was dropped or put to sleep."""
        guarded = self.env.execute_query(
            SQL(
                """
                SELECT 1 FROM pg_trigger
                 WHERE tgrelid = 'loyalty_movement'::regclass
                   AND tgname = 'append_only' AND tgenabled IN ('O', 'A')
                """
            )
        )
        if guarded:
            return []
        return [
            (
                self.env["loyalty.movement"],
                self.env._("Movements of points can be changed in the database."),
                self.env._(
                    "Somebody removed the guard of the table. Upgrade the module "
                    "Unified Loyalty, and find out who had access to PostgreSQL."
                ),
            )
        ]
