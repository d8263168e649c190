# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

KEPT_DAYS = 400


class CommerceControlRun(models.Model):
    """The result of a control on one night; kept a little over a year."""

    _name = "commerce.control.run"
    _description = "Control Run"
    _order = "id desc"

    control_id = fields.Many2one(
        "commerce.control", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(
        [("ok", "Passed"), ("found", "To look at"), ("error", "Could not run")],
        required=True,
    )
    found = fields.Integer()
    duration = fields.Float(help="Seconds.")
    message = fields.Text()

    @api.autovacuum
    def _gc_runs(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search([("create_date", "<", limit)], limit=10_000).unlink()
