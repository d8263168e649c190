# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

EVENT = "unified_pos.consent"


class CommerceConsent(models.Model):
    _inherit = "commerce.consent"

    @api.model
    def _after_change(self, partner, company):
        """Tell the tills: a panel whose consent is gone closes at once."""
        result = super()._after_change(partner, company)
        config = self.env["pos.config"].new({"company_id": company.id})
        # sudo: whoever changes a consent, the screens that show the file are told
        self.env["bus.bus"].sudo()._sendone(
            config._get_cart_bus_channel(partner),
            EVENT,
            {
                "partner_id": partner.id,
                "purposes": sorted(self._get_open_purposes(partner, company)),
            },
        )
        return result
