# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockMove(models.Model):
    """The moves of the parts bear what the move of their kit bore."""

    _inherit = "stock.move"

    def action_explode(self):
        exploded = self.browse()
        # sudo: a key, hidden from people; a cashier may neither read nor give it
        for token, moves in self.sudo().grouped("hold_token").items():
            moves = moves.with_env(self.env)
            parts = super(StockMove, moves).action_explode()
            if token:
                (parts - moves).sudo().hold_token = token
            exploded |= parts
        return exploded

    def _release_holds(self):
        # the move of a kit holds nothing: it ends when its parts have moves, which
        # still need what their key holds
        kits = self.filtered(
            lambda move: move.product_id.with_company(move.company_id).is_kits
        )
        return super(StockMove, self - kits)._release_holds()

    def _get_hold_origin(self):
        # sudo: who supplies a workshop may not read what it makes
        return super()._get_hold_origin() or self.sudo().raw_material_production_id[:1]
