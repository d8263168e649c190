# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class LoyaltyProgram(models.Model):
    """What the tiers of a programme are measured by."""

    _inherit = "loyalty.program"

    tier_ids = fields.One2many("loyalty.tier", "program_id")
    tier_basis = fields.Selection(
        [("points", "Points won"), ("money", "Money spent")],
        string="Tiers Depend On",
        required=True,
        default="points",
    )
    tier_months = fields.Integer(
        string="Period (Months)",
        default=12,
        help="What was bought in the last months counts, less what was refunded.",
    )
    tier_grace_days = fields.Integer(
        string="Grace (Days)",
        default=30,
        help="How long a customer whose purchases do not suffice any more keeps the "
        "tier.",
    )
    tier_up_to_card = fields.Integer(
        readonly=True, copy=False, help="Where a run that was stopped goes on."
    )

    @api.constrains("tier_months", "tier_grace_days")
    def _check_tier_period(self):
        for program in self:
            if program.tier_months < 1 or program.tier_grace_days < 0:
                raise ValidationError(
                    self.env._(
                        "Tiers are measured over a month at least, and grace is not "
                        "below zero days."
                    )
                )

    @api.model
    @tools.ormcache()
    def _get_tier_program_ids(self):
        """Return the ids of programmes that have tiers."""
        # sudo: asked for after every sale, whoever sells
        groups = self.env["loyalty.tier"].sudo()._read_group([], ["program_id"])
        return frozenset(program.id for (program,) in groups)

    def _get_reserved_tiers(self):
        """Return the tiers that these promotions are reserved for."""
        # sudo: the rule holds for whoever sells
        tiers = self.env["loyalty.tier"].sudo()
        return tiers.search([("reserved_program_id", "in", self.ids)])

    def _get_tier_figures(self, cards):
        """Return {card: what it reached in the period}; refunds count.

        Points, or money with taxes in the currency of the company.
        """
        self.ensure_one()
        since = fields.Datetime.now() - relativedelta(months=self.tier_months)
        if self.tier_basis == "money":
            spent = self._get_spending(cards.partner_id, since)
            return {card: spent.get(card.partner_id, 0.0) for card in cards}
        return self._get_points_won(cards, since)

    def _get_points_won(self, cards, since):
        """Return {card: points won by purchases, less what refunds took back}."""
        self.env["loyalty.movement"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(card.merged_into_id, card.id),
                       sum(won.points + COALESCE(back.points, 0))::float
                  FROM loyalty_card card
                  JOIN loyalty_movement won ON won.card_id = card.id
             LEFT JOIN LATERAL (
                       SELECT sum(points) AS points FROM loyalty_movement
                        WHERE reversed_id = won.id) back ON TRUE
                 WHERE (card.id = ANY(%(cards)s)
                        OR card.merged_into_id = ANY(%(cards)s))
                   AND won.kind = 'earn' AND won.res_model IS NOT NULL
                   AND won.date >= %(since)s
              GROUP BY 1
                """,
                cards=cards.ids,
                since=since,
            )
        )
        found = dict(rows)
        return {card: found.get(card.id, 0.0) for card in cards}

    def _get_spending(self, customers, since):
        """Return {customer: what they bought on any channel, less credit notes}."""
        report = self.env["sale.report"]
        # a report reads the tables, whatever they are made of
        self.env.flush_all()
        companies = self.company_id or self.env["res.company"].search([])
        bought = report._read_group(
            [
                ("partner_id", "in", customers.ids),
                ("date", ">=", since),
                ("state", "in", report._get_done_states()),
                ("company_id", "in", companies.ids),
            ],
            ["partner_id"],
            ["price_total:sum"],
        )
        refunded = self.env["account.move.line"]._read_group(
            [
                ("sale_line_ids.order_id.partner_id", "in", customers.ids),
                ("sale_line_ids.order_id.date_order", ">=", since),
                ("parent_state", "=", "posted"),
                ("move_type", "=", "out_refund"),
                ("company_id", "in", companies.ids),
            ],
            ["partner_id"],
            ["price_total:sum"],
        )
        spent = dict(bought)
        for customer, amount in refunded:
            spent[customer] = spent.get(customer, 0.0) - amount
        return spent
