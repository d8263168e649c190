# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _prepare_stock_move_vals(self, first_line, order_lines):
        return {
            **super()._prepare_stock_move_vals(first_line, order_lines),
            "channel_id": first_line.order_id.channel_id.id,
        }

    def _create_move_from_pos_order_lines(self, lines):
        if lines.sale_order_line_id or lines.product_id._get_stock_components():
            # sudo: pos_sale reads the order that is settled; the link was checked
            # by sync_from_ui, and the goods are those of the ticket. Odoo reads the
            # purchases that supply the parts of a kit when it confirms their moves.
            return super(StockPicking, self.sudo())._create_move_from_pos_order_lines(
                lines.sudo()
            )
        return super()._create_move_from_pos_order_lines(lines)
