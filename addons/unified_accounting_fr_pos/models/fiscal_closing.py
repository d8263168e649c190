# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class FiscalClosing(models.Model):
    _inherit = "fiscal.closing"

    @api.model
    def _may_close_today(self, till, day):
        """A till may close its day once none of its sessions is open."""
        # sudo: whether a session is open, whoever closes
        configs = (
            self.env["pos.config"].sudo().search([("fiscal_till_id", "=", till.id)])
        )
        if not configs:
            return super()._may_close_today(till, day)
        sessions = configs.env["pos.session"]
        return not sessions.search_count(
            [("config_id", "in", configs.ids), ("state", "!=", "closed")], limit=1
        )

    @api.model
    def _count_waiting(self, till):
        # sudo: how many wait, for who reads the closing
        waiting = self.env["fiscal.quarantine"].sudo()
        return super()._count_waiting(till) + waiting.search_count(
            [("till_id", "=", till.id), ("resolution_ids", "=", False)]
        )
