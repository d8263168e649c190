# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from pytz import country_timezones

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.http import request
from odoo.tools import format_date

from odoo.addons.unified_commerce_base.models.sale_order_cart import LIVE_STATES


class SaleOrder(models.Model):
    """Baskets that a store sends to its customers, on the shop."""

    _inherit = "sale.order"

    @api.model
    def _get_shop_website(self, company):
        """Return the website that the stores of a company send baskets to."""
        # sudo: who sends need not see the set-up of the websites
        websites = self.env["website"].sudo()
        return websites.search([("company_id", "=", company.id)], limit=1)

    @api.model
    def _get_shop_cart_values(self, company):
        website = self._get_shop_website(company)
        if not website:
            return super()._get_shop_cart_values(company)
        return {
            "website_id": website.id,
            "partner_id": website.user_id.partner_id.id,
            "team_id": website.salesteam_id.id,
        }

    @api.model
    def _get_shop_channel(self, company):
        website = self._get_shop_website(company)
        return website.channel_id or super()._get_shop_channel(company)

    def _mail_sent_cart(self, email, url):
        self.ensure_one()
        template = self.env.ref(
            "unified_ecommerce.mail_template_sent_cart", raise_if_not_found=False
        )
        if not template:
            return super()._mail_sent_cart(email, url)
        # sudo: who sends may not read templates; the address is kept in the mail only
        template.sudo().with_context(
            unified_url=url, unified_store=self._get_sending_place()
        ).send_mail(self.id, email_values={"email_to": email, "recipient_ids": []})
        return True

    def _get_sending_place(self):
        """Hook: return the name of the store that sent the cart."""
        self.ensure_one()
        return self.channel_id.name or self.company_id.name

    def _get_sent_until_text(self):
        """Return until when the prices hold, as the shopper writes it, or ""."""
        self.ensure_one()
        if not self.sent_until or self.sent_until <= fields.Datetime.now():
            return ""
        order = self.with_context(tz=self._get_shopper_timezone())
        moment = fields.Datetime.context_timestamp(order, self.sent_until)
        return self.env._(
            "%(day)s, %(time)s",
            day=format_date(self.env, moment.date()),
            time=self._format_shopper_time(self.sent_until),
        )

    def _get_shopper_timezone(self):
        """Return where the clock hangs that a shopper looks at.

        Theirs when it is known, that of the shop's country otherwise.
        """
        company = self.company_id.sudo()  # sudo: a clock is no secret
        of_country = country_timezones.get(company.country_id.code) or ["UTC"]
        return (
            self.env.user.tz
            or (request and request.cookies.get("tz"))
            or company.partner_id.tz
            or of_country[0]
        )

    # The link -------------------------------------------------------------------

    def _get_sent_target(self):
        """Return the cart that this one was joined to, when it is the same person's."""
        cart, seen = self, self
        while cart.cart_state == "merged" and cart.cart_origin_id not in seen:
            target = cart.cart_origin_id
            if not target or not cart._cart_is_of_same_person(target):
                break
            cart, seen = target, seen | target
        return cart

    def _get_link_state(self, customer):
        """Return what a link to this cart shows to whoever opens it.

        :param customer: who is signed in, or no record
        :return: wrong, paid, paying, gone, held, sign_in, other or ready
        """
        if not self:
            return "wrong"
        if self.cart_state == "ordered":
            payment = self.get_portal_last_transaction().state
            done = self.state == "sale" or payment in ("authorized", "done")
            return "paid" if done else "paying"
        if self.cart_state not in LIVE_STATES or not self._cart_items():
            return "gone"
        if self.cart_state == "open" and self.partner_id != customer:
            return "other" if customer else "sign_in"
        if self._is_held_elsewhere():
            kind = self._cart_current_holder().kind
            return "paying" if kind == "browser" else "held"
        return "ready"

    # Paying ---------------------------------------------------------------------

    def _check_cart_is_ready_to_be_paid(self):
        """Refuse the second of two payments, whatever the first one waits for."""
        if self.cart_state == "ordered" and self._has_payment_under_way():
            raise ValidationError(
                self.env._(
                    "This cart is already paid, or its payment is under way. "
                    "You have not been charged a second time."
                )
            )
        return super()._check_cart_is_ready_to_be_paid()


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _update_carts(self):
        result = super()._update_carts()
        # sudo: a provider's notification runs without rights on orders
        orders = self.sudo().sale_order_ids
        orders.filtered("sent_at")._cart_schedule_notification()
        return result
