# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import UniqueViolation

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from .sale_order_cart import LIVE_STATES


class SaleOrder(models.Model):
    """Several baskets of one person become one open cart, and nothing is lost."""

    _inherit = "sale.order"

    def _cart_identify(self, partner):
        """Give the cart of a visitor to the customer who has just signed in.

        Where both have articles, the rule of the shop decides. Whatever it says, no
        quantity is lost, and it neither waits for a till that has the customer's
        cart nor takes the cart from it.

        :return: the customer's open cart
        """
        self.ensure_one()
        if self.cart_state not in LIVE_STATES:
            return self
        customer_cart = self._cart_find(partner, self.company_id, self.channel_id)
        if customer_cart == self:
            return self
        if not customer_cart:
            self._cart_open_for(partner)
            return self
        identify = {
            "merge": self._cart_identify_merge,
            "newest": self._cart_identify_newest,
            "ask": self._cart_identify_ask,
        }[self._cart_rule_with(customer_cart)]
        return identify(customer_cart)

    def _cart_rule_with(self, customer_cart):
        """Return the rule for these two carts: there is nothing to choose without
        articles, or when it is staff who finds out that two contacts are one person.
        """
        visiting = self.cart_state == "guest"
        if visiting and self._cart_items() and customer_cart._cart_items():
            return self._get_cart_merge_rule()
        return "merge"

    def _get_cart_merge_rule(self):
        """Hook: return what happens to two carts at sign-in: merge, newest or ask."""
        return "merge"

    def _cart_identify_merge(self, customer_cart):
        self._cart_merge_into(customer_cart)
        return customer_cart

    def _cart_identify_newest(self, customer_cart):
        partner = customer_cart.partner_id
        held = customer_cart._cart_current_holder()
        if held or customer_cart._cart_last_change() > self._cart_last_change():
            self.partner_id = partner
            self._cart_save()
            return customer_cart
        customer_cart._cart_save()
        self._cart_open_for(partner)
        return self

    def _cart_identify_ask(self, customer_cart):
        self.write({"partner_id": customer_cart.partner_id.id, "cart_state": "waiting"})
        customer_cart._cart_schedule_notification()
        return customer_cart

    def _cart_open_for(self, partner):
        """Make this the one open cart of a customer.

        :raise ConcurrencyError: another device opened one at the same moment
        """
        try:
            with self.env.cr.savepoint():
                self.write(
                    {
                        "partner_id": partner.id,
                        "cart_state": "open",
                        "cart_apart_id": self.channel_id._get_cart_apart().id,
                    }
                )
                self.flush_recordset()
        except UniqueViolation as error:
            raise ConcurrencyError(
                self.env._("The cart was opened on another device.")
            ) from error
        self._cart_touch()

    def _cart_last_change(self):
        self.ensure_one()
        return self.cart_touched_at or self.write_date

    def _cart_merge_into(self, target):
        """Move every line of these carts to ``target``; equal lines add up.

        The prices are those of the target's price list. Lines that the target
        computes for itself (delivery, rewards) are left out. A till that holds
        the target sees the lines arrive: signing in never waits for a till.
        """
        target.ensure_one()
        holder = target._cart_current_holder()
        sources = self - target
        if holder:
            sources = sources.with_context(cart_holder_key=holder.key)
            target = target.with_context(cart_holder_key=holder.key)
        for cart in sources:
            cart.order_line.filtered(lambda line: not line._is_cart_item()).unlink()
            cart.order_line._cart_move_all_to(target)
            cart.write({"cart_state": "merged", "cart_origin_id": target.id})
            cart._action_cancel()
        if sources:
            if not holder:
                if sources.fiscal_position_id != target.fiscal_position_id:
                    target._recompute_taxes()
                target._recompute_prices()
            target._cart_touch()

    @api.model
    def _cart_adopt(self, orders):
        """Mark draft orders from before the suite as carts, one open per customer.

        The newest is the open one, the others are kept as saved lists. A cart that
        the customer has changed since the suite is there stays the open one.

        :param orders: draft orders that are the basket of an identified customer
        :return: {order kept as a saved list: the open cart}
        """
        kept = {}
        for (partner, company), drafts in orders.grouped(
            lambda order: (order.partner_id, order.company_id)
        ).items():
            drafts.write({"is_cart": True})
            found = self._cart_find(partner, company)
            baskets = (drafts | found).sorted(
                lambda one: (bool(one._cart_items()), one.id), reverse=True
            )
            # newer or not, what somebody works on stays in hand
            used = found and (found.cart_touched_at or found._cart_current_holder())
            cart = found if used else baskets[:1]
            others = baskets - cart
            full = others.filtered(lambda one: one._cart_items())
            full._cart_save()
            for basket in full:
                basket.cart_saved_at = basket.date_order
            if cart != found:
                cart.cart_state = "open"
            (others - full)._cart_merge_into(cart)
            kept.update(dict.fromkeys(full, cart))
        return kept
