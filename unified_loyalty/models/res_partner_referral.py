# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_loyalty_account(self, company, limit=10):
        """Add to each card ``referral_code``, '' when referrals are not rewarded."""
        account = super()._get_loyalty_account(company, limit)
        cards = self.env["loyalty.card"].browse(
            [values["id"] for values in account["cards"]]
        )
        for card, values in zip(cards, account["cards"], strict=True):
            values["referral_code"] = card._get_referral_code()
        return account
