# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from .cart_ticket import as_id, as_number


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

    def unified_deposit_lines(self, order_id, amount):
        """Return the lines of a ticket that bear a part of the price of an order.

        :param amount: taxes included; below zero, what was paid online and is deducted
        :return: [{price_unit, tax_ids, extra_tax_data, articles}], none for an order
            without deposit, and for one of another company
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        # sudo: a cashier has no right on orders; amounts and names of one of theirs
        order = self.env["sale.order"].sudo().browse(as_id(order_id)).exists()
        if order.company_id != self.company_id or not order._has_till_deposit():
            return []
        return order._split_deposit(as_number(amount))

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

    def unified_settle(self, order_uuid, order_ids):
        """Let a ticket pay what is left of orders with a deposit.

        Until it is paid, or for some minutes, no other ticket pays them, nor the
        customer online. Other orders, and those of another company, are left out.

        :param order_uuid: key of the ticket, stored or not
        :return: {order id: {left, till}}, ``till`` being the name of the one where
            another ticket pays the order at this moment, False when there is none
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        # sudo: one figure of the orders on the ticket, and a claim on them
        orders = self.env["sale.order"].sudo().browse(map(as_id, order_ids)).exists()
        orders = orders.filtered(
            lambda order: (
                order.company_id == self.company_id and order._has_till_deposit()
            )
        )
        # in the order of their ids: two tickets with the same orders do not deadlock
        return {
            order.id: {
                "left": order.amount_unpaid if order.state != "cancel" else 0.0,
                "till": order._claim_settling(self, str(order_uuid)).name,
            }
            for order in orders.sorted("id")
        }
