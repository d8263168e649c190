# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..models.loyalty_card_money_life import MANAGER, STORE_MANAGER

MONEY = ("top_up", "refund")


class LoyaltyCardOperation(models.TransientModel):
    """What a manager does with a card, and why."""

    _name = "loyalty.card.operation"
    _description = "Operation on a Card"

    card_id = fields.Many2one("loyalty.card", required=True, readonly=True)
    operation = fields.Selection(
        [
            ("block", "Block: lost or stolen"),
            ("unblock", "Unblock: found again"),
            ("replace", "Replace by a new card"),
            ("top_up", "Put money on it"),
            ("refund", "Refund to it"),
        ],
        required=True,
        default="block",
    )
    amount = fields.Monetary()
    currency_id = fields.Many2one(related="card_id.currency_id")
    balance = fields.Float(related="card_id.points", string="Balance")
    reason = fields.Char(required=True)

    def action_apply(self):
        """Do it; open the card that has the money afterwards."""
        self.ensure_one()
        card = self.card_id
        group = MANAGER if self.operation in MONEY else STORE_MANAGER
        card._check_card_manager(group)
        operations = {
            "block": lambda: card._block(self.reason),
            "unblock": lambda: card._unblock(self.reason),
            "replace": lambda: card._replace(self.reason),
            "top_up": lambda: card._top_up_by_hand(self.amount, self.reason),
            "refund": lambda: card._refund_by_hand(self.amount, self.reason),
        }
        card = operations[self.operation]() or card
        return {
            "type": "ir.actions.act_window",
            "res_model": "loyalty.card",
            "res_id": card.id,
            "view_mode": "form",
        }
