# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class FiscalQuarantineDeclare(models.TransientModel):
    """A manager says why tickets that others wait for will never come."""

    _name = "fiscal.quarantine.declare"
    _description = "Declare Tickets Missing"

    quarantine_ids = fields.Many2many(
        "fiscal.quarantine",
        string="Tickets that wait",
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char(required=True)

    def action_declare(self):
        self.ensure_one()
        self.quarantine_ids._declare_missing(self.reason)
        return {"type": "ir.actions.act_window_close"}
