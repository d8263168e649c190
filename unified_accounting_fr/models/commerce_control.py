# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CommerceControl(models.Model):
    _inherit = "commerce.control"

    def _control_fiscal_pending(self):
        """Nothing that was paid outside of a till waits for its seal for long."""
        pending = self.env["fiscal.pending"]
        return [
            (company, rows._get_overdue_summary(), pending._get_overdue_advice())
            for company, rows in pending._get_overdue().grouped("company_id").items()
        ]
