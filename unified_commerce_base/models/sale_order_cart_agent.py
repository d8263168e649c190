# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..exceptions import CartHeldError
from .sale_order_cart import LIVE_STATES, NOTIFICATION, CartHolder

LINK_DAYS = 7


class SaleOrder(models.Model):
    """The cart in the back office: an agent is one more editor of it.

    An agent takes the lease before changing a cart, in Odoo's own form, and gives
    it back by leaving; the form says with which picture of the cart it writes.
    """

    _inherit = "sale.order"

    cart_editor = fields.Selection(
        [("nobody", "Nobody"), ("me", "You"), ("other", "Somebody else")],
        compute="_compute_cart_editor",
        help="Who may change the cart now, empty for an order that is no open cart.",
    )
    cart_request = fields.Selection(
        [("to_me", "You are asked"), ("mine", "You ask"), ("other", "Others ask")],
        compute="_compute_cart_editor",
        help="Whether somebody waits for an answer of who has the cart.",
    )
    cart_seen_version = fields.Integer(
        compute="_compute_cart_seen_version",
        help="The version of the cart that a form shows and writes with.",
    )

    @api.depends(
        "cart_state",
        "cart_holder_key",
        "cart_holder_until",
        "cart_asker_key",
        "cart_asker_until",
    )
    @api.depends_context("uid")
    def _compute_cart_editor(self):
        agent = self._cart_agent()
        for order in self:
            order.cart_editor = order.cart_request = False
            if order.cart_state not in LIVE_STATES:
                continue
            held = order._cart_held_by(agent)
            asked = order._cart_asked_by(agent)
            order.cart_editor = (
                "nobody" if not held else "me" if held["mine"] else "other"
            )
            if asked:
                order.cart_request = (
                    "to_me" if held["mine"] else "mine" if asked["mine"] else "other"
                )

    @api.depends("cart_version")
    def _compute_cart_seen_version(self):
        for order in self:
            order.cart_seen_version = order.cart_version

    # The agent ------------------------------------------------------------------

    def _cart_agent_key(self):
        return f"agent:{self.env.uid}"

    def _cart_agent(self):
        """Return the person in the back office as the editor of a cart."""
        name = self.env._("%(person)s (back office)", person=self.env.user.name)
        return CartHolder("agent", self._cart_agent_key(), name)

    def _get_agent_cart(self):
        """Return the cart for a change of its lease.

        :raise AccessError: not a salesperson, or a cart of another company
        :raise UserError: no open cart
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("sales_team.group_sale_salesman"):
            raise AccessError(self.env._("Only salespeople change carts."))
        if self.cart_state not in LIVE_STATES:
            raise UserError(self.env._("%s is no longer an open cart.", self.name))
        # sudo: the right was checked; the key of a lease is hidden from people
        return self.sudo()

    def action_cart_edit(self):
        """Take the cart to change it."""
        self._get_agent_cart()._cart_acquire(self._cart_agent())

    def action_cart_give_back(self):
        """Give the cart back; nothing happens when this agent has it no more."""
        if self._cart_live():
            self._get_agent_cart()._cart_release(self._cart_agent())

    def action_cart_renew(self):
        """Show a sign of life.

        :return: False when somebody else has the cart now, or it is no longer open
        """
        return bool(self._cart_live()) and self._get_agent_cart()._cart_renew_agent()

    def _cart_renew_agent(self):
        # sudo: the key of a lease is hidden from people
        cart = self.sudo()
        current = cart._cart_current_holder()
        if not current or current.key != self._cart_agent_key():
            return False
        cart._cart_renew(current)
        return True

    def action_cart_ask(self):
        """Ask who has the cart for it; the form shows the answer live."""
        answer = self._get_agent_cart()._cart_ask(self._cart_agent())
        return self._prepare_cart_notice(answer["message"])

    def action_cart_hand_over(self):
        """Give the cart to who asked for it, with the lines as they are."""
        self._get_agent_cart()._cart_answer(self._cart_agent(), give=True)

    def action_cart_answer_later(self):
        """Answer "in a moment" to who asked for the cart."""
        self._get_agent_cart()._cart_answer(self._cart_agent(), give=False)

    def _cart_take_over(self, reason):
        """Take the cart from somebody else, as an agent."""
        self._get_agent_cart()._cart_acquire(
            self._cart_agent(), take_over=True, reason=reason
        )

    def _prepare_cart_notice(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "info",
            },
        }

    # The form -------------------------------------------------------------------

    def web_save(self, vals, specification, next_id=None):
        version = vals.pop("cart_seen_version", None)
        for cart in self._cart_live():
            cart._cart_check_form(version)
        return super().web_save(vals, specification, next_id=next_id)

    def _cart_check_form(self, version):
        """Refuse what a form of the back office writes from an old picture.

        The agent who saves shows life: the lease is renewed.

        :raise CartHeldError: somebody else has the cart now
        :raise CartVersionError: the cart changed since the form was loaded
        """
        kept = self.env._(
            "Nothing was saved, and what you typed is still on your screen: note "
            "it, discard it, and enter it again once the cart is shown as it is now."
        )
        try:
            self._cart_check_editable()
        except CartHeldError as error:
            raise CartHeldError(f"{error} {kept}") from error
        changed = self.env._("Cart %s has changed meanwhile.", self.name)
        self._cart_check_version(version, f"{changed} {kept}")
        self._cart_renew_agent()

    def action_confirm(self):
        self._cart_check_agent()
        if not self.env.su:
            # who closes the sale of a cart that belonged to nobody sees the order
            unowned = self._cart_live().filtered(lambda cart: not cart.user_id)
            unowned.user_id = self.env.user
        return super().action_confirm()

    def action_cancel(self):
        self._cart_check_agent()
        return super().action_cancel()

    def _cart_check_agent(self):
        """Refuse that a person ends a cart that somebody else has.

        What a provider of payments confirms was paid, whoever has the cart.
        """
        if not self.env.su:
            self._cart_check_editable()

    # Telling the agents ---------------------------------------------------------

    def _cart_payload(self):
        return {**super()._cart_payload(), "changed_by": self._cart_changed_by()}

    def _cart_changed_by(self):
        """Return who makes the change that is told, as people know them."""
        holder = self._cart_current_holder()
        if holder:
            return holder.name
        user = self.env.user
        is_staff = user._is_internal() and user.id != SUPERUSER_ID
        return user.name if is_staff else self.partner_id.name

    def _cart_notify_extra(self, payload):
        result = super()._cart_notify_extra(payload)
        self.env["bus.bus"]._sendone(self, NOTIFICATION, payload)
        return result

    # Sending the link -----------------------------------------------------------

    def action_cart_send_link(self):
        """Open the mail that asks the customer to pay the cart as it is.

        The link leads to the order on the customer's portal: it always asks the
        amount that the cart has when it is opened.

        :raise UserError: nothing to pay
        :raise CartHeldError: somebody else is changing the cart
        """
        self._get_agent_cart()._cart_check_editable()
        if not self._cart_items() or not self.amount_total:
            raise UserError(
                self.env._("Cart %s has nothing to pay: add articles first.", self.name)
            )
        if not self.partner_id.email:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address: add one, or copy the link "
                    "with the action Generate a Payment Link.",
                    customer=self.partner_id.name,
                )
            )
        self._cart_open_for_payment()
        return self.with_context(check_document_layout=False).action_quotation_send()

    def _cart_open_for_payment(self):
        """Let the portal take the payment, until the date told in the mail."""
        today = fields.Date.context_today(self)
        values = {}
        if not self.require_payment:
            values["require_payment"] = True
        if not self.validity_date or self.validity_date < today:
            values["validity_date"] = today + timedelta(days=LINK_DAYS)
        if values:
            self.write(values)

    def _find_mail_template(self):
        if self._cart_live() and not self.env.context.get("proforma"):
            template = "unified_commerce_base.mail_template_cart_payment"
            return self.env.ref(template, raise_if_not_found=False)
        return super()._find_mail_template()

    def action_quotation_send(self):
        action = super().action_quotation_send()
        if self._cart_live():
            # a cart that is mailed stays a cart
            action["context"] = {**action["context"], "mark_so_as_sent": False}
        return action
