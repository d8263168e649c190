# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def _get_fiscal_sequences(self):
        # sudo: which sequences number the tickets of a till
        configs = self.env["pos.config"].sudo().with_context(active_test=False)
        configs = configs.search([("company_id.fiscal_started_on", "!=", False)])
        numbers = (
            configs.order_seq_id
            | configs.order_backend_seq_id
            | configs.order_line_seq_id
        )
        return super()._get_fiscal_sequences() | (numbers.with_env(self.env) & self)
