# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain


class LoyaltyMovement(models.Model):
    _inherit = "loyalty.movement"

    @api.model
    def _has_bonus(self, card, key):
        """Say whether the customer had this bonus, before a merge of cards, too."""
        # sudo: keys are nobody's to read
        return bool(
            self.sudo().search_count(
                Domain("key", "=", f"bonus:{key}")
                & (
                    Domain("card_id", "=", card.id)
                    | Domain("card_id.merged_into_id", "=", card.id)
                ),
                limit=1,
            )
        )
