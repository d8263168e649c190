# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.fiscal_closing import PERIODS


class FiscalClosingWizard(models.TransientModel):
    """Close a period by hand: what the night would do, or did not do."""

    _name = "fiscal.closing.wizard"
    _description = "Close a Period"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    till_id = fields.Many2one(
        "fiscal.till",
        domain="[('company_id', '=', company_id)]",
        help="Empty: all tills of the company, once each of them is closed.",
    )
    period = fields.Selection(PERIODS, required=True, default="day")
    day = fields.Date(
        required=True,
        default=lambda self: self._get_yesterday(),
        help="A day of the period to close.",
    )

    def _get_yesterday(self):
        today = self.env.company._get_business_date(fields.Datetime.now())
        return today - timedelta(days=1)

    def action_close(self):
        """Close the period and open the closing."""
        self.ensure_one()
        if not self.company_id._is_sealed():
            raise UserError(
                self.env._(
                    "%s does not seal its tickets yet: there is nothing to close.",
                    self.company_id.name,
                )
            )
        closing_id = self.env["fiscal.closing"]._close(
            self.company_id, self.till_id, self.period, self.day
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "fiscal.closing",
            "res_id": closing_id,
            "views": [(False, "form")],
        }
