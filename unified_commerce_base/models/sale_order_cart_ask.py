# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..exceptions import CartHeldError
from .sale_order_cart import LIVE_STATES, CartHolder

ANSWER_TIME = timedelta(seconds=60)
# who was handed a cart must fetch it; a till that went away does not keep it
FETCH_TIME = timedelta(minutes=2)
ASKS, ASKS_WINDOW = 6, 300


class SaleOrder(models.Model):
    """Asking for a cart that somebody else holds: one request at a time.

    A request ends by itself when it is not answered, and with the lease.
    """

    _inherit = "sale.order"

    cart_asker_kind = fields.Selection(
        [("browser", "Browser"), ("till", "Till"), ("agent", "Agent")],
        copy=False,
        readonly=True,
    )
    cart_asker_key = fields.Char(copy=False, readonly=True, groups="base.group_system")
    cart_asker_name = fields.Char(string="Asked for by", copy=False, readonly=True)
    cart_asker_until = fields.Datetime(
        string="Answer expected until", copy=False, readonly=True
    )

    def _cart_current_asker(self):
        """Return who waits for an answer, as a ``CartHolder``, or False."""
        self.ensure_one()
        # sudo: the key is hidden from people, not from the rule that compares it
        cart = self.sudo()
        if not cart.cart_asker_until or cart.cart_asker_until <= self._cart_now():
            return False
        return CartHolder(
            cart.cart_asker_kind, cart.cart_asker_key, cart.cart_asker_name
        )

    def _cart_asked_by(self, asker=None):
        """Return who asks for the cart, in words for a screen, or False."""
        current = self._cart_current_asker()
        if not current or not self._cart_current_holder():
            return False
        return {
            "kind": current.kind,
            "name": current.name,
            "until": fields.Datetime.to_string(self.cart_asker_until),
            "mine": bool(asker) and asker.key == current.key,
        }

    def _cart_ask(self, asker):
        """Ask the holder for the cart; the holder is told live, the asker answered.

        :param asker: the ``CartHolder`` that would like to have the cart
        :return: {status: asked | free | busy, message, seconds: time to answer}
        :raise UserError: the cart is no longer open
        """
        self.ensure_one()
        if self.cart_state not in LIVE_STATES:
            raise UserError(self.env._("This cart is no longer open."))
        holder = self._cart_current_holder()
        if not holder or holder.key == asker.key:
            return {
                "status": "free",
                "message": self.env._("Nobody else has the cart: you can change it."),
            }
        waiting = self._cart_current_asker()
        if waiting and waiting.key != asker.key:
            return {
                "status": "busy",
                "message": self.env._(
                    "%(other)s has just asked for this cart. Try again in a minute.",
                    other=waiting.name,
                ),
            }
        if not waiting:
            if not self._may_ask(asker):
                return {
                    "status": "busy",
                    "message": self.env._(
                        "%(holder)s has been asked several times already. "
                        "Wait some minutes before you ask again.",
                        holder=holder.name,
                    ),
                }
            self.write(
                {
                    "cart_asker_kind": asker.kind,
                    "cart_asker_key": asker.key,
                    "cart_asker_name": asker.name,
                    "cart_asker_until": self._cart_now() + ANSWER_TIME,
                }
            )
            self._cart_schedule_notification({"kind": "asked", "by": asker.name})
        return {
            "status": "asked",
            "seconds": (self.cart_asker_until - self._cart_now()).total_seconds(),
            "message": self.env._(
                "%(holder)s has been asked for the cart.", holder=holder.name
            ),
        }

    def _may_ask(self, asker):
        return self.env["commerce.rate.limit"]._hit(
            "cart.ask", f"{asker.kind}:{self.id}", ASKS, ASKS_WINDOW
        )

    def _cart_answer(self, holder, give):
        """Answer who asks for the cart.

        :param holder: the ``CartHolder`` that has the cart
        :param give: hand the cart over with the lines as they are; otherwise the
            answer is "in a moment" and the holder keeps it
        :raise CartHeldError: somebody else has the cart now
        """
        self.ensure_one()
        current = self._cart_current_holder()
        if not current or current.key != holder.key:
            raise CartHeldError(
                self.env._("You no longer have this cart: there is nothing to do.")
            )
        asker = self._cart_current_asker()
        if give and asker:
            self._cart_hand_over(current, asker)
        elif give:
            self._cart_release(current)
        else:
            self.write(self._cart_no_asker())
            self._cart_schedule_notification({"kind": "later", "by": current.name})

    def _cart_hand_over(self, holder, asker):
        """Give the cart to who asked; a shopper needs no lease to change it."""
        if asker.kind == "browser":
            self.write(self._cart_no_holder())
        else:
            self.write(self._prepare_holder_values(asker, FETCH_TIME))
        self.message_post(
            body=self.env._(
                "Cart handed over by %(holder)s to %(asker)s, who had asked for it.",
                holder=holder.name,
                asker=asker.name,
            )
        )
        self._cart_schedule_notification(
            {"kind": "handed_over", "by": holder.name, "to": asker.name}
        )

    @staticmethod
    def _cart_no_asker():
        return {
            f"cart_asker_{name}": False for name in ("kind", "key", "name", "until")
        }
