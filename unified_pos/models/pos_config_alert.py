# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .cart_ticket import as_id

ALERTS_PER_HOUR = 60


class PosConfig(models.Model):
    """A customer at the till wants to be told when this place has an article again."""

    _inherit = "pos.config"

    def unified_tell_customer(self, product_id, partner_id, email=None):
        """Write down that a customer waits for an article in the place of this till.

        :param email: address typed at the till, for a customer who has none: it is
            kept on the customer only when there is none yet
        :return: {status: asked | email | refused, message}; ``email``: an address
            is needed first
        :raise AccessError: not the staff of an open till, or a customer of others
        """
        self._check_till()
        partner = self._get_till_customer(partner_id)
        product = self.env["product.product"].browse(as_id(product_id)).exists()
        product.check_access("read")
        # sudo: counting tries needs no right
        limiter = self.env["commerce.rate.limit"].sudo()
        if not product:
            problem = self.env._("This article does not exist any more.")
        elif not limiter._hit("unified_pos.alert", self.id, ALERTS_PER_HOUR, 3600):
            problem = self.env._("Too many alerts were asked for: try again later.")
        else:
            return self._tell_customer(product, partner, email)
        return {"status": "refused", "message": problem}

    def _tell_customer(self, product, partner, email):
        # sudo: a cashier changes no customer, but for the address that was missing
        customer = partner.sudo()
        address = customer.email_normalized or email_normalize(email or "")
        if not address:
            message = email and self.env._("%s is not an e-mail address.", email)
            return {"status": "email", "message": message or False}
        alerts = self.env["commerce.stock.alert"]
        if alerts._is_address_refused(address):
            message = self.env._(
                "%s does not take our mail: ask the customer for another address, and "
                "correct it on the customer.",
                address,
            )
            return {"status": "refused", "message": message}
        place = self._get_place()
        try:
            alert = alerts._ask(partner, product, self.channel_id, place, email=address)
        except UserError as error:
            return {"status": "refused", "message": str(error)}
        if not customer.email:
            customer.email = address
        return {
            "status": "asked",
            "message": self.env._(
                "We will write to %(email)s when %(place)s has it again.",
                email=alert.email,
                place=place.name,
            ),
        }
