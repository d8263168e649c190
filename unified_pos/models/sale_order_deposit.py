# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import float_is_zero

GIVING_UP = "unified_pos_giving_up"


class SaleOrder(models.Model):
    """What tills took for an order counts wherever the rest of it is asked for."""

    _inherit = "sale.order"

    amount_paid_at_till = fields.Monetary(
        string="Paid in store",
        compute="_compute_amount_paid_at_till",
        help="What tickets took for this order, less what they gave back.",
    )
    amount_left_to_pay = fields.Monetary(
        string="Left to pay", compute="_compute_amount_paid_at_till"
    )

    @api.depends("pos_order_line_ids", "amount_total", "transaction_ids.state")
    def _compute_amount_paid_at_till(self):
        for order in self:
            order.amount_paid_at_till = order._get_paid_at_till()
            order.amount_left_to_pay = max(order._get_left_to_pay(), 0.0)

    def _get_left_to_pay(self):
        """Return the total less what was paid online and at tills.

        Below zero: what was paid too much.
        """
        self.ensure_one()
        # sudo: payments are read by the system only; one sum leaves
        paid = self.sudo().amount_paid + self._get_paid_at_till()
        left = self.currency_id.round(self.amount_total - paid)
        return 0.0 if self._is_rounding_of_tills(left) else left

    def _is_rounding_of_tills(self, left):
        """Say whether tickets took every line, and deducted every deposit.

        A till rounds each line it settles by itself: a cent a line is not owed.
        """
        lines = self.order_line.filtered(lambda line: not line.display_type)
        cents = self.currency_id.rounding * len(lines)
        return self.currency_id.compare_amounts(abs(left), cents) <= 0 and all(
            float_is_zero(line.product_uom_qty - line.qty_invoiced, precision_digits=2)
            for line in lines
        )

    @api.depends(
        "pos_order_line_ids.price_subtotal_incl",
        "pos_order_line_ids.order_id.state",
        "pos_order_line_ids.refund_orderline_ids.order_id.state",
    )
    def _compute_amount_unpaid(self):
        super()._compute_amount_unpaid()
        for order in self:
            # core counts the whole ticket, also what it sold beside this order, and
            # tickets that nobody paid yet
            lines = order.order_line
            invoices = lines.invoice_lines.move_id
            invoiced = sum(
                invoice.amount_total
                for invoice in invoices
                if invoice.state in ("draft", "posted")
            )
            order.amount_unpaid = max(order._get_left_to_pay() - invoiced, 0.0)

    # Online ---------------------------------------------------------------------

    def _is_paid(self):
        # with automatic invoices the rest is invoiced, and not as one deposit more
        if super()._is_paid():
            return True
        left = self._get_left_to_pay()
        has_deposit = bool(self._get_paid_at_till())
        return has_deposit and self.currency_id.compare_amounts(left, 0) <= 0

    def _get_default_payment_link_values(self):
        values = super()._get_default_payment_link_values()
        if paid := self._get_paid_at_till():
            left = max(self._get_left_to_pay(), 0.0)
            values.update(
                amount=min(values["amount"], left),
                amount_max=left,
                amount_paid=values["amount_paid"] + paid,
            )
        return values

    def _get_portal_amount(self):
        """Return what may be paid online, None when tills took nothing."""
        if not self or not self._get_paid_at_till() or self.state == "cancel":
            return None
        return max(self._get_left_to_pay(), 0.0)

    # Giving up ------------------------------------------------------------------

    def _give_up_lines(self, lines):
        order = self.with_context(**{GIVING_UP: True})
        return super(SaleOrder, order)._give_up_lines(lines)

    def _action_cancel(self):
        result = super()._action_cancel()
        if self.env.context.get(GIVING_UP):
            # the money is settled with the goods: see _pay_back
            return result
        for order in self.filtered(lambda one: one.state == "cancel"):
            order._report_paid_and_cancelled()
        return result

    def _report_paid_and_cancelled(self):
        """Leave the money that tills hold for a cancelled order to a person."""
        paid = self._get_paid_at_till()
        if self.currency_id.compare_amounts(paid, 0) <= 0:
            return
        # sudo: the number of a ticket is on the customer's receipt
        tickets = self.sudo().pos_order_line_ids.order_id
        self.env["commerce.exception"]._report(
            "payment",
            self,
            self.env._(
                "Order %(order)s is cancelled, and a till took %(amount)s for it.",
                order=self.name,
                amount=self.currency_id.format(paid),
            ),
            self.env._(
                "Give it back to %(customer)s at a till: refund ticket %(ticket)s.",
                customer=self.partner_id.display_name,
                ticket=", ".join(tickets.mapped("pos_reference")),
            ),
            channel=self.channel_id,
            warehouse=self.warehouse_id,
            key=f"paid-and-cancelled:{self.id}",
        )

    @api.autovacuum
    def _gc_deposit_orders(self):
        """Delete the quotations of deposits that nobody paid."""
        yesterday = fields.Datetime.now() - timedelta(days=1)
        orders = self.search(
            [
                ("ticket_uuid", "!=", False),
                ("state", "=", "draft"),
                ("write_date", "<", yesterday),
            ],
            limit=1000,
        )
        # a ticket that is still open keeps its order
        orders.filtered(lambda order: not order.pos_order_line_ids).unlink()

    # What a cashier settles -----------------------------------------------------

    def _has_till_deposit(self):
        """Say whether a till took a deposit on this order, or is about to."""
        # sudo: a yes or a no
        order = self.sudo()
        return bool(order.ticket_uuid) and (
            order.state == "draft"
            or any(
                line.is_downpayment and line.pos_order_line_ids
                for line in order.order_line
            )
        )

    def _as_till_staff(self):
        """Let till staff work on orders with a deposit of their company."""
        user = self.env.user
        if self.env.su or not user.has_group("point_of_sale.group_pos_user"):
            return self
        # sudo: judged here, for what core reads of an order that is settled
        orders = self.sudo()
        made_here = all(
            order._has_till_deposit() and order.company_id in user.company_ids
            for order in orders
        )
        return orders if made_here else self

    def _get_till_refusal(self, ticket):
        """Return why a ticket may not bear this order, False when it may."""
        if not self._has_till_deposit():
            return False
        if self.state == "cancel":
            return self.env._("the order is cancelled")
        # sudo: a key, compared
        uuid = self.sudo().ticket_uuid
        if self.state == "draft" and uuid and uuid != ticket.uuid:
            return self.env._("the deposit is on another ticket")
        return False

    def load_sale_order_from_pos(self, config_id):
        orders = self._as_till_staff()
        return super(SaleOrder, orders).load_sale_order_from_pos(config_id)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_sale_order_fields(self):
        return [*super()._get_sale_order_fields(), "fulfilment_mode"]

    def read_converted(self):
        # sudo: only when the till staff may settle the orders
        trusted = self.sudo().order_id.sudo(self.env.su)._as_till_staff().env.su
        return super(SaleOrderLine, self.sudo(trusted)).read_converted()
