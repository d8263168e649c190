# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from odoo.addons.unified_commerce_base.exceptions import CartHeldError
from odoo.addons.unified_commerce_base.models.sale_order_cart import LIVE_STATES

SENT_EVENT = "UNIFIED_SENT_BASKET"
MAILS_PER_HOUR = 60
LISTED = 30
LISTED_HOURS = 72


class SaleOrder(models.Model):
    _inherit = "sale.order"

    sent_config_id = fields.Many2one(
        "pos.config",
        string="Sent by till",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    def _get_sent_fields(self):
        return [*super()._get_sent_fields(), "sent_config_id"]

    def _cart_notify_extra(self, payload):
        result = super()._cart_notify_extra(payload)
        if self.sent_config_id and self.sent_at:
            self.sent_config_id._notify(SENT_EVENT, self._get_sent_summary())
        return result


class PosConfig(models.Model):
    """The till sends its ticket to the customer, and learns what becomes of it."""

    _inherit = "pos.config"

    # What the till asks ---------------------------------------------------------

    def unified_send_basket(self, ticket_uuid):
        """Make a basket on the shop of an open ticket; the ticket ends.

        Asked again for the same ticket, it answers the same: nothing is sent twice.

        :return: {status: sent | refused, message, ...}; when sent, the summary of the
            basket, its ``url`` and the ``email`` that is known of its customer
        :raise AccessError: not the staff of an open till
        """
        self._check_till()
        ticket = self._get_ticket_to_send(ticket_uuid)
        if ticket.state == "cancel" and (cart := self._find_sent(ticket.uuid)):
            return self._prepare_sent_answer(cart)
        problem = ticket and ticket._get_send_problem()
        if not ticket:
            problem = self.env._("This ticket is not known: try again.")
        if problem:
            return {"status": "refused", "message": problem}
        # one till only works on the ticket: the second runs again and finds it sent
        self.env["commerce.idempotency"]._claim("unified_pos.send", ticket.uuid)
        try:
            with self.env.cr.savepoint():
                cart = ticket._send_to_shop()
                self._check_sent_cart(cart)
                cart.sent_config_id = self
                ticket.action_pos_order_cancel()
        except UserError as error:
            return {"status": "refused", "message": str(error)}
        return self._prepare_sent_answer(cart, ticket.partner_id)

    def unified_sent_mail(self, key, email):
        """Write to an address, used for this only, how to open what was sent.

        :return: {status: sent | refused, message}
        """
        self._check_till()
        cart = self._find_sent(key)
        address = email_normalize(email or "")
        # sudo: counting tries needs no right
        limiter = self.env["commerce.rate.limit"].sudo()
        if not cart or cart.cart_state not in LIVE_STATES:
            problem = self.env._("This basket is paid or was taken back.")
        elif not address:
            problem = self.env._("%s is not an e-mail address.", email or "")
        elif not limiter._hit("unified_pos.send", self.id, MAILS_PER_HOUR, 3600):
            problem = self.env._("Too many mails were sent: try again later.")
        elif not cart._mail_sent_cart(address, cart._get_sent_url()):
            problem = self.env._("The mail cannot be sent. Show the code instead.")
        else:
            message = self.env._("The mail is on its way to %s.", address)
            return {"status": "sent", "message": message}
        return {"status": "refused", "message": problem}

    def unified_sent_baskets(self):
        """Return what became of the baskets this till sent lately, newest first."""
        self._check_till()
        return self._get_sent_baskets()

    def unified_sent_link(self, key):
        """Return again how to open a basket: {url, email} or {} when it ended."""
        self._check_till()
        cart = self._find_sent(key)
        if not cart or cart.cart_state not in LIVE_STATES:
            return {}
        return self._prepare_sent_answer(cart)

    def unified_sent_take_back(self, key, operator_id=None):
        """Take a basket back to the till; its links open nothing any more.

        :return: {status: taken | held | customer | gone, message, ...}; ``customer``:
            it is in the cart of ``partner_id``, which is taken over as any cart
        """
        self._check_till()
        cart = self._find_sent(key)
        if not cart or cart.cart_state not in LIVE_STATES:
            message = self.env._("This basket is paid or was taken back.")
            return {"status": "gone", "message": message}
        if cart.cart_state == "open":
            return {
                "status": "customer",
                "partner_id": cart.partner_id.id,
                "message": self.env._(
                    "The basket is in the cart of %s: take that over.",
                    cart.partner_id.name,
                ),
            }
        holder = self._get_cart_holder(self._get_operator(operator_id))
        try:
            cart._cart_acquire(holder)
        except CartHeldError as error:
            return {"status": "held", "message": str(error)}
        cart._cart_revoke_tokens()
        # every device of the till forgets it
        self._notify(SENT_EVENT, {**cart._get_sent_summary(), "state": "gone"})
        cart.with_context(cart_holder_key=holder.key)._refresh_prices()
        answer = {
            "status": "taken",
            **self._prepare_taken_cart(cart),
            "lines": self._choose_till_lines(cart, None),
        }
        cart.write(dict.fromkeys(cart._get_sent_fields(), False))
        return answer

    # The rest -------------------------------------------------------------------

    def _get_sent_baskets(self):
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=LISTED_HOURS)
        # sudo: the cashier has no right on orders; this till's own, named fields only
        carts = self.env["sale.order"].sudo()
        carts = carts.search(
            [("sent_config_id", "=", self.id), ("sent_at", ">=", since)],
            order="sent_at desc",
            limit=LISTED,
        )
        baskets = [cart._get_sent_summary() for cart in carts]
        return [one for one in baskets if one["state"] != "gone"]

    def _get_ticket_to_send(self, uuid):
        tickets = self.env["pos.order"].search([("uuid", "=", str(uuid))], limit=1)
        return tickets.filtered(lambda one: one.config_id == self)

    def _find_sent(self, key):
        # sudo: the cashier has no right on orders; what this till sent, named fields
        carts = self.env["sale.order"].sudo()
        return carts.search(
            [("sent_key", "=", str(key)), ("sent_config_id", "=", self.id)], limit=1
        )

    def _check_sent_cart(self, cart):
        if cart.currency_id != self.currency_id:
            raise UserError(
                self.env._(
                    "The shop sells in %(currency)s: this ticket cannot be sent.",
                    currency=cart.currency_id.name,
                )
            )

    def _prepare_sent_answer(self, cart, partner=None):
        known = partner or (not cart._is_of_nobody() and cart.partner_id)
        return {
            "status": "sent",
            "basket": cart._get_sent_summary(),
            "url": cart._get_sent_url(),
            "in_cart_of": cart.cart_state == "open" and cart.partner_id.name,
            "email": known and known.email or "",
        }

    @api.model
    def _load_pos_data_read(self, records, config):
        read_records = super()._load_pos_data_read(records, config)
        for values in read_records[:1]:
            # sudo: says yes or no about a shop
            carts = self.env["sale.order"].sudo()
            values["_has_shop"] = bool(carts._get_shop_cart_values(config.company_id))
            values["_sent_baskets"] = config._get_sent_baskets()
        return read_records
