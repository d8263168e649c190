# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..exceptions import PointsRefusedError


class SaleOrderPayByCard(models.TransientModel):
    """Let a card pay an order taken by telephone, or get back what it paid."""

    _name = "sale.order.pay.by.card"
    _description = "Pay an Order by Card"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    part_id = fields.Many2one("loyalty.payment", readonly=True)
    code = fields.Char(
        help="As it stands on the card; letters and spaces do not matter."
    )
    amount = fields.Monetary(help="Empty: as much as is needed and there.")
    reason = fields.Char()

    def action_pay(self):
        """Keep the money of the card for the order until it is confirmed."""
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        card = self.env["loyalty.card"]._find_money_card(
            self.code, f"user:{self.env.uid}"
        )
        refusal = card._get_money_refusal(
            order.company_id, order.currency_id, order.partner_id
        )
        if refusal:
            raise PointsRefusedError(refusal)
        order._pay_by_card(card, self.amount or None, minutes=24 * 60)
        return {"type": "ir.actions.act_window_close"}

    def action_give_back(self):
        """Give back to the card what it paid, or what it was to pay."""
        self.ensure_one()
        order = self.order_id
        order.check_access("write")
        part = self.sudo().part_id  # sudo: a part of an order the user may change
        if part.order_id != order:
            raise UserError(self.env._("This card paid nothing of this order."))
        if part.state == "kept":
            part._release()
        else:
            part._give_back(
                self.amount or None, part.card_id._check_reason(self.reason)
            )
        return {"type": "ir.actions.act_window_close"}
