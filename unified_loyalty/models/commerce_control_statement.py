# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..report.loyalty_statement import DAY_KEY


class CommerceControl(models.Model):
    _inherit = "commerce.control"

    def _control_loyalty_statement(self):
        """The accountant's statement of today is the sum of what the cards show."""
        companies = self.env["res.company"].search([])
        # at the end of the day after, no movement is later in any time zone
        day = fields.Date.today() + timedelta(days=1)
        statement = self.env["loyalty.statement"].with_context(
            **{"allowed_company_ids": companies.ids, DAY_KEY: day}
        )
        self.env["loyalty.card"].flush_model(["points"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT program.id, cards.points::float, statement.points::float
                  FROM loyalty_program program
             LEFT JOIN (
                       SELECT program_id, sum(balance) AS points
                         FROM %(statement)s stated
                     GROUP BY program_id
                       ) statement ON statement.program_id = program.id
             LEFT JOIN (
                       SELECT program_id, sum(round(points::numeric, 4)) AS points
                         FROM (
                              SELECT program_id, COALESCE(points, 0) AS points
                                FROM loyalty_card
                               WHERE household_card_id IS NULL
                           UNION ALL
                              -- a member's card shows what the household has
                              SELECT card.program_id, m.points
                                FROM loyalty_card card
                                JOIN loyalty_movement m ON m.card_id = card.id
                               WHERE card.household_card_id IS NOT NULL
                                 AND (m.valid_from IS NULL
                                      OR m.valid_from <= now() AT TIME ZONE 'UTC')
                           UNION ALL
                              SELECT card.program_id, m.points
                                FROM loyalty_movement m
                                JOIN loyalty_card card ON card.id = m.card_id
                               WHERE m.valid_from > now() AT TIME ZONE 'UTC'
                              ) shown
                     GROUP BY program_id
                       ) cards ON cards.program_id = program.id
                 WHERE COALESCE(cards.points, 0) <> COALESCE(statement.points, 0)
              ORDER BY program.id
                """,
                statement=statement._table_sql,
            )
        )
        return [
            (
                self.env["loyalty.program"].browse(program_id),
                self.env._(
                    "%(program)s: its cards show %(shown)s, the statement says "
                    "%(stated)s.",
                    program=self.env["loyalty.program"].browse(program_id).name,
                    shown=shown or 0.0,
                    stated=stated or 0.0,
                ),
                self.env._(
                    "Settle first what the control of the ledger found. If the "
                    "difference stays, tell whoever looks after the server."
                ),
            )
            for program_id, shown, stated in rows
        ]
