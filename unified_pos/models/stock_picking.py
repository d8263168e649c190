# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    @api.model
    def _create_picking_from_pos_order_lines(
        self, location_dest_id, lines, picking_type, partner=False
    ):
        # what a place owes does not cross the counter
        lines = lines.filtered(lambda line: line._get_handed_over_quantity())
        return super()._create_picking_from_pos_order_lines(
            location_dest_id, lines, picking_type, partner
        )

    def _prepare_stock_move_vals(self, first_line, order_lines):
        moved = sum(line._get_handed_over_quantity() for line in order_lines)
        return {
            **super()._prepare_stock_move_vals(first_line, order_lines),
            "channel_id": first_line.order_id.channel_id.id,
            "product_uom_qty": abs(moved),
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
