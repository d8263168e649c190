# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class FiscalClosing(models.Model):
    _inherit = "fiscal.closing"

    @api.model
    def _may_close_today(self, till, day):
        """A till may close its day once none of its sessions is open."""
        if till.kind != "pos":
            return super()._may_close_today(till, day)
        # sudo: whether a session is open, whoever closes
        return (
            not self.env["pos.session"]
            .sudo()
            .search_count(
                [("config_id.fiscal_till_id", "=", till.id), ("state", "!=", "closed")],
                limit=1,
            )
        )

    @api.model
    def _count_waiting(self, till):
        # sudo: how many wait, for who reads the closing
        waiting = self.env["fiscal.quarantine"].sudo()
        return super()._count_waiting(till) + waiting.search_count(
            [("till_id", "=", till.id), ("resolution_ids", "=", False)]
        )
