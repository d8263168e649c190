# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _unified_customer_summary(self, partner):
        """Add the name of the tier, which the till greets the customer by."""
        summary = super()._unified_customer_summary(partner)
        cards = summary["loyalty"] and summary["loyalty"]["cards"]
        tiers = [card["tier"]["name"] for card in cards or [] if card["tier"]]
        return {**summary, "loyalty_tier": tiers[0] if tiers else ""}
