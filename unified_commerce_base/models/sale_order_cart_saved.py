# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_date


class SaleOrder(models.Model):
    """Baskets of a customer that are not the open cart: kept, shown, put back.

    *saved*: a list, kept until the customer deletes it. *waiting*: put together
    before signing in, until the customer chooses. *aside*: what is not sold where
    the open cart is looked at. None of them holds stock or is ever ordered.
    """

    _inherit = "sale.order"

    cart_saved_at = fields.Datetime(
        string="Saved on", copy=False, readonly=True, help="When the list was made."
    )

    _kept_carts = models.Index(
        "(partner_id) WHERE cart_state IN ('saved', 'waiting', 'aside')"
    )

    # Finding --------------------------------------------------------------------

    @api.model
    def _cart_find_kept(self, partner, company, channel=None):
        """Return all the baskets of a customer that are not the open cart.

        Newest first. One statement: callers tell them apart by ``cart_state``.
        """
        states = ("saved", "waiting", "aside")
        domain = self._cart_domain(partner, company, channel, states)
        return self.search(domain, order="cart_saved_at DESC, id DESC")

    def _cart_of_state(self, *states):
        return self.filtered(lambda order: order.cart_state in states)

    def _get_cart_list_name(self):
        """Return the name of a list: when it was made, and where."""
        self.ensure_one()
        day = format_date(self.env, self.cart_saved_at or self.date_order)
        return self.env._(
            "Cart of %(day)s, %(channel)s", day=day, channel=self.channel_id.name
        )

    # Saving ---------------------------------------------------------------------

    def _cart_save(self):
        """Make these baskets saved lists; what is computed (delivery) is left out.

        :raise CartHeldError: somebody edits one of them
        """
        self._cart_check_editable()
        self.order_line.filtered(lambda line: not line._is_cart_item()).unlink()
        self.write(
            {
                "cart_state": "saved",
                "cart_saved_at": self._cart_now(),
                **self._cart_no_holder(),
            }
        )
        # the index must see it before another cart takes the place
        self.flush_recordset(["cart_state"])
        self._hold_release()
        self._cart_schedule_notification()

    def _cart_save_lines(self, lines):
        """Save some lines of the open cart for later, with what they are chosen with.

        They join the list that was made today at the same place.

        :return: the list
        """
        self.ensure_one()
        self._cart_check_editable()
        lines = (lines & self.order_line)._cart_family()
        saved = self._cart_find_kept(self.partner_id, self.company_id, self.channel_id)
        today = fields.Date.context_today(self)
        target = saved.filtered(
            lambda one: (
                one.cart_state == "saved"
                and one.channel_id == self.channel_id
                and fields.Datetime.context_timestamp(one, one.cart_saved_at).date()
                == today
            )
        )[:1] or self._cart_make_list("saved")
        lines._cart_move_all_to(target)
        return target

    def _cart_put_aside(self, lines):
        """Keep lines that are not sold where the cart is looked at out of it.

        They stay the customer's: they come back where they are sold, are in no total
        and are not ordered meanwhile.
        """
        self.ensure_one()
        aside = self._cart_find_kept(
            self.partner_id, self.company_id, self.channel_id
        )._cart_of_state("aside")[:1] or self._cart_make_list("aside")
        lines._cart_family()._cart_move_all_to(aside)

    def _cart_make_list(self, state):
        self.ensure_one()
        return self.copy(
            {
                "is_cart": True,
                "cart_state": state,
                "cart_saved_at": self._cart_now(),
                "cart_apart_id": self.cart_apart_id.id,
                "channel_id": self.channel_id.id,
                "order_line": [Command.clear()],
            }
        )

    # Putting back ---------------------------------------------------------------

    def _cart_put_back(self, cart, lines=None):
        """Put lines of these baskets in the open cart, at the cart's prices.

        What was chosen together comes together. Done again, it changes nothing.

        :param lines: the lines to put back, all of them by default
        :raise CartHeldError: somebody edits the open cart
        """
        cart.ensure_one()
        cart._cart_check_editable()
        lines = self.order_line if lines is None else lines & self.order_line
        if not lines:
            return
        lines._cart_family()._cart_move_all_to(cart)
        cart._recompute_taxes()
        cart._recompute_prices()
        self._cart_end_empty(cart)

    def _cart_end_empty(self, cart):
        """End the lists that have nothing left."""
        empty = self.filtered(lambda one: not one._cart_items())
        empty.write({"cart_state": "merged", "cart_origin_id": cart.id})
        empty._action_cancel()

    def _cart_delete_list(self):
        """The customer does not want these lists any more."""
        lists = self._cart_of_state("saved", "aside")
        lists.write({"cart_state": "cancelled"})
        lists._action_cancel()
        lists._cart_schedule_notification()

    # Choosing -------------------------------------------------------------------

    def _cart_join(self, waiting):
        """Put together the open cart and what waited for the customer's choice."""
        self.ensure_one()
        waiting = waiting._cart_of_state("waiting")
        if waiting:
            waiting._cart_merge_into(self)

    def _cart_keep(self, kept, waiting):
        """Keep one basket in hand; the others become saved lists.

        :param kept: the open cart, or one of ``waiting``
        :raise CartHeldError: the open cart would be left, and somebody edits it
        """
        self.ensure_one()
        waiting = waiting._cart_of_state("waiting")
        if kept not in self | waiting:
            return
        partner = self.partner_id
        ((self | waiting) - kept)._cart_save()
        if kept != self:
            kept._cart_open_for(partner)
            kept._recompute_taxes()
            kept._recompute_prices()
