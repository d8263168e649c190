# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import copy

from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError

from .cart_ticket import FULFILMENT, LINKS, CartTicket, as_id, read_lines

TRUSTED = "unified_pos_trusted_ticket"
UUID_KEY = "pos_order_unique_uuid"


class PosOrder(models.Model):
    """Tickets that carry the lines of a customer's cart.

    The links of a ticket to sales orders come from a browser. They are checked
    here, against the lease, the company and the till, before core sees them; core
    then settles the order as the system, while the ticket itself is written with
    the rights of the cashier. A paid ticket is never refused: a link that may not
    be honoured is cut, the ticket is a plain sale, and a person is told.
    """

    _inherit = "pos.order"

    # Receiving ------------------------------------------------------------------

    @api.model
    def sync_from_ui(self, orders):
        if not orders:
            return super().sync_from_ui(orders)
        result = {}
        for order in orders:
            # core changes what it is given, and a retry starts from the original
            message = copy.deepcopy(order)
            approvals = message.pop("unified_approvals", None) or []
            device = message.pop("unified_device", None)
            if device and self._is_received(message):
                # sent twice, spent once
                device = None
            try:
                received, ticket = self._receive_ticket(message)
            except UniqueViolation as error:
                if error.diag.constraint_name != UUID_KEY:
                    raise
                # the same ticket arrives twice at once: run again and find it
                raise ConcurrencyError(
                    self.env._("The same ticket is being received twice.")
                ) from error
            self._merge_sync_results(result, received)
            stored = self.browse(
                values["id"]
                for values in received["pos.order"]
                if values.get("uuid") == order["uuid"]
            )
            stored._after_ticket(ticket, approvals)
            stored._spend_envelope(device)
        return result

    @api.model
    def _is_received(self, message):
        domain = [("uuid", "=", str(message.get("uuid"))), ("state", "!=", "draft")]
        return bool(self.search_count(domain, limit=1))

    def _receive_ticket(self, message):
        """Receive one ticket; return what core answers and what its cart was."""
        ticket = self._read_cart_ticket(message)
        if not ticket:
            return super().sync_from_ui([message]), ticket
        if ticket.existing and ticket.existing.state != "draft":
            # sudo: core goes over the orders of a ticket that it knows already
            return super(PosOrder, self._trusted()).sync_from_ui([message]), ticket
        original = copy.deepcopy(message)
        try:
            with self.env.cr.savepoint():
                links_to_cart = self._settle_cart_links(ticket)
                self._read_fulfilment(ticket)
                # sudo: every link was checked, core settles the orders (pos_sale)
                receiver = self._trusted() if links_to_cart else self
                received = super(PosOrder, receiver).sync_from_ui([message])
                if ticket.is_paid:
                    ticket.carts._cart_release(self._get_ticket_holder(ticket))
        except UserError as error:
            if not ticket.is_paid or not (ticket.carts or ticket.orders):
                raise
            ticket = self._read_cart_ticket(original)
            self._cut_all_links(ticket, error)
            self._read_fulfilment(ticket)
            # sudo: only for a return of goods whose first ticket settled an order
            receiver = self._trusted() if ticket.refunds_cart else self
            received = super(PosOrder, receiver).sync_from_ui([original])
        return received, ticket

    def _after_ticket(self, ticket, approvals):
        """Hook: what follows the reception of a ticket.

        :param ticket: the ``CartTicket``, or None for a ticket without cart
        :param approvals: approvals the till gave while it had no network
        """
        for order in self:
            for problem in ticket.problems if ticket else ():
                order._report_ticket("cart", problem)

    def _report_ticket(self, kind, problem):
        self.env["commerce.exception"]._report(
            kind,
            self,
            problem.summary,
            problem.advice,
            channel=self.channel_id,
            warehouse=self.config_id._get_place(),
            key=problem.key,
        )

    @staticmethod
    def _merge_sync_results(result, more):
        for model, records in more.items():
            known = {values.get("id") for values in result.setdefault(model, [])}
            result[model] += [one for one in records if one.get("id") not in known]

    # Reading the ticket ---------------------------------------------------------

    def _read_cart_ticket(self, message):
        """Return the ticket when it bears on a sales order, None when it does not."""
        commands = [one[2] for one in message.get("lines") or [] if one[0] in (0, 1)]
        refunded_ids = [as_id(vals.get("refunded_orderline_id")) for vals in commands]
        names = (*LINKS, *FULFILMENT)
        linked = any(vals.get(name) for vals in commands for name in names)
        if not linked and not any(refunded_ids) and not as_id(message.get("id")):
            return None
        session = self.env["pos.session"].browse(as_id(message.get("session_id")))
        session = session.exists()._filtered_access("read")
        if not session:
            return None
        existing = self._get_open_order(message)
        ticket = CartTicket(
            message,
            existing,
            session,
            lines=read_lines(message, existing),
            refunds_cart=self._refunds_cart(refunded_ids, session),
            # sudo: filled with carts whose link was checked
            carts=self.env["sale.order"].sudo(),
            # sudo: filled with orders of tills whose link was checked
            orders=self.env["sale.order"].sudo(),
        )
        concerns_us = (
            ticket.linked_lines or ticket.refunds_cart or ticket.has_fulfilment
        )
        return ticket if concerns_us else None

    def _refunds_cart(self, refunded_ids, session):
        """Say whether goods come back whose ticket made a sales order."""
        refunded = self.env["pos.order.line"].browse(filter(None, refunded_ids))
        tickets = refunded.exists()._filtered_access("read").order_id
        # sudo: says yes or no about an order that the cashier may not read
        orders = tickets.lines.sale_order_origin_id.sudo()
        return any(
            order._is_made_by_ticket() and order.company_id == session.company_id
            for order in orders
        )

    def _get_ticket_holder(self, ticket):
        return ticket.config._get_cart_holder(session=ticket.session)

    # Checking the links ---------------------------------------------------------

    def _settle_cart_links(self, ticket):
        """Check every link, and move what is paid from the cart to an order.

        :return: whether core must settle orders that the cashier may not read
        :raise UserError: an unpaid ticket bears a link that may not be honoured
        """
        lines_by_cart = {}
        for line in ticket.linked_lines:
            order, sale_line = self._find_linked(line)
            refusal = self._get_link_refusal(ticket, line, order, sale_line)
            if refusal:
                self._refuse_link(ticket, line, order, refusal)
            elif order.is_cart:
                lines_by_cart.setdefault(order, []).append((line, sale_line))
            elif order._has_till_deposit():
                ticket.orders |= order
        for cart, pairs in lines_by_cart.items():
            ticket.carts |= cart
            cart._cart_acquire(self._get_ticket_holder(ticket))
            if ticket.is_paid:
                self._take_cart_lines(ticket, cart._with_taker(ticket), pairs)
        ticket.name_customer_of_deposit()
        return bool(lines_by_cart or ticket.orders) or ticket.refunds_cart

    def _find_linked(self, line):
        # sudo: a link is looked at to be judged, nothing of it is returned
        SaleLine = self.env["sale.order.line"].sudo()
        sale_line = SaleLine.browse(line.sale_line_id).exists()
        if line.values.get("sale_order_line_id"):
            return sale_line.order_id, sale_line
        order_id = line.sale_order_id
        return SaleLine.env["sale.order"].browse(order_id).exists(), sale_line

    def _get_link_refusal(self, ticket, line, order, sale_line):
        """Return why a link may not be honoured, in words, False when it may."""
        _ = self.env._
        config = ticket.config
        if not order:
            return _("the line is no longer in the cart")
        if order.company_id != config.company_id or (
            config.company_id not in self.env.user.company_ids
        ):
            return _("the order belongs to another company")
        if not order.is_cart:
            # sudo(False): the right of the cashier, not ours
            readable = order.sudo(False).has_access("read")
            if not readable and not order._has_till_deposit():
                return _("the order is not a cart of this till")
            return order._get_till_refusal(ticket)
        if not order._cart_live() or not sale_line:
            return _("the cart is no longer open")
        if sale_line.product_id.id != line.values.get("product_id"):
            return _("the line of the cart is another product now")
        if line.values.get("qty", 0) < 0:
            return _("the line takes nothing from the cart")
        if order._cart_is_held_by_other(self._get_ticket_holder(ticket)):
            return _("the cart is held by %s", order.cart_holder_name)
        if not order._cart_current_holder() and self._exceeds_cart(ticket, sale_line):
            return _("the customer changed the quantity meanwhile")
        return False

    def _exceeds_cart(self, ticket, sale_line):
        """Say whether a ticket sells more than the cart holds now."""
        sold = sum(
            line.values.get("qty", 0)
            for line in ticket.lines
            if line.sale_line_id == sale_line.id
        )
        unit = sale_line.product_uom_id
        quantity = sale_line.product_id.uom_id._compute_quantity(
            sold, unit, round=False
        )
        return unit.compare(quantity, sale_line.product_uom_qty) > 0

    def _refuse_link(self, ticket, line, order, refusal):
        if not ticket.is_paid:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s bears a cart that it may not bear: "
                    "%(reason)s. Load the customer's cart again.",
                    ticket=ticket.name,
                    reason=refusal,
                )
            )
        product = self.env["product.product"].browse(line.values.get("product_id"))
        ticket.cut(
            line,
            self.env._(
                "Ticket %(ticket)s was paid, but %(product)s could not be taken out "
                "of the cart: %(reason)s.",
                ticket=ticket.name,
                product=product.display_name,
                reason=refusal,
            ),
            self.env._(
                "The ticket stands as a plain sale. Look at %(order)s: take the "
                "article out of it when the customer left with it, so that it is not "
                "sold or sent a second time.",
                order=order.name or self.env._("the customer's cart"),
            ),
        )

    def _cut_all_links(self, ticket, error):
        """Make a plain sale of a paid ticket whose order could not be settled."""
        for line in ticket.linked_lines:
            order = self._find_linked(line)[0]
            self._refuse_link(ticket, line, order, str(error).rstrip("."))

    # Taking ---------------------------------------------------------------------

    def _take_cart_lines(self, ticket, cart, pairs):
        """Move what was paid to an order, and make the ticket point to it."""
        for line, _sale_line in pairs:
            if not line.values.get("qty"):
                ticket.link(line, False, False)
        pairs = [pair for pair in pairs if pair[0].is_linked]
        taken = [pair for pair in pairs if not pair[0].mode]
        if taken:
            order, mapping = self._take_from_cart(ticket, cart, taken)
            for line, sale_line in taken:
                ticket.link(line, mapping[sale_line.id], order.id)
        self._take_owed_lines(ticket, cart, [pair for pair in pairs if pair[0].mode])

    def _take_from_cart(self, ticket, cart, pairs, order=None):
        """Move lines of a cart to an order that says what the ticket says.

        :return: (the order, {line id of the cart: line id of the order})
        """
        sold = {}
        for line, sale_line in pairs:
            sold.setdefault(sale_line, []).append(line.values)
            ticket.agreed_discounts[line.uuid] = sale_line.discount
        values = {
            sale_line: sale_line._prepare_sold_at_till(lines)
            for sale_line, lines in sold.items()
        }
        order, mapping = cart._cart_take(
            {
                sale_line.id: min(value["product_uom_qty"], sale_line.product_uom_qty)
                for sale_line, value in values.items()
            },
            self._get_ticket_holder(ticket),
            ticket.config.channel_id,
            ticket.config._get_place(),
            order=order,
        )
        for sale_line, value in values.items():
            order.order_line.browse(mapping[sale_line.id]).write(value)
        return order, mapping

    # Core, with the rights of the cashier ---------------------------------------

    def _trusted(self):
        # sudo: links were checked; what the till sent is written without it (below)
        return self.sudo().with_context(**{TRUSTED: True})

    def _as_cashier(self):
        if self.env.su and self.env.context.get(TRUSTED):
            return self.sudo(False)
        return self

    @api.model
    def _process_order(self, order, existing_order):
        return super(PosOrder, self._as_cashier())._process_order(
            order, existing_order and existing_order._as_cashier()
        )

    @api.model
    def _get_refunded_orders(self, order):
        return super(PosOrder, self._as_cashier())._get_refunded_orders(order)

    def read_pos_data(self, data, config):
        tickets = self._as_cashier()
        result = super(PosOrder, tickets).read_pos_data(data, config)
        if config:
            result.update(tickets._read_settled_orders(config))
        return result

    def _read_settled_orders(self, config):
        """Return the orders that these tickets settle, for a till that cannot read."""
        # sudo: orders of carts only, read through a list of fields
        orders = self._filtered_access("read").lines.sale_order_origin_id.sudo()
        orders = orders.filtered(lambda one: one.is_cart or one._is_made_by_ticket())
        return orders._read_for_till(config) if orders else {}

    # Giving up ------------------------------------------------------------------

    def action_pos_order_cancel(self):
        drafts = self.filtered(lambda order: order.state == "draft")
        result = super().action_pos_order_cancel()
        drafts.filtered(lambda order: order.state == "cancel")._give_carts_back()
        return result

    def _give_carts_back(self):
        """Let go of the carts of abandoned tickets."""
        for order in self:
            lines = order.lines.filtered("sale_order_origin_id")
            # sudo: the cashier has no right on orders; only this till's lease ends
            carts = lines.sale_order_origin_id.sudo().filtered("is_cart")
            carts._cart_release(
                order.config_id._get_cart_holder(session=order.session_id)
            )
            lines.write(dict.fromkeys(LINKS, False))
