# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .demo_clock import current


class LoyaltyMovement(models.Model):
    _inherit = "loyalty.movement"

    @api.model
    def _record(self, vals_list, after_commit=False):
        clock = current(self.env)
        if clock:
            vals_list = [{"date": clock.moment, **vals} for vals in vals_list]
        return super()._record(vals_list, after_commit)
