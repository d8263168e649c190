# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..exceptions import CartHeldError
from .sale_order_cart import LIVE_STATES, CartHolder


class SaleOrder(models.Model):
    """The lease of a cart: one editor at a time, and it ends by itself."""

    _inherit = "sale.order"

    cart_holder_kind = fields.Selection(
        [("browser", "Browser"), ("till", "Till"), ("agent", "Agent")],
        copy=False,
        readonly=True,
    )
    cart_holder_key = fields.Char(copy=False, readonly=True, groups="base.group_system")
    cart_holder_name = fields.Char(string="Held by", copy=False, readonly=True)
    cart_holder_since = fields.Datetime(string="Held since", copy=False, readonly=True)
    cart_holder_until = fields.Datetime(string="Held until", copy=False, readonly=True)

    _held_carts = models.Index(
        "(cart_holder_until) WHERE cart_holder_until IS NOT NULL"
    )

    def _cart_current_holder(self):
        """Return the ``CartHolder`` of the cart, False when nobody has it."""
        self.ensure_one()
        # sudo: the key is hidden from people, not from the rule that compares it
        cart = self.sudo()
        if not cart.cart_holder_until or cart.cart_holder_until <= self._cart_now():
            return False
        return CartHolder(
            cart.cart_holder_kind, cart.cart_holder_key, cart.cart_holder_name
        )

    def _cart_is_held_by_other(self, holder=None):
        """Say whether somebody else than ``holder`` edits the cart now."""
        current = self._cart_current_holder()
        return bool(current) and (not holder or current.key != holder.key)

    def _cart_held_by(self, holder=None):
        """Return who holds the cart, in words for a screen, or False."""
        current = self._cart_current_holder()
        if not current:
            return False
        return {
            "kind": current.kind,
            "name": current.name,
            "since": fields.Datetime.to_string(self.cart_holder_since),
            "until": fields.Datetime.to_string(self.cart_holder_until),
            "mine": bool(holder) and holder.key == current.key,
        }

    def _cart_acquire(self, holder, take_over=False, reason=None):
        """Take the cart for one editor, or renew what this editor already has.

        :param take_over: take it from somebody else, which staff may do for a
            reason that is kept; a shopper asks
        :raise CartHeldError: somebody else has it
        :raise UserError: taken over without saying why
        """
        self.ensure_one()
        current = self._cart_current_holder()
        if current and current.key == holder.key:
            self.write(
                {
                    "cart_holder_name": holder.name,
                    "cart_holder_until": self._cart_now() + self._cart_lease_time(),
                }
            )
            return
        if current:
            if not take_over or holder.kind == "browser":
                raise CartHeldError(self._cart_held_message())
            if not (reason or "").strip():
                raise UserError(self.env._("Say why you take the cart over."))
            self._cart_log_take_over(current, holder, reason)
        self.write(self._prepare_holder_values(holder, self._cart_lease_time()))
        self._cart_schedule_notification(
            current
            and {
                "kind": "taken_over",
                "by": holder.name,
                "from": current.name,
                "reason": reason,
            }
        )

    def _prepare_holder_values(self, holder, duration):
        """Return the values of a new holder; what others asked for is settled."""
        now = self._cart_now()
        return {
            **self._cart_no_holder(),
            "cart_holder_kind": holder.kind,
            "cart_holder_key": holder.key,
            "cart_holder_name": holder.name,
            "cart_holder_since": now,
            "cart_holder_until": now + duration,
        }

    def _cart_renew(self, holder):
        """Show a sign of life.

        :raise CartHeldError: somebody else took the cart meanwhile
        """
        self._cart_acquire(holder)

    def _cart_release(self, holder):
        """Give the cart back; nothing happens when this holder has it no more."""
        for cart in self:
            current = cart._cart_current_holder()
            if current and current.key == holder.key:
                cart.write(self._cart_no_holder())
                cart._cart_schedule_notification()

    def _cart_check_editable(self):
        """Refuse a change of a cart that somebody else holds.

        :raise CartHeldError: with who, where and since when
        """
        keys = (self.env.context.get("cart_holder_key"), self._cart_agent_key())
        for cart in self:
            if cart.cart_state not in LIVE_STATES:
                continue
            current = cart._cart_current_holder()
            if current and current.key not in keys:
                raise CartHeldError(cart._cart_held_message())

    def _cart_held_message(self):
        return self.env._(
            "The cart is being checked out: %(holder)s, since %(time)s. "
            "It can be changed again when they are done.",
            holder=self.cart_holder_name,
            time=self._cart_format_time(self.cart_holder_since),
        )

    def _cart_format_time(self, moment):
        """Return a time as people write it: 14:32, or 14 h 32 in French."""
        moment = fields.Datetime.context_timestamp(self, moment)
        if (self.env.lang or "").startswith("fr"):
            return moment.strftime("%H\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}%M")
        return moment.strftime("%H:%M")

    def _cart_log_take_over(self, previous, holder, reason):
        self.message_post(
            body=self.env._(
                "Cart taken over by %(holder)s from %(previous)s. Reason: %(reason)s",
                holder=holder.name,
                previous=previous.name,
                reason=reason,
            )
        )

    def _cart_lease_time(self):
        minutes = self.channel_id.cart_lease_minutes or 10
        return timedelta(minutes=minutes)

    @staticmethod
    def _cart_now():
        return fields.Datetime.now()

    def _cart_no_holder(self):
        """Return the values of a cart that nobody has, and nobody asks for."""
        holder = ("kind", "key", "name", "since", "until")
        return {
            **{f"cart_holder_{name}": False for name in holder},
            **self._cart_no_asker(),
        }

    @api.model
    def _cron_release_dead_leases(self):
        """Tell customers that the cart is theirs again when a till went silent."""
        dead = self.search([("cart_holder_until", "<=", self._cart_now())], limit=500)
        for cart in dead.try_lock_for_update():
            cart.write(self._cart_no_holder())
            cart._cart_schedule_notification()
