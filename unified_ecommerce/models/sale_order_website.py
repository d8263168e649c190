# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain


class SaleOrder(models.Model):
    """The cart of a customer on the websites of a group."""

    _inherit = "sale.order"

    def _get_cart_merge_rule(self):
        return self.website_id.cart_merge_rule or super()._get_cart_merge_rule()

    def _cart_may_expire(self):
        return super()._cart_may_expire() and not self._has_payment_under_way()

    # Several websites, one cart -------------------------------------------------

    def _cart_move_to_website(self, website):
        """Let a cart begun on another website of the company go on here.

        What is not sold here is kept aside. Prices become those of this website when
        the price list is not sold from here.
        """
        self.ensure_one()
        before = self.website_id
        if before == website:
            return
        pricelist = self.pricelist_id
        self.website_id = website
        if before:
            self._cart_put_unsold_aside(website)
        if pricelist and not pricelist._is_available_on_website(website):
            self.pricelist_id = website._get_and_cache_current_pricelist()
            self._recompute_prices()

    def _cart_put_unsold_aside(self, website):
        """Keep aside what a website does not sell."""
        if self.cart_state != "open":
            return
        lines = self.order_line.filtered(lambda line: line._is_cart_item())
        if unsold := lines - lines._filter_sold_on(website):
            self._cart_put_aside(unsold)

    def _cart_put_ended_aside(self):
        """Keep aside what is not sold any more anywhere.

        Odoo drops such lines from a cart without a word.
        """
        self.ensure_one()
        if self.cart_state != "open":
            return
        ended = self.order_line.filtered(
            lambda line: line._is_cart_item() and not line.product_id.active
        )
        if ended:
            self._cart_put_aside(ended)

    # A mail to who left something in the cart -----------------------------------

    def _compute_abandoned_cart(self):
        result = super()._compute_abandoned_cart()
        for order in self.filtered("is_abandoned_cart"):
            delay = order.website_id.cart_abandoned_delay or 1.0
            changed = order.cart_touched_at
            if order.cart_state not in (False, "open", "guest") or (
                changed and changed > order._get_abandoned_limit(delay)
            ):
                order.is_abandoned_cart = False
        return result

    def _search_abandoned_cart(self, operator, value):
        """Leave out saved lists, what is being paid, and who is still shopping.

        Core counts from the day the cart was begun: the one cart of a customer lives
        on.
        """
        domain = super()._search_abandoned_cart(operator, value)
        if domain is NotImplemented:
            return domain
        websites = self.env["website"].search([])
        still = Domain.OR(
            Domain("website_id", "in", alike.ids)
            & Domain("cart_touched_at", ">", self._get_abandoned_limit(delay or 1.0))
            for delay, alike in websites.grouped("cart_abandoned_delay").items()
        )
        others = ("waiting", "aside", "saved", "ordered", "merged", "cancelled")
        return domain & Domain("cart_state", "not in", others) & ~still

    def _get_abandoned_limit(self, hours):
        return fields.Datetime.subtract(fields.Datetime.now(), hours=hours)

    def _filter_can_send_abandoned_cart_mail(self):
        carts = super()._filter_can_send_abandoned_cart_mail()
        for cart in carts:
            # the link in the mail opens the cart by it
            cart._portal_ensure_token()
        return carts
