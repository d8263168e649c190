# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order_cart import LIVE_STATES
from .sale_order_price_hold import SeenPrice

# the link still opens the cart when the prices are those of the day again
LINK_DAYS_AFTER = 7
# what is told of a sent cart moves with its lines when carts are joined
SENT_FIELDS = ("sent_key", "sent_at", "sent_until", "sent_opened_at")


class SentLine(NamedTuple):
    """A line of a basket on its way to the shop, at the price the customer saw."""

    values: dict
    price_unit: float
    discount: float
    taxes: Any
    children: list


class SaleOrder(models.Model):
    """A basket that a place sends to its customer, who goes on with it on the shop.

    Guarantee: prices are those the customer was told, until a stated time, unless
    the shop asks less; nothing that was in the customer's cart is lost; whoever sent
    it is told what becomes of it, one message per change.
    """

    _inherit = "sale.order"

    sent_key = fields.Char(
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="Key of the sending: what is sent twice arrives once.",
    )
    sent_at = fields.Datetime(copy=False, readonly=True)
    sent_until = fields.Datetime(
        copy=False, readonly=True, help="Until when the prices told hold."
    )
    sent_opened_at = fields.Datetime(copy=False, readonly=True)

    # Hooks of the shop ----------------------------------------------------------

    @api.model
    def _get_shop_cart_values(self, company):
        """Hook: return the values of a visitor's cart on the shop of a company.

        :return: {} when there is no shop to send a basket to
        """
        return {}

    @api.model
    def _get_shop_channel(self, company):
        """Hook: return the channel of the shop that baskets are sent to."""
        return self.env["commerce.channel"]

    def _mail_sent_cart(self, email, url):
        """Hook: write to an address, used for this only, that the cart is there.

        :return: whether a mail leaves
        """
        return False

    # Sending --------------------------------------------------------------------

    @api.model
    def _cart_send(self, key, lines, company, channel, partner, into=None):
        """Send a basket to a customer: to their cart, or to one that a link opens.

        :param key: idempotency key, such as the ticket's
        :param lines: list of ``SentLine``
        :param channel: the channel it is sent from
        :param partner: the customer who was named, or no record; with an account the
            lines join their one open cart
        :param into: the live cart that the lines belong to, when there is one
        :return: the cart
        :raise UserError: an article is not for sale on the shop
        """
        self._check_sold_on_shop(lines, company)
        until = self._cart_now() + timedelta(hours=channel.price_hold_hours)
        cart = into or self.browse()
        if lines:
            values = self._get_shop_cart_values(company)
            basket = self.create(
                {
                    **values,
                    "company_id": company.id,
                    "channel_id": channel.id,
                    "is_cart": True,
                    "cart_state": "guest",
                }
            )
            for line in lines:
                basket._add_sent_line(line, until)
            if into:
                basket._cart_merge_into(into)
            elif self._has_account(partner):
                cart = basket._cart_identify(partner)
            else:
                cart = basket
        cart._mark_sent(key, until)
        return cart

    def _mark_sent(self, key, until):
        self.write(
            {
                "sent_key": key,
                "sent_at": self._cart_now(),
                "sent_until": until,
                "sent_opened_at": False,
            }
        )
        self._cart_schedule_notification()

    def _cart_mark_opened(self):
        """The customer has opened what was sent."""
        for cart in self.filtered(lambda one: one.sent_at and not one.sent_opened_at):
            cart.sent_opened_at = self._cart_now()
            cart._cart_schedule_notification()

    def _check_sold_on_shop(self, lines, company):
        shop = self._get_shop_channel(company)
        products = self.env["product.product"].browse(
            line.values["product_id"] for line in lines
        )
        missing = products.filtered(lambda one: not shop._offers(one))
        if missing:
            raise UserError(
                self.env._(
                    "Not for sale on the shop: %s. Take it off the ticket, then send "
                    "the rest.",
                    ", ".join(missing.mapped("display_name")),
                )
            )

    def _add_sent_line(self, line, until, parent=None):
        record = self.env["sale.order.line"].create(
            {
                **line.values,
                "order_id": self.id,
                "linked_line_id": parent and parent.id,
                **self._prepare_price_window(until),
            }
        )
        record._take_sent_price(line, until)
        for child in line.children:
            self._add_sent_line(child, until, record)

    @api.model
    def _has_account(self, partner):
        # sudo: whoever sends may not read the users
        return any(not user._is_public() for user in partner.sudo().user_ids)

    def _get_sent_url(self):
        """Return the address that opens this cart on the shop."""
        self.ensure_one()
        return self._cart_get_url(self._get_link_end())

    def _get_link_end(self):
        return (self.sent_until or self._cart_now()) + timedelta(days=LINK_DAYS_AFTER)

    # What becomes of it ---------------------------------------------------------

    def _cart_merge_into(self, target):
        sent = (self - target).filtered("sent_at").sorted("sent_at")[-1:]
        result = super()._cart_merge_into(target)
        if sent:
            # before the target is told: the key is of one cart at a time
            values = sent.read(self._get_sent_fields(), load=False)[0]
            values.pop("id")
            sent.write(dict.fromkeys(values, False))
            target.write(values)
        return result

    def _cart_may_expire(self):
        # somebody has the link, and may have paid nothing yet
        link_opens = bool(self.sent_until) and self._get_link_end() > self._cart_now()
        return not link_opens and super()._cart_may_expire()

    def _get_sent_fields(self):
        """Hook: fields that say who sent a cart, when and until when."""
        return list(SENT_FIELDS)

    def _get_sent_state(self):
        """Return what became of a cart that was sent.

        :return: waiting, opened, paying, refused, expired, paid, ordered or gone
        """
        self.ensure_one()
        payment = self.get_portal_last_transaction().state
        if self.cart_state not in LIVE_STATES:
            if payment in ("authorized", "done"):
                return "paid"
            if self.cart_state != "ordered" or self.state == "cancel":
                return "gone"
            return "ordered" if self.state == "sale" else "paying"
        if not self._cart_items():
            return "gone"
        holder = self._cart_current_holder()
        if holder and holder.kind == "browser":
            return "paying"
        if payment in ("cancel", "error"):
            return "refused"
        if self.sent_until <= self._cart_now():
            return "expired"
        return "opened" if self.sent_opened_at else "waiting"

    def _get_sent_summary(self):
        """Return what the place that sent the cart may see of it: named fields only."""
        self.ensure_one()
        live = self.cart_state in LIVE_STATES
        items = self._cart_items()
        return {
            "key": self.sent_key,
            "name": self.name,
            "state": self._get_sent_state(),
            "sent_at": fields.Datetime.to_string(self.sent_at),
            "until": fields.Datetime.to_string(self.sent_until),
            "customer": "" if self._is_of_nobody() else self.partner_id.name,
            "count": sum(items.mapped("product_uom_qty")),
            "total": self._cart_amount() if live else self.amount_total,
            "lines": [
                {
                    "id": line.id,
                    "name": line._get_sent_name(),
                    "qty": line.product_uom_qty,
                    "price_total": line.price_total,
                }
                for line in items
            ],
        }

    def _is_of_nobody(self):
        """Say whether nobody has given a name to this cart yet."""
        users = self.partner_id.with_context(active_test=False).user_ids
        return any(user._is_public() for user in users)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_sent_name(self):
        """Return the article as a customer knows it, without our reference."""
        self.ensure_one()
        product = self.product_id.with_context(display_default_code=False)
        return product.display_name

    def _take_sent_price(self, sent, until):
        """Give this line the price the customer was told, unless the shop asks less.

        A price under other taxes is no price to compare: the shop's own is kept.
        """
        self.ensure_one()
        price = SeenPrice(
            sent.price_unit, sent.discount, until, True, self.product_uom_qty
        )
        lower = self.currency_id.compare_amounts(price.net, self._get_net_price()) < 0
        if self.tax_ids == sent.taxes and lower:
            self._write_seen_price(price)
