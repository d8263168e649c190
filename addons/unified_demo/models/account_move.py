# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from .demo_clock import current


class AccountMove(models.Model):
    _inherit = "account.move"

    @api.model_create_multi
    def create(self, vals_list):
        clock = current(self.env)
        if clock:
            vals_list = [
                {**vals, **self._demo_dates(vals, clock)} for vals in vals_list
            ]
        return super().create(vals_list)

    def _demo_dates(self, vals, clock):
        dates = {"date": clock.day}
        if vals.get("move_type") in ("out_invoice", "out_refund"):
            dates["invoice_date"] = clock.day
        return dates
