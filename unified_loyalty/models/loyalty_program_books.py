# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

# points that nobody spent for this long say how many ever are, where they live on
SETTLED_MONTHS = 12


def _account(label, help_text):
    return fields.Many2one(
        "account.account",
        string=label,
        company_dependent=True,
        ondelete="restrict",
        check_company=True,
        help=help_text,
    )


class LoyaltyProgram(models.Model):
    """What a programme owes, and on which accounts the books may say so.

    Nothing is posted from here: the accounts are empty until somebody chooses them.
    """

    _inherit = "loyalty.program"

    liability_account_id = _account(
        "Amounts Owed",
        "Gift cards, e-wallets and store credits: what is owed to customers. Points: "
        "deferred income. 419 and 487 in a French chart of accounts.",
    )
    provision_account_id = _account(
        "Provision",
        "Provision for points that will be used. 151 in a French chart of accounts.",
    )
    breakage_account_id = _account(
        "Breakage",
        "Income from what expired before it was used. 758 in a French chart of "
        "accounts.",
    )
    valuation_ids = fields.One2many("loyalty.valuation", "program_id")

    def _get_value_per_point(self):
        """Return what one point is worth at most to a customer, before VAT is known.

        In the currency of the programme; 0.0 when no reward says it, as a percentage
        of a basket that nobody knows yet.
        """
        self.ensure_one()
        if self.is_payment_program:
            return 1.0
        values = [reward._get_value_per_point() for reward in self.reward_ids]
        return max(values, default=0.0)

    def _get_usage_probability(self, date):
        """Return the share of points that are used, 0.0 to 1.0, or None without any.

        Of the points won long enough before ``date`` (their life, or a year), those
        used until ``date``; the oldest are used first.
        """
        self.ensure_one()
        months = self.points_life or SETTLED_MONTHS
        self.env["loyalty.movement"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT (sum(least(used, won)) / nullif(sum(won), 0))::float
                  FROM (
                       SELECT sum(m.points) FILTER (
                                  WHERE m.kind IN ('opening', 'earn')
                                    AND m.points > 0 AND m.date < %(settled)s
                              ) AS won,
                              greatest(-sum(m.points) FILTER (
                                  WHERE m.kind = 'burn'
                                     OR m.kind = 'reverse' AND m.points > 0
                              ), 0) AS used
                         FROM loyalty_movement m
                         JOIN loyalty_card card ON card.id = m.card_id
                        WHERE card.program_id = %(program)s AND m.date < %(until)s
                     GROUP BY m.card_id
                       ) cards
                 WHERE won > 0
                """,
                program=self.id,
                settled=date - relativedelta(months=months),
                until=date + relativedelta(days=1),
            )
        )
        return rows[0][0]
