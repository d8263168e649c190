# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class LoyaltyMovement(models.Model):
    _inherit = "loyalty.movement"

    def _reverse_to(self, share, source_values, after_commit=False):
        """Points follow the share of the goods that came back; money does not.

        What a card paid is given back as money is: by who refunds, to the cent.
        """
        points = self.filtered(
            lambda one: not one.card_id.program_id.is_means_of_payment
        )
        return super(LoyaltyMovement, points)._reverse_to(
            share, source_values, after_commit
        )
