# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CommerceCartTakeOver(models.TransientModel):
    """Why an agent takes a cart from who has it; the reason stays in its history."""

    _name = "commerce.cart.take.over"
    _description = "Take a Cart Over"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")
    holder_name = fields.Char(related="order_id.cart_holder_name", related_sudo=False)
    holder_since = fields.Datetime(
        related="order_id.cart_holder_since", related_sudo=False
    )
    reason = fields.Char(required=True)

    def action_take_over(self):
        self.order_id._cart_take_over(self.reason)
        return {"type": "ir.actions.act_window_close"}
