# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class CommerceControl(models.Model):
    _inherit = "commerce.control"

    def _control_till_stock_mode(self, companies=None):
        """Tills take goods out of the stock with each ticket, not at closing."""
        if companies is None:
            companies = self.env["res.company"].search([])._fr_companies()
        # sudo: which companies have tills, whoever runs the control
        with_tills = self.env["pos.config"].sudo()
        with_tills = with_tills.search([("company_id", "in", companies.ids)]).company_id
        return [
            (
                company,
                self.env._(
                    "The tills of %s take goods out of the stock at closing only.",
                    company.name,
                ),
                self.env._(
                    "In Point of Sale > Configuration > Settings, choose to update the "
                    "stock in real time: other channels sell what has left already."
                ),
            )
            for company in with_tills
            if company.point_of_sale_update_stock_quantities != "real"
        ]
