# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import ValidationError

from odoo.addons.unified_commerce_base.exceptions import CartHeldError

from .payment_transaction import UNDER_WAY


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_default_channel(self):
        return self.website_id.channel_id or super()._get_default_channel()

    # One editor at a time, nobody writes from an old picture ----------------------

    def _cart_add(self, product_id, quantity=1.0, *, uom_id=None, **kwargs):
        self._cart_check_editable()
        result = super()._cart_add(product_id, quantity, uom_id=uom_id, **kwargs)
        self._hold("cart")
        return result

    def _cart_update_line_quantity(self, line_id, quantity, **kwargs):
        """Refuse the change of a cart that is held, or that the page shows outdated.

        :param int cart_version: version of the cart on the page, None when unknown
        """
        version = kwargs.pop("cart_version", None)
        if self:
            self._cart_check_editable()
            if version is not None:
                self._cart_check_version(version)
        return super()._cart_update_line_quantity(line_id, quantity, **kwargs)

    def _check_cart_is_ready_to_be_paid(self):
        """Hold the goods before any provider of payments is called.

        :raise ValidationError: somebody else was first; nothing is paid
        """
        self._cart_check_editable()
        self._check_still_sold()
        result = super()._check_cart_is_ready_to_be_paid()
        if short := self._hold_for_shopper("payment"):
            raise ValidationError(self._get_short_message(short))
        return result

    def _check_still_sold(self):
        gone = self._cart_items().product_id.filtered(lambda one: not one.active)
        if gone:
            raise ValidationError(
                self.env._(
                    "%s is not sold any more. Go back to your cart: it is kept there, "
                    "and the rest can be ordered.",
                    gone[0].with_context(display_default_code=False).display_name,
                )
            )

    def _hold_for_shopper(self, moment):
        """Hold the cart; the cart page says what cannot be had."""
        short = self._hold(moment)
        if short:
            self.shop_warning = self._get_short_message(short)
        return short

    def _is_cart_ready(self):
        return super()._is_cart_ready() and not self._is_held_elsewhere()

    def _is_held_elsewhere(self):
        """Say whether a till, an agent or another browser edits the cart now."""
        if not self:
            return False
        try:
            self._cart_check_editable()
        except CartHeldError:
            return True
        return False

    def _is_asked_by_shopper(self):
        """Say whether the customer waits for an answer of who has the cart."""
        self.ensure_one()
        asked = self._cart_asked_by()
        return bool(asked) and asked["kind"] == "browser"

    def _get_cart_holder_place(self):
        """Return where the cart is being edited, as a shopper knows the place.

        Holders are named "Lyon – Caisse 1": the place, then the till.
        """
        self.ensure_one()
        return (self.cart_holder_name or "").split(" – ")[0]

    def _compute_warehouse_id(self):
        # core gives every order of a website the website's place, and asks no further
        kept = self.filtered(lambda order: order._is_handed_over())
        super(SaleOrder, self - kept)._compute_warehouse_id()

    # Life after a payment -------------------------------------------------------

    def _has_payment_under_way(self):
        self.ensure_one()
        return self.get_portal_last_transaction().state in UNDER_WAY

    def _is_of_identified_customer(self):
        """Say whether the customer has an account, so that they own one open cart."""
        self.ensure_one()
        return any(not user._is_public() for user in self.partner_id.user_ids)

    def _cart_payment_failed(self):
        """Give the cart back to who was paying it, and the goods to everybody."""
        self._hold_release()
        self._cart_reopen()
        self._cart_release_browser()

    def _cart_release_browser(self):
        """End the lease of the browser that was paying."""
        for cart in self:
            holder = cart._cart_current_holder()
            if holder and holder.kind == "browser":
                cart._cart_release(holder)

    def _get_cart_held_since(self):
        """Return since when the cart is held, as the shopper writes the time."""
        self.ensure_one()
        return self._format_shopper_time(self.cart_holder_since)

    def _get_hold_until(self):
        """Return until when the goods are kept, as the shopper writes the time."""
        self.ensure_one()
        return self.hold_until and self._format_shopper_time(self.hold_until)

    def _format_shopper_time(self, moment):
        order = self.with_context(tz=self._get_shopper_timezone())
        return order._cart_format_time(moment)

    def _cart_reopen(self):
        """A visitor's cart opens again as a visitor's cart."""
        guests = self.filtered(
            lambda cart: (
                cart.is_cart
                and cart.state == "draft"
                and cart.cart_state == "ordered"
                and not cart._is_of_identified_customer()
            )
        )
        guests.cart_state = "guest"
        return super(SaleOrder, self - guests)._cart_reopen()

    # Availability ---------------------------------------------------------------

    def _get_free_qty(self, product):
        self.ensure_one()
        website = self.website_id
        if not website:
            return super()._get_free_qty(product)
        place_id = self._get_shop_warehouse_id()
        places = (
            self.env["stock.warehouse"].browse(place_id)
            if place_id
            else website._get_shop_warehouses()
        )
        return website._sum_available(product, places, self._get_hold_token())
