# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.unified_commerce_base.tools import take_turn

from .cart_ticket import CLOSED, Problem, TicketLine, as_id

COUNTED_BY_TICKET = "unified_pos_counted_by_ticket"


class PosOrder(models.Model):
    """One ticket, one payment, goods that reach the customer in several ways.

    What is not taken away becomes one sales order, paid by the ticket, once the
    ticket is stored: a delivery for each place and way, by Odoo's own rules. Core
    never sees these links while it settles a ticket: it would call the goods
    delivered. The units are those that the till had promised before the payment,
    under the key of the ticket, which the order keeps.
    """

    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        pairs = self._get_owed_pairs(orders) | self._get_deposit_pairs(orders)
        take_turn(self.env, pairs)
        return super().sync_from_ui(orders)

    @api.model
    def _get_owed_pairs(self, messages):
        """Return {(product id, place id)} of what paid tickets will reserve."""
        lines = [
            TicketLine(command[2])
            for message in messages
            if message.get("state") not in CLOSED
            for command in message.get("lines") or []
            if command[0] in (0, 1)
        ]
        return {
            (as_id(line.values.get("product_id")), line.place_id)
            for line in lines
            if line.mode and line.place_id
        }

    # Reading the ticket ---------------------------------------------------------

    def _read_fulfilment(self, ticket):
        """Make each line say truly how its goods move, whatever the browser sent."""
        for line in ticket.lines:
            known = self._get_fulfilment(ticket, line)
            if any(line.values.get(name, False) != known[name] for name in known):
                ticket.update(line, known)

    def _get_fulfilment(self, ticket, line):
        """Return the mode, the place and the units never sent of a ticket line."""
        if line.refunded_id:
            return self._get_refund_fulfilment(ticket, line)
        # sudo: the link was checked, and how the line is delivered is the order's
        settled = self.env["sale.order.line"].sudo().browse(line.sale_line_id).exists()
        mode, place = line.mode, self.env["stock.warehouse"]
        if settled and not settled.order_id.is_cart:
            mode = settled._is_owed() and settled.fulfilment_mode
            place = settled.warehouse_id
        elif mode:
            place = self._get_owing_place(ticket, line)
        if not mode or (line.values.get("qty") or 0) <= 0:
            return self._prepare_fulfilment()
        return self._prepare_fulfilment(mode, place)

    @staticmethod
    def _prepare_fulfilment(mode=False, place=None, unsent=0.0):
        return {
            "fulfilment_mode": mode,
            "fulfilment_place_id": place.id if place else False,
            "unsent_qty": unsent,
        }

    def _get_owing_place(self, ticket, line):
        """Return the place that owes a line, of the till's company."""
        config = ticket.config
        # sudo: a place is known to all staff; a wrong one is not used
        places = self.env["stock.warehouse"].sudo()
        place = places.browse(line.place_id).exists()
        return place if place.company_id == config.company_id else config._get_place()

    def _get_refund_fulfilment(self, ticket, line):
        """Say how many of the units given back had never left."""
        lines = self.env["pos.order.line"]
        refunded = lines.browse(line.refunded_id).exists()._filtered_access("read")
        # sudo: whether the goods have left, of an order the cashier may not read
        refunded = refunded.sudo()
        unsent = 0.0
        if refunded._is_owed() and refunded.company_id == ticket.config.company_id:
            given_back = max(-(line.values.get("qty") or 0.0), 0.0)
            unsent = min(given_back, refunded._get_unsent_quantity())
        if not unsent:
            return self._prepare_fulfilment()
        return self._prepare_fulfilment(
            refunded.fulfilment_mode, refunded.fulfilment_place_id, unsent
        )

    # Taking out of the cart -----------------------------------------------------

    def _take_owed_lines(self, ticket, cart, pairs):
        """Move lines of a cart that are not taken away to the order of the ticket.

        The ticket gets its links once core has settled it.
        """
        groups = {}
        for line, sale_line in pairs:
            ticket.link(line, False, False)
            # what the ticket takes away in other lines may have been all of it
            if sale_line.order_id == cart:
                key = line.mode, self._get_owing_place(ticket, line)
                groups.setdefault(key, []).append((line, sale_line))
        for (mode, place), same in groups.items():
            same = [pair for pair in same if pair[1].order_id == cart]
            if not same:
                continue
            ticket.owed_order, mapping = self._take_from_cart(
                ticket, cart, same, order=ticket.owed_order
            )
            taken = ticket.owed_order.order_line.browse(mapping.values())
            taken.write({"fulfilment_mode": mode, "warehouse_id": place.id})
            for line, sale_line in same:
                ticket.owed_sale_lines[line.uuid] = mapping[sale_line.id]

    # Ordering -------------------------------------------------------------------

    def _after_ticket(self, ticket, approvals):
        result = super()._after_ticket(ticket, approvals)
        for order in self:
            if order.state in ("paid", "done"):
                order._order_what_is_owed(ticket)
                order._give_up_unsent()
        return result

    def _order_what_is_owed(self, ticket):
        """Make the sales order of the lines that are not taken away.

        A paid ticket stands: what cannot be ordered is told to a person.
        """
        self.ensure_one()
        lines = self.lines.filtered(lambda line: line._is_to_order())
        if not lines:
            return
        try:
            with self.env.cr.savepoint():
                if not self.partner_id:
                    raise UserError(self.env._("the ticket has no customer"))
                # sudo: a cashier has no right on orders; the till of this ticket
                # sells them, and what it sent was checked
                self.sudo()._make_owed_order(lines.sudo(), ticket)
        except UserError as error:
            self._report_ticket("promise", self._prepare_owed_problem(lines, error))

    def _prepare_owed_problem(self, lines, error):
        return Problem(
            f"not-ordered:{self.uuid}",
            self.env._(
                "Ticket %(ticket)s is paid, but %(products)s could not be ordered for "
                "the customer: %(reason)s.",
                ticket=self.pos_reference,
                products=", ".join(lines.product_id.mapped("display_name")),
                reason=str(error).rstrip("."),
            ),
            self.env._(
                "Make a sales order of these articles by hand, without invoicing it, "
                "or tell the customer and refund the ticket."
            ),
        )

    def _make_owed_order(self, lines, ticket):
        """Order, link to the ticket, confirm: the deliveries follow.

        :param lines: lines of this ticket that are not taken away
        """
        taken = ticket.owed_sale_lines if ticket else {}
        order = (ticket and ticket.owed_order) or self._create_owed_order()
        order = order.with_company(self.company_id)
        if order.partner_id != self.partner_id:
            # the cart of somebody who had not said who they are
            order.partner_id = self.partner_id
        order.write({"ticket_uuid": self.uuid, "carrier_id": lines._get_carrier().id})
        sale_lines = order.order_line
        plain = lines.filtered(lambda line: line.uuid not in taken)
        for line in lines - plain:
            line._link_sale_line(sale_lines.browse(taken[line.uuid]))
        made = sale_lines.create(
            [{**line._prepare_sale_line(), "order_id": order.id} for line in plain]
        )
        for line, sale_line in zip(plain, made, strict=True):
            line._link_sale_line(sale_line)
        order.with_context(**{COUNTED_BY_TICKET: made.ids}).action_confirm()

    def _create_owed_order(self):
        return self.env["sale.order"].create(self._prepare_owed_order())

    def _prepare_owed_order(self):
        config = self.config_id
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "channel_id": self.channel_id.id,
            "warehouse_id": config._get_place().id,
            "pricelist_id": self.pricelist_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "team_id": self.crm_team_id.id,
            "origin": self.pos_reference,
        }

    # Giving back ----------------------------------------------------------------

    def _give_up_unsent(self):
        """Send no more what was given back before it left.

        Core sets the deliveries of a ticket anew at each of its refunds: all its lines
        are looked at, not only those that are given back.
        """
        # sudo: a cashier may not change orders; what is given back was checked
        tickets = self.sudo().lines.refunded_orderline_id.order_id
        sale_lines = tickets.lines.filtered(lambda line: line._is_owed())
        for sale_line in sale_lines.sale_order_line_id:
            if sale_line._send_no_more_than_owed():
                sale_line.order_id.message_post(
                    body=self.env._(
                        "Ticket %(ticket)s gave the money back for %(product)s before "
                        "it left: it is taken out of the delivery.",
                        ticket=self.pos_reference,
                        product=sale_line.product_id.display_name,
                    )
                )

    def action_pos_order_cancel(self):
        drafts = self.filtered(lambda order: order.state == "draft")
        result = super().action_pos_order_cancel()
        given_up = drafts.filtered(lambda order: order.state == "cancel")
        given_up._release_promises()
        return result

    def _release_promises(self):
        """Give back what was promised to tickets that nobody pays."""
        # sudo: the till keeps no stock that it does not sell
        self.sudo().env["commerce.hold"]._release(
            [self._get_ticket_token(order.uuid) for order in self]
        )
