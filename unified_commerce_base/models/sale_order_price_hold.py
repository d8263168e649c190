# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from typing import Any, NamedTuple

from odoo import api, fields, models

HOURS = 24
PRICES_LATER = "cart_prices_later"


class SeenPrice(NamedTuple):
    """A price somebody saw: per unit of the line, in the currency of the order."""

    price_unit: float
    discount: float
    until: Any
    agreed: bool
    quantity: float

    @property
    def net(self):
        return self.price_unit * (1 - self.discount / 100)


class CommerceChannel(models.Model):
    _inherit = "commerce.channel"

    price_hold_hours = fields.Integer(
        string="Keep the price for (hours)",
        default=HOURS,
        help="How long the price that a customer saw in the cart is not raised, on "
        "any channel. A lower price is given at once.",
    )

    _price_hold_is_limited = models.Constraint(
        "CHECK (price_hold_hours BETWEEN 1 AND 720)",
        "A price is kept for one hour at least, thirty days (720 hours) at most.",
    )


class SaleOrder(models.Model):
    """The price the customer saw holds until a stated time, or the lower one.

    One rule for what reprices a cart: price lists, another website, signing in,
    joining carts, a till. Taxes and currencies are not prices: where they change,
    the price is today's. Rewards are computed by their programmes.
    """

    _inherit = "sale.order"

    def _recompute_prices(self):
        seen = self.order_line._get_seen_prices()
        result = super()._recompute_prices()
        self.order_line._keep_seen_prices(seen)
        return result

    def _recompute_taxes(self):
        before = {line: line.tax_ids for line in self._cart_live().order_line}
        result = super()._recompute_taxes()
        taxed_anew = [
            line.id for line, taxes in before.items() if line.tax_ids != taxes
        ]
        self.order_line.browse(taxed_anew).price_held_until = False
        return result

    def _refresh_prices(self):
        """Give the lines whose time is over the prices of today.

        Called where a customer or a till is about to see the cart. A cart that
        somebody else edits is left alone: they see its prices.

        :return: {line: net price per unit before} of the lines that changed
        """
        now = self._cart_now()
        stale = self._cart_live().order_line.filtered(
            lambda line: (
                line._is_cart_item()
                and (line.price_held_until or now) <= now
                and not line.order_id._is_cart_held_from_caller()
            )
        )
        if not stale:
            return {}
        before = {line: line._get_net_price() for line in stale}
        for order in stale.order_id:
            order._recompute_prices()
        changed = {
            line: price
            for line, price in before.items()
            if line.currency_id.compare_amounts(price, line._get_net_price())
        }
        self._tell_price_changes(changed)
        return changed

    def _is_cart_held_from_caller(self):
        """Say whether somebody else than the caller edits the cart."""
        current = self._cart_current_holder()
        key = self.env.context.get("cart_holder_key")
        return bool(current) and current.key != key

    def _prepare_price_window(self, until=None):
        """Return the values of a line whose price is seen now.

        :param until: the stated time, by default what the channel says
        """
        self.ensure_one()
        hours = self.channel_id.price_hold_hours if self.channel_id else HOURS
        return {
            "price_held_until": until or self._cart_now() + timedelta(hours=hours),
            "price_held_currency_id": self.currency_id.id,
        }

    def _tell_price_changes(self, changes):
        """Hook: say on the customer's screens which prices are others now.

        :param changes: {line: net price per unit before}
        """

    def _cart_take(self, quantities, holder, channel, warehouse, order=None):
        # what was seen too long ago costs what it costs today
        self.with_context(cart_holder_key=holder.key)._refresh_prices()
        return super()._cart_take(quantities, holder, channel, warehouse, order)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    price_held_until = fields.Datetime(
        copy=False,
        readonly=True,
        help="Until when the price the customer saw is not raised.",
    )
    price_held_currency_id = fields.Many2one("res.currency", copy=False, readonly=True)
    price_is_agreed = fields.Boolean(
        string="Agreed price",
        copy=False,
        readonly=True,
        help="Somebody of the staff gave this price, for these units.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        order_ids = {vals.get("order_id") for vals in vals_list} - {None, False}
        windows = {
            order.id: order._prepare_price_window()
            for order in self.env["sale.order"].browse(order_ids)._cart_live()
        }
        return super().create(
            [{**windows.get(vals.get("order_id"), {}), **vals} for vals in vals_list]
        )

    def write(self, vals):
        if (
            "product_uom_qty" not in vals
            or "price_unit" in vals
            or self.env.context.get(PRICES_LATER)
        ):
            return super().write(vals)
        seen = self._get_seen_prices()
        result = super().write(vals)
        self._keep_seen_prices(
            {line: one for line, one in seen.items() if line._is_same_price_for(one)}
        )
        return result

    def _get_net_price(self):
        """Return the price per unit less the discount, in the currency of the order."""
        self.ensure_one()
        return self.price_unit * (1 - self.discount / 100)

    def _get_seen_prices(self):
        """Return {line: ``SeenPrice``} of the lines whose price holds now."""
        now = self.order_id._cart_now()
        return {
            line: SeenPrice(
                line.price_unit,
                line.discount,
                line.price_held_until,
                line.price_is_agreed,
                line.product_uom_qty,
            )
            for line in self.filtered(lambda one: one.order_id._cart_live())
            if line.price_held_until
            and line.price_held_until > now
            and line.price_held_currency_id == line.currency_id
        }

    def _keep_seen_prices(self, seen):
        """Take a price back that rose before its time; any other one is seen now.

        :param seen: what ``_get_seen_prices`` gave before the prices were computed
        """
        anew = self.browse()
        for line in self.filtered(lambda one: one.order_id._cart_live()):
            if not line._is_cart_item():
                continue
            kept = seen.get(line)
            if kept and not line.price_held_until:
                # its taxes changed meanwhile
                kept = None
            rise = kept and line.currency_id.compare_amounts(
                line._get_net_price(), kept.net
            )
            if kept and rise > 0:
                line._write_seen_price(kept)
            elif not kept or rise < 0:
                anew |= line
        for order, lines in anew.grouped("order_id").items():
            lines.write({**order._prepare_price_window(), "price_is_agreed": False})

    def _write_seen_price(self, seen):
        self.write(
            {
                "price_unit": seen.price_unit,
                # or core takes it for a price typed by hand, and never lowers it
                "technical_price_unit": seen.price_unit,
                "discount": seen.discount,
                "price_held_until": seen.until,
                "price_held_currency_id": self.currency_id.id,
                "price_is_agreed": seen.agreed,
            }
        )

    def _is_same_price_for(self, seen):
        """Say whether a price seen for another quantity is one for this quantity.

        Not the price of ten for who puts nine back.
        """
        self.ensure_one()
        fewer = self.product_uom_id.compare(self.product_uom_qty, seen.quantity) < 0
        pricelist = self.order_id.pricelist_id
        if not fewer or seen.agreed or not pricelist:
            return True
        if self.currency_id.compare_amounts(self._get_net_price(), seen.net) <= 0:
            return True
        rule_id = pricelist._get_product_rule(
            self.product_id,
            quantity=seen.quantity,
            uom=self.product_uom_id,
            date=self._get_order_date(),
        )
        return rule_id == self.pricelist_item_id.id

    # Between carts --------------------------------------------------------------

    def _cart_is_plain(self):
        # an agreed price is for the units it was given for
        return super()._cart_is_plain() and not self.price_is_agreed

    def _cart_move_all_to(self, target):
        # the prices of all lines are computed at once, when every quantity is there
        seen = (target.order_line | self)._get_seen_prices()
        kept, offers = target.order_line, {}
        for line in self:
            twin = line._cart_twin_among(kept)
            if not twin:
                kept |= line
            elif line in seen and line.currency_id == target.currency_id:
                offers.setdefault(twin, []).append(seen[line])
        later = self.with_context(**{PRICES_LATER: True})
        super(SaleOrderLine, later)._cart_move_all_to(
            target.with_context(**{PRICES_LATER: True})
        )
        for line in kept.filtered(lambda one: one in seen or one in offers):
            # the lower one; of two that are equal, the one that holds longer
            both = offers.get(line, []) + [seen[line]] * (line in seen)
            best = min(both, key=lambda one: (one.net, -one.until.timestamp()))
            line._keep_seen_prices({line: best})
