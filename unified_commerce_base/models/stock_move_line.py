# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from .stock_move import GATE_PASSED


class StockMoveLine(models.Model):
    """A reservation typed by hand claims, too."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.context.get(GATE_PASSED):
            lines._claim_reserved()
        return lines

    def write(self, vals):
        checked = "quantity" in vals and not self.env.context.get(GATE_PASSED)
        before = {line: line.quantity_product_uom for line in self} if checked else {}
        result = super().write(vals)
        grown = [
            line.id
            for line, quantity in before.items()
            if line.product_id.uom_id.compare(line.quantity_product_uom, quantity) > 0
        ]
        self.browse(grown)._claim_reserved()
        return result

    def _free_reservation(self, product_id, location_id, quantity, *args, **kwargs):
        """Tell a person whose reservation the goods that left were taken from."""
        # sudo: a cashier may not read the transfers of every place
        reserved = self.sudo().search(
            [
                ("product_id", "=", product_id.id),
                ("location_id", "=", location_id.id),
                ("state", "in", ("assigned", "partially_available")),
                ("move_id", "not in", self.move_id.ids),
            ]
        )
        before = {move: move.quantity for move in reserved.move_id}
        result = super()._free_reservation(
            product_id, location_id, quantity, *args, **kwargs
        )
        for move, had in before.items():
            if move.product_uom.compare(move.quantity, had) < 0:
                move._report_lost_reservation(had - move.quantity, self)
        return result

    def _claim_reserved(self):
        """Claim what these lines have reserved.

        :raise UserError: the units are promised to somebody else. What was picked
            is a fact: it is kept, and a person is told.
        """
        reserved = self.filtered(
            lambda line: (
                line.state not in ("done", "cancel")
                and line.move_id
                and line.quantity_product_uom
                and line.move_id._is_hold_governed(line.location_id)
            )
        )
        for move in reserved.move_id:
            claim, wanted = move._claim_what_is_reserved()
            if claim.complete:
                continue
            left = {
                pair: claim.left[pair[0].id, pair[1].id]
                for pair, quantity in wanted.items()
                if claim.left[pair[0].id, pair[1].id] < quantity
            }
            if all(line.picked for line in move.move_line_ids):
                move._report_overbooked(left)
            else:
                raise UserError(move._get_overbooked_message(left))
