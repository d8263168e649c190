# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .pos_order_seal import AFTERWARDS, is_marked


class ResCompany(models.Model):
    _inherit = "res.company"

    def _start_sealing(self, reason):
        result = super()._start_sealing(reason)
        # sudo: the tills of the company, whoever starts
        tills = self.env["pos.config"].sudo().with_context(active_test=False)
        for config in tills.search([("company_id", "in", self.ids)]):
            config._get_fiscal_till()
        return result

    def _is_accounting_unalterable(self):
        # a ticket that we seal gets core's hash, which all tills of the company share,
        # within a minute, apart: meanwhile our own guard holds it
        if is_marked(self.env, AFTERWARDS) and self._is_sealed():
            return False
        return super()._is_accounting_unalterable()
