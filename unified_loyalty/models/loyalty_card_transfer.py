# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from .loyalty_movement import round_points


class LoyaltyCard(models.Model):
    _inherit = "loyalty.card"

    def _transfer_points(self, target):
        """Put all points of these cards on another one, lot by lot.

        Each lot keeps its age, and from and until when it can be spent. A card below
        zero hands over what it owes.
        """
        movements = self.env["loyalty.movement"]
        balances = movements._get_balances(self)
        rows = []
        for card, lots in movements._get_lots(self).items():
            for lot in lots:
                rows += card._prepare_transfer(target, lot.points, lot)
            owed = round_points(min(sum(balances[card]), 0.0))
            if owed:
                rows += card._prepare_transfer(target, owed)
        movements._record(rows)

    def _prepare_transfer(self, target, points, lot=None):
        """Return the values of the two movements that hand over these points."""
        self.ensure_one()
        base = {"kind": "transfer", "origin": self.code, **self._by_hand()}
        left = {**base, "card_id": self.id, "points": -points}
        arrived = {**base, "card_id": target.id, "points": points}
        if lot:
            left.update(lot_id=lot.id, valid_from=lot.valid_from)
            arrived.update(valid_from=lot.since, expires_on=lot.expires_on)
        return [left, arrived]
