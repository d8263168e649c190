# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosConfig(models.Model):
    _inherit = "pos.config"

    def unified_find_customer(self, email=None, phone=None):
        """Return who has this address or number, before the till makes a file.

        :param email: address as typed
        :param phone: number as typed
        :return: [{id, name, email, phone, city, same_email, archived}], the best match
            first; who it is can be recognised, no more
        """
        self._check_till()
        # as the cashier: what their company shares with others counts
        Partner = self.env["res.partner"]
        address = Partner._normalise_identity(email, None, self.company_id)[0]
        return [
            {
                "id": partner.id,
                **partner._get_masked(),
                "same_email": bool(address) and partner.email_normalized == address,
                "archived": not partner.active,
            }
            for partner in Partner._find_customers(email, phone, self.company_id)[:5]
        ]

    def unified_use_customer(self, partner_id):
        """Put a file that was archived back in use: the customer is here again."""
        self._check_till()
        partner = self._get_till_customer(partner_id)
        if not partner.active:
            # sudo: a cashier need not be allowed to archive; the customer stands here
            partner.sudo().action_unarchive()
        return partner.id
