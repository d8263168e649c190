# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from .cart_ticket import CLOSED, Problem


class PosOrder(models.Model):
    """A deposit on what a ticket owes, by the down payments of Odoo.

    The lines that are owed leave the ticket for an order of their own, before the
    payment, and the ticket bears the deposit on that order. The order is a quotation
    until the ticket is paid; core writes the down payment on it and confirms it.
    """

    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        result = super().sync_from_ui(orders)
        # core has read the lines before their orders were settled
        answered = result.get("pos.order.line") or []
        lines = self.env["pos.order.line"].browse(one["id"] for one in answered)
        for values, line in zip(answered, lines, strict=True):
            if values.get("sale_order_origin_id"):
                values["order_left_to_pay"] = line.order_left_to_pay
        return result

    @api.model
    def _get_deposit_pairs(self, messages):
        """Return {(product id, place id)} of what paid deposits will reserve."""
        uuids = [
            str(message.get("uuid"))
            for message in messages
            if message.get("state") not in CLOSED
        ]
        # sudo: which articles are concerned; nothing is returned to the till
        orders = self.env["sale.order"].sudo()
        orders = orders.search([("state", "=", "draft"), ("ticket_uuid", "in", uuids)])
        return {
            (article.id, line._get_hold_place().id)
            for line in orders.order_line
            if line._moves_stock()
            for article in line._get_hold_parts()
        }

    def _make_deposit_order(self):
        """Return a new quotation of what this open ticket owes; an earlier one goes."""
        self.ensure_one()
        lines = self.lines.filtered(lambda line: line._is_to_order())
        reason = self._get_deposit_refusal(lines)
        if reason:
            raise UserError(reason)
        self._drop_deposit_orders()
        # sudo: a cashier has no right on orders; the lines are those of the ticket,
        # which were checked when it was stored
        ticket, lines = self.sudo(), lines.sudo()
        order = ticket._create_owed_order()
        order.write({"ticket_uuid": self.uuid, "carrier_id": lines._get_carrier().id})
        order.order_line.create(
            [{**line._prepare_sale_line(), "order_id": order.id} for line in lines]
        )
        return order

    def _get_deposit_refusal(self, lines):
        """Return why no deposit can be taken on these lines, False when it can."""
        _ = self.env._
        if not self.partner_id:
            return _("Choose the customer first: a deposit is on somebody's order.")
        if not self.config_id.down_payment_product_id:
            return _("Choose the article of down payments in the settings of the till.")
        if not lines:
            return _(
                "Everything on this ticket is taken away: there is nothing to owe."
            )
        if any(line._is_owed() and line.sale_order_line_id for line in self.lines):
            return _(
                "What comes from the customer's cart is paid whole. Take it out of the "
                "ticket, or put the article on the ticket from the shelf."
            )
        config = self.config_id
        if config.module_pos_hr and not config._is_manager(self.employee_id):
            # sudo: the cashier may not read the log
            approvals = self.env["commerce.approval"].sudo()
            approvals = approvals.search([("order_uuid", "=", self.uuid)])
            for line in lines:
                for action in line._get_actions_to_approve(None):
                    if not self._is_approved(action, approvals):
                        return _(
                            "The price of %s needs the approval of a manager.",
                            line.full_product_name,
                        )
        return False

    def _drop_deposit_orders(self):
        """Delete the quotations made for a deposit that these tickets do not bear."""
        # sudo: made by these tickets, and never seen by anybody
        orders = self.env["sale.order"].sudo()
        orders.search(
            [("state", "=", "draft"), ("ticket_uuid", "in", self.mapped("uuid"))]
        ).unlink()

    def action_pos_order_cancel(self):
        drafts = self.filtered(lambda order: order.state == "draft")
        # sudo: only the claims of these tickets end; a cancelled one loses its links
        orders = drafts.sudo().lines.sale_order_origin_id
        result = super().action_pos_order_cancel()
        given_up = drafts.filtered(lambda order: order.state == "cancel")
        orders._release_settling(given_up.mapped("uuid"))
        given_up._drop_deposit_orders()
        return result

    def _after_ticket(self, ticket, approvals):
        result = super()._after_ticket(ticket, approvals)
        for order in self.filtered(lambda one: one.state in ("paid", "done")):
            order._settle_deposits()
        return result

    def _get_invoice_lines_values(self, line_values, pos_line, move_type):
        values = super()._get_invoice_lines_values(line_values, pos_line, move_type)
        if pos_line.sale_order_origin_id and not values.get("name"):
            # core names the line of the order, which is made after the invoice
            values["name"] = pos_line.full_product_name or pos_line.product_id.name
        return values

    def _settle_deposits(self):
        """Make orders say what was paid, and tell a person when it was too much."""
        self.ensure_one()
        # sudo: orders whose link was checked; a cashier may not read them
        lines = self.sudo().lines
        lines |= lines.refunded_orderline_id
        orders = lines.sale_order_origin_id.filtered(lambda one: not one.is_cart)
        for line in self.sudo().lines:
            sale_line = line.sale_order_line_id
            if sale_line.is_downpayment and sale_line.pos_order_line_ids == line:
                # the amount may have changed after the open ticket was stored
                if sale_line.price_unit != line.price_unit:
                    sale_line.price_unit = line.price_unit
        orders.order_line.filtered(
            lambda line: (
                line.is_downpayment
                and not line.display_type
                and not line.pos_order_line_ids
                and not line.invoice_lines
            )
        ).unlink()
        self._drop_deposit_orders()
        orders.exists()._release_settling(self.mapped("uuid"))
        for order in orders.exists():
            # sudo: the links of the lines lead to orders of others
            self.sudo()._keep_left_to_pay(order)
            self._report_paid_twice(order)

    def _keep_left_to_pay(self, order):
        """Keep what the receipt says is left to pay, for when it is printed again."""
        lines = self.lines.filtered(
            lambda line: line.sale_order_origin_id == order and line._is_deposit()
        )
        lines.order_left_to_pay = max(order._get_left_to_pay(), 0.0)

    def _report_paid_twice(self, order):
        paid_before = order.amount_paid or order.pos_order_line_ids.order_id - self
        if not paid_before:
            # what a ticket alone asked for an order is what the customer agreed to
            return
        too_much = -order._get_left_to_pay()
        if order.currency_id.compare_amounts(too_much, 0) <= 0 or self.amount_total < 0:
            return
        self._report_ticket(
            "payment",
            Problem(
                f"paid-twice:{self.uuid}:{order.id}",
                self.env._(
                    "Ticket %(ticket)s paid order %(order)s, of which less was left to "
                    "pay: the customer paid %(amount)s too much.",
                    ticket=self.pos_reference,
                    order=order.name,
                    amount=order.currency_id.format(too_much),
                ),
                self.env._("Refund the ticket, or what was paid too much of it."),
            ),
        )
