# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class Website(models.Model):
    _inherit = "website"

    def _has_tills(self):
        """Say whether a cart of this website can be finished in a store."""
        self.ensure_one()
        # sudo: a visitor learns that there are tills, nothing of their set-up
        tills = self.env["pos.config"].sudo()
        domain = [("company_id", "=", self.company_id.id), ("channel_id", "!=", False)]
        return bool(tills.search_count(domain, limit=1))
