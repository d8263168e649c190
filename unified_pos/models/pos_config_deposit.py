# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from .cart_ticket import as_id


class PosConfig(models.Model):
    """What a till asks about deposits: money now for goods that leave later."""

    _inherit = "pos.config"

    def unified_deposit(self, order_uuid):
        """Make the quotation of what a stored ticket owes, for a deposit on it.

        The goods stay promised under the key of the ticket. The quotation is
        confirmed when the ticket that bears the deposit is paid; nobody pays it: it
        goes.

        :param order_uuid: key of an open ticket of this till
        :return: what the till needs of the order, by model
        :raise UserError: nothing to take a deposit on, or not allowed
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        ticket = self.env["pos.order"].search(
            [
                ("uuid", "=", str(order_uuid)),
                ("config_id", "=", self.id),
                ("state", "=", "draft"),
            ]
        )
        if not ticket:
            raise UserError(self.env._("The ticket is no longer open."))
        return ticket._make_deposit_order()._read_for_till(self)

    def unified_deposit_orders(self, partner_id):
        """Return the orders of a customer on which a till took a part of the price.

        :return: [{id, name, total, left}], in the currency of each order, those of
            the company of the till only
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        # sudo: a cashier has no right on orders; four fields of those with a deposit
        orders = self.env["sale.order"].sudo()
        orders = orders.search(
            [
                ("partner_id", "child_of", as_id(partner_id)),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "sale"),
                ("amount_unpaid", ">", 0),
            ]
        )
        return [
            {
                "id": order.id,
                "name": order.name,
                "total": order.amount_total,
                "left": order.amount_unpaid,
            }
            for order in orders
            if order._has_till_deposit()
        ]

    def unified_left_to_pay(self, order_ids):
        """Return {order id: what is left to pay} of orders with a deposit.

        Other orders, and those of another company, are left out.

        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        # sudo: one figure of the orders on the ticket
        orders = self.env["sale.order"].sudo().browse(map(as_id, order_ids)).exists()
        return {
            order.id: order.amount_unpaid if order.state != "cancel" else 0.0
            for order in orders
            if order.company_id == self.company_id and order._has_till_deposit()
        }
