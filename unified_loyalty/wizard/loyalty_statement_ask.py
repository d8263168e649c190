# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..report.loyalty_statement import DAY_KEY, SINCE_KEY


class LoyaltyStatementAsk(models.TransientModel):
    _name = "loyalty.statement.ask"
    _description = "Ask for a Loyalty Statement"

    date = fields.Date(
        string="At the End Of", required=True, default=fields.Date.context_today
    )
    since = fields.Date(
        string="Movements Since",
        help="First day of the movements to show. Empty: since the beginning.",
    )

    def action_open(self):
        """Open the statement of that day."""
        self.ensure_one()
        if self.since and self.since > self.date:
            raise UserError(
                self.env._("The first day of the movements is after the last one.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "unified_loyalty.action_loyalty_statement"
        )
        return {
            **action,
            "display_name": self.env._(
                "Points and Gift Cards at %(day)s", day=format_date(self.env, self.date)
            ),
            "context": {
                "search_default_owed": 1,
                "search_default_group_by_kind": 1,
                "search_default_group_by_program": 1,
                DAY_KEY: fields.Date.to_string(self.date),
                SINCE_KEY: self.since and fields.Date.to_string(self.since),
            },
        }
