# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockMove(models.Model):
    """Goods sent back take back their points, whether or not they were invoiced."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder)
        sent_back = done.filtered("origin_returned_move_id")
        # sudo: who receives goods need not read orders
        sent_back.sudo().sale_line_id.order_id._reverse_refunded_points()
        return done
