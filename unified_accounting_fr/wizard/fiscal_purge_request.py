# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class FiscalPurgeRequest(models.TransientModel):
    """Purges documents older than six years that verified archives hold."""

    _name = "fiscal.purge.request"
    _description = "Purge of Sealed Documents"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    archive_ids = fields.Many2many(
        "fiscal.archive", string="Archives", compute="_compute_archive_ids"
    )
    is_sure = fields.Boolean(
        string="These archives are kept in a safe place, outside this server"
    )

    @api.depends("company_id")
    def _compute_archive_ids(self):
        for request in self:
            request.archive_ids = self.env["fiscal.archive"]._get_purgeable(
                request.company_id
            )

    def action_purge(self):
        """Verify the archives, then delete what they hold."""
        self.ensure_one()
        self.check_access("write")
        if not self.is_sure:
            raise UserError(self.env._("Tick that the archives are kept elsewhere."))
        if not self.archive_ids:
            raise UserError(
                self.env._("No archive holds documents of more than six years.")
            )
        # sudo: rows are deleted under the triggers' own condition
        count = self.archive_ids.sudo()._purge()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s documents were purged.", count),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
