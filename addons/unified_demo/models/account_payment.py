# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .demo_clock import current


class AccountPayment(models.Model):
    _inherit = "account.payment"

    @api.model_create_multi
    def create(self, vals_list):
        clock = current(self.env)
        if clock:
            vals_list = [{**vals, "date": clock.day} for vals in vals_list]
        return super().create(vals_list)
