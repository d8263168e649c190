# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

ASKING_TILL = "unified_till_id"


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        """Give a till the file that has this address instead of making a twin.

        The till asks before it saves; this is for two tills that save at once. What is
        known of the customer stays as it is.
        """
        company = self._get_asking_company()
        if not company:
            return super().create(vals_list)
        self.check_access("create")
        partners = self.browse()
        for vals in vals_list:
            known = self._get_known_to_till(vals, company)
            partners += known or super().create([vals])
        return partners

    def _get_asking_company(self):
        """Return the company of the till on which a file is made, if it is one."""
        config_id = self.env.context.get(ASKING_TILL)
        if not isinstance(config_id, int):
            return self.env["res.company"]
        return self.env["pos.config"].browse(config_id).exists().company_id

    def _get_known_to_till(self, vals, company):
        if vals.get("parent_id") or vals.get("type", "contact") != "contact":
            return self.browse()
        known = self._find_or_claim(vals.get("email"), company)
        if known and not known.active:
            # sudo: a cashier need not be allowed to archive; the customer stands here
            known.sudo().action_unarchive()
        return known
