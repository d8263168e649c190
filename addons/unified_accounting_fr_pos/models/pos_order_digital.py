# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosOrder(models.Model):
    _inherit = "pos.order"

    def _prepare_digital_ticket(self):
        """Return what the page of a sealed ticket shows, or None before the seal."""
        self.ensure_one()
        document = self._get_ticket_documents(self).get(self.id)
        if not document:
            return None
        company = self.company_id
        document = document.with_context(lang=company.partner_id.lang)
        return {
            "company": company._prepare_fiscal_identity(),
            "document": document,
            "store": self.config_id._get_place().name or "",
            "software": " ".join(document._get_content()["software"]),
        }
