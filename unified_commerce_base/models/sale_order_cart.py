# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from typing import NamedTuple

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command, Domain

from ..exceptions import CartVersionError

_logger = logging.getLogger(__name__)

LIVE_STATES = ("open", "guest")
NOTIFICATION = "unified_commerce.cart"
PENDING = "unified_commerce_base.changed_carts"


class CartHolder(NamedTuple):
    """Who edits a cart: a kind, an opaque key, and a name people recognise."""

    kind: str
    key: str
    name: str


class SaleOrder(models.Model):
    """The cart: a draft sales order marked as such, the same on every channel.

    Invariants: at most one open cart per (identified customer, company), and one
    more for each channel that does not share; one editor at a time; every change
    bumps the version; no line is ever lost.
    """

    _inherit = "sale.order"

    is_cart = fields.Boolean(copy=False, readonly=True)
    cart_state = fields.Selection(
        [
            ("open", "Open"),
            ("guest", "Open, customer unknown"),
            ("waiting", "Waits for the customer's choice"),
            ("aside", "Put aside: not sold where the cart is"),
            ("saved", "Saved list"),
            ("ordered", "Ordered"),
            ("merged", "Merged into another cart"),
            ("cancelled", "Cancelled"),
        ],
        copy=False,
        readonly=True,
        help="State of the basket. A customer has one open cart per company; a "
        "visitor without account has one per browser. Baskets that are not the open "
        "cart are kept, and shown to the customer.",
    )
    cart_apart_id = fields.Many2one(
        "commerce.channel",
        string="Cart of one channel only",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="A channel that does not share carts. Empty: the cart of all the others.",
    )
    cart_touched_at = fields.Datetime(
        string="Last change of the cart", copy=False, readonly=True
    )
    cart_version = fields.Integer(
        copy=False,
        readonly=True,
        help="Counts the changes. Whoever writes with an old number is refused.",
    )
    cart_origin_id = fields.Many2one(
        "sale.order",
        string="Taken from cart",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="The cart whose lines this order carries.",
    )

    _one_open_cart = models.UniqueIndex(
        "(partner_id, company_id, COALESCE(cart_apart_id, 0)) "
        "WHERE cart_state = 'open'",
        "This customer already has an open cart.",
    )

    # Finding and making ---------------------------------------------------------

    @api.model
    def _cart_find(self, partner, company, channel=None):
        """Return the open cart of a customer, or no record.

        *Customer* is the contact, never the company it works for: colleagues do
        not see each other's baskets.

        :param channel: where the cart is asked for; it matters for a channel that
            does not share carts
        """
        return self.search_fetch(self._cart_domain(partner, company, channel), limit=1)

    @api.model
    def _cart_domain(self, partner, company, channel=None, states=("open",)):
        apart = channel and channel._get_cart_apart()
        return (
            Domain("cart_state", "in", states)
            & Domain("partner_id", "=", partner.id)
            & Domain("company_id", "=", company.id)
            & Domain("cart_apart_id", "=", apart.id if apart else False)
        )

    @api.model
    def _cart_get_or_create(self, partner, company, channel, values=None):
        """Return the open cart of a customer, made when there is none.

        :param values: further values of a new cart
        :raise ConcurrencyError: another device made it at the same moment; the
            request runs again by itself and finds it
        """
        if cart := self._cart_find(partner, company, channel):
            return cart
        try:
            # not flushed: the INSERT meets the index, and what the cart computes is
            # written once, with its first line
            with self.env.cr.savepoint(flush=False):
                return self.create(
                    {
                        **(values or {}),
                        "partner_id": partner.id,
                        "company_id": company.id,
                        "channel_id": channel.id,
                        "cart_apart_id": channel._get_cart_apart().id,
                        "is_cart": True,
                        "cart_state": "open",
                    }
                )
        except UniqueViolation as error:
            self.env.cr.clear()
            raise ConcurrencyError(
                self.env._("The cart was opened on another device.")
            ) from error

    # Version --------------------------------------------------------------------

    def _cart_check_version(self, version, message=None):
        """Refuse a write made from an old picture of the cart.

        :param message: what the screen says, when it does not refresh by itself
        :raise CartVersionError: the cart changed meanwhile
        """
        self.ensure_one()
        if version is not None and int(version) != self.cart_version:
            raise CartVersionError(
                message
                or self.env._(
                    "Your cart has changed on another device. "
                    "It has been refreshed: please check it and try again."
                )
            )

    def _cart_touch(self):
        """Count a change and tell everybody who looks at the cart."""
        now = fields.Datetime.now()
        for cart in self:
            cart.write({"cart_version": cart.cart_version + 1, "cart_touched_at": now})
        self._cart_schedule_notification()

    # Telling --------------------------------------------------------------------

    def _cart_schedule_notification(self, news=None):
        """Send one message per cart when the work is written, however many changes.

        :param news: what happened to the lease, for who has or wants the cart
        """
        precommit = self.env.cr.precommit
        pending = precommit.data.setdefault(PENDING, {})
        if not pending:
            env = self.env
            precommit.add(lambda: env["sale.order"]._cart_send_notifications())
        for cart_id in self.ids:
            pending[cart_id] = news or pending.get(cart_id)

    @api.model
    def _cart_send_notifications(self):
        pending = self.env.cr.precommit.data.pop(PENDING, {})
        # sudo: whoever changes a cart, its customer is told
        carts = self.sudo().browse(pending).exists()
        carts._hold_refresh()
        for cart in carts:
            cart._cart_notify(pending[cart.id])

    def _cart_notify(self, news=None):
        self.ensure_one()
        payload = {**self._cart_payload(), "news": news or False}
        if self.cart_state != "guest":
            # why staff take a cart over is the staff's business
            told = news and {**news, "reason": False}
            self.partner_id._bus_send(NOTIFICATION, {**payload, "news": told})
        self._cart_notify_extra(payload)

    def _cart_payload(self):
        return {
            "cart_id": self.id,
            "version": self.cart_version,
            "state": self.cart_state,
            "quantity": sum(self._cart_items().mapped("product_uom_qty")),
            "held_by": self._cart_held_by(),
            "asked_by": self._cart_asked_by(),
        }

    def _cart_notify_extra(self, payload):
        """Hook: tell others than the customer (tills, agents)."""

    # Reading --------------------------------------------------------------------

    def _cart_live(self):
        """Keep the carts that a customer may still change."""
        return self.filtered(lambda order: order.cart_state in LIVE_STATES)

    def _cart_items(self):
        """Return the lines a person put in the basket."""
        return self.order_line.filtered(lambda line: line._is_cart_item())

    def _cart_amount(self):
        """Return what the lines a till sees cost; goods carried out are not shipped."""
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line._is_in_snapshot())
        return self.currency_id.round(sum(lines.mapped("price_total")))

    def _cart_snapshot(self, warehouse, holder=None):
        """Return what a till or an agent may see of the cart: named fields only.

        :param warehouse: the place that asks; availability is counted there
        :param holder: who asks, to say whether the cart is theirs
        """
        self.ensure_one()
        items = self.order_line.filtered(lambda line: line._is_in_snapshot())
        available = self.env["commerce.availability"]._read(
            items.product_id, warehouse, self.channel_id
        )
        counted = items.product_id._filter_stock_counted()
        return {
            "id": self.id,
            "name": self.name,
            "version": self.cart_version,
            "state": self.cart_state,
            "partner_id": self.partner_id.id,
            "channel": self.channel_id.name,
            "amount_total": self._cart_amount(),
            "currency_id": self.currency_id.id,
            "pricelist_id": self.pricelist_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "held_by": self._cart_held_by(holder),
            "asked_by": self._cart_asked_by(holder),
            "updated_at": fields.Datetime.to_string(self.write_date),
            "lines": [
                line._cart_line_snapshot(
                    available.get((line.product_id.id, warehouse.id), 0.0),
                    line.product_id in counted,
                )
                for line in items
            ],
        }

    # Taking at the till ---------------------------------------------------------

    def _cart_take(self, quantities, holder, channel, warehouse, order=None):
        """Move what the customer takes away now to an order of its own.

        The cart keeps its identity and the rest of its lines, unconfirmed and
        unreserved. The lines keep the price the customer saw. The new order is
        not confirmed here: the caller does it once the ticket is there.

        :param quantities: {line id: quantity taken, in the line's unit}
        :param holder: the ``CartHolder`` that has the cart
        :param channel: channel where the goods are handed over
        :param warehouse: place the goods leave
        :param order: an order made of this cart before, which gets these lines, too
        :return: (the order, {line id of the cart: line id of the order})
        :raise UserError: a line is not in this cart
        """
        self.ensure_one()
        cart = self.with_context(cart_holder_key=holder.key)
        cart._cart_check_editable()
        lines = cart.order_line.filtered(lambda line: line.id in quantities)
        if missing := set(quantities) - set(lines.ids):
            raise UserError(
                self.env._(
                    "Some lines are no longer in cart %(cart)s (%(lines)s). "
                    "Load the cart again.",
                    cart=cart.name,
                    lines=", ".join(map(str, sorted(missing))),
                )
            )
        order = order or cart.copy(cart._prepare_taken_order_values(channel, warehouse))
        mapping = {
            line.id: line._cart_take_quantity(order, quantities[line.id]).id
            for line in lines
        }
        cart._cart_after_take(order)
        if not cart._cart_items():
            cart.order_line.filtered(lambda line: not line._is_cart_item()).unlink()
        cart._cart_touch()
        return order, mapping

    def _prepare_taken_order_values(self, channel, warehouse):
        return {
            "channel_id": channel.id,
            "warehouse_id": warehouse.id,
            "cart_origin_id": self.id,
            "order_line": [Command.clear()],
            "origin": self.name,
        }

    def _is_handed_over(self):
        """Say whether a till took this order out of a cart and hands it over."""
        self.ensure_one()
        return bool(self.cart_origin_id) and not self.is_cart

    def _compute_warehouse_id(self):
        # what a till hands over leaves its place, whoever owns the order
        kept = self.filtered(lambda order: order._is_handed_over())
        super(SaleOrder, self - kept)._compute_warehouse_id()

    def _cart_after_take(self, order):
        """Hook: let what hangs on the cart follow (coupons, points)."""

    # Lifecycle ------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals and vals["state"] != "draft":
            self._cart_close("cancelled" if vals["state"] == "cancel" else "ordered")
        return result

    def _cart_close(self, state):
        """End the life of carts that became an order or were cancelled."""
        carts = self._cart_live()
        if carts:
            # sudo: the key of the lease is hidden from the person who confirms
            carts.sudo().write({"cart_state": state, **self._cart_no_holder()})
            # the index must see it before the customer's next cart is inserted
            carts.flush_recordset(["cart_state"])
            carts._cart_schedule_notification()

    def _cart_order(self):
        """The cart is being paid: the customer may open another one."""
        self._cart_close("ordered")

    def _cart_reopen(self):
        """The payment failed: the order is the customer's cart again.

        When the customer has begun another cart meanwhile, the lines join it.
        """
        for cart in self.filtered(
            lambda order: (
                order.is_cart
                and order.state == "draft"
                and order.cart_state == "ordered"
            )
        ):
            newer = self._cart_find(cart.partner_id, cart.company_id, cart.channel_id)
            if newer:
                cart._cart_merge_into(newer)
            else:
                cart.write(
                    {
                        "cart_state": "open",
                        "cart_apart_id": cart.channel_id._get_cart_apart().id,
                    }
                )
                cart._cart_touch()
