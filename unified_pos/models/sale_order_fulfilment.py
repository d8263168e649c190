# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

DELIVERED_BY_ORDER = "unified_pos_delivered_by_order"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    ticket_uuid = fields.Char(
        copy=False,
        readonly=True,
        index="btree_not_null",
        groups="base.group_system",
        help="Key of the ticket that sold and promised what this order sends.",
    )

    def _is_made_by_ticket(self):
        """Say whether the ticket of a till made this order, out of a cart or not."""
        # sudo: a yes or a no, the key is hidden from people
        return bool(self.cart_origin_id or self.sudo().ticket_uuid)

    def _get_hold_token(self):
        # sudo: the key is hidden from people
        if uuid := self.sudo().ticket_uuid:
            return self.env["pos.order"]._get_ticket_token(uuid)
        return super()._get_hold_token()

    # Giving money back ----------------------------------------------------------

    def _get_paid_at_till(self):
        """Return what tickets were paid for this order, less what they gave back."""
        # sudo: a seller need not read the tickets of every till
        lines = self.sudo().pos_order_line_ids
        lines |= lines.refund_orderline_ids
        lines = lines.filtered(lambda line: line.order_id.state in ("paid", "done"))
        return self.currency_id.round(sum(lines.mapped("price_subtotal_incl")))

    def _pay_back(self, amount):
        refunded, left = super()._pay_back(amount)
        by_ticket = min(amount - refunded - left, self._get_paid_at_till())
        if self.currency_id.compare_amounts(by_ticket, 0) <= 0:
            return refunded, left
        # sudo: the number of a ticket is on the customer's receipt
        tickets = self.sudo().pos_order_line_ids.order_id
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Refund"),
            note=self.env._(
                "Refund %(amount)s to %(customer)s at a till, from ticket %(ticket)s: "
                "nothing has left the stock.",
                amount=self.currency_id.format(by_ticket),
                customer=self.partner_id.display_name,
                ticket=", ".join(tickets.mapped("pos_reference")),
            ),
            user_id=self.user_id.id or self.env.uid,
        )
        return refunded, left + by_ticket


class SaleOrderLine(models.Model):
    """A ticket pays for what a place owes, and delivers nothing of it."""

    _inherit = "sale.order.line"

    def _prepare_qty_delivered(self):
        lines = self.with_context(**{DELIVERED_BY_ORDER: True})
        delivered = super(SaleOrderLine, lines)._prepare_qty_delivered()
        for line in self:
            if line._is_owed() and line in delivered:
                delivered[line] -= line._get_returned_at_till()
        return delivered

    @api.model
    def _convert_qty(self, sale_line, qty, direction):
        if self.env.context.get(DELIVERED_BY_ORDER) and sale_line._is_owed():
            return 0.0
        return super()._convert_qty(sale_line, qty, direction)

    def _get_returned_at_till(self):
        """Return what was delivered and came back over a counter, in this unit."""
        self.ensure_one()
        # sudo: a seller need not read the tickets of every till
        refunds = self.sudo().pos_order_line_ids.refund_orderline_ids
        back = sum(
            -line._get_handed_over_quantity()
            for line in refunds
            if line.order_id.state in ("paid", "done")
        )
        return self.product_id.uom_id._compute_quantity(
            back, self.product_uom_id, round=False
        )

    def _get_shipped_quantity(self):
        """Return what has left for the customer, in the unit of the product."""
        self.ensure_one()
        return self.product_uom_id._compute_quantity(
            self.qty_delivered + self._get_returned_at_till(),
            self.product_id.uom_id,
            round=False,
        )

    def _send_no_more_than_owed(self):
        """Take what tickets gave back before it left out of the deliveries.

        :return: whether something had to be taken out
        """
        self.ensure_one()
        unit = self.product_uom_id
        given_up = self.product_id.uom_id._compute_quantity(
            self.pos_order_line_ids._get_given_up_quantity(), unit, round=False
        )
        if unit.is_zero(given_up):
            return False
        shipped = self.qty_delivered + self._get_returned_at_till()
        owed = unit.round(self.product_uom_qty - shipped - given_up)
        moves = self.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        if unit.compare(owed, 0) <= 0:
            moves._action_cancel()
            return bool(moves)
        too_much = moves.filtered(
            lambda move: (
                move.product_uom.compare(
                    move.product_uom_qty, self.compute_uom_qty(owed, move, False)
                )
                > 0
            )
        )
        for move in too_much:
            move.product_uom_qty = self.compute_uom_qty(owed, move, False)
        too_much._action_assign()
        return bool(too_much)
