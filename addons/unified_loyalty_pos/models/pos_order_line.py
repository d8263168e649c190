# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class PosOrderLine(models.Model):
    _inherit = "pos.order.line"

    def _needs_no_approval(self):
        # sudo: a reward of a cart is priced by its programme, whoever is at the till
        return super()._needs_no_approval() or bool(
            self.sale_order_line_id.sudo().reward_id
        )
