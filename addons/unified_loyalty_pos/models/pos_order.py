# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from odoo.addons.unified_commerce_base.tools import after_commit

from .sale_order import NAMED_REWARDS

SENT = "unified_loyalty_pos_sent"
PAID = ("paid", "done")


class PosOrder(models.Model):
    _inherit = "pos.order"

    @api.model
    def sync_from_ui(self, orders):
        """Receive tickets together with what the till says that they win."""
        # a retry starts from the original
        tickets = [dict(order) for order in orders]
        sent = {}
        for ticket in tickets:
            sent[str(ticket.get("uuid"))] = ticket.pop("unified_points", None)
            # a till sends all the fields that it knows of, this one is the server's
            ticket.pop("points_answer", None)
        return super(PosOrder, self.with_context(**{SENT: sent})).sync_from_ui(tickets)

    def _after_ticket(self, ticket, approvals):
        # before the order of what is owed: it counts what the ticket does not
        for order in self:
            if order.state in PAID:
                order._move_points_of_ticket()
        return super()._after_ticket(ticket, approvals)

    def _move_points_of_ticket(self):
        """Capture what this paid ticket wins and spends."""
        self.ensure_one()
        sent = self.env.context.get(SENT) or {}
        entries = sent.get(self.uuid) if isinstance(sent, dict) else None
        if isinstance(entries, list):
            self._capture_points(entries)
        self._release_points_after_commit()

    def _release_points_after_commit(self):
        """Give back what was set aside for this ticket and what it did not spend."""
        if not self.partner_id:
            return
        holds, token = self.env["loyalty.hold"], self._get_loyalty_token()
        after_commit(
            self.env,
            lambda: holds._release([token]),
            "points set aside for a ticket; they are free when their time is up",
        )

    def _take_cart_lines(self, ticket, cart, pairs):
        cart = cart.with_context(**{NAMED_REWARDS: True})
        return super()._take_cart_lines(ticket, cart, pairs)

    # Source of movements --------------------------------------------------------

    def _prepare_loyalty_source(self):
        """Return the values that say where movements of this ticket come from."""
        self.ensure_one()
        order = self.sudo()  # sudo: whoever sells names the ticket, no more
        operator = order.employee_id or order.user_id
        return {
            "res_model": order._name,
            "res_id": order.id,
            "origin": order.pos_reference or order.name,
            "channel_id": order.channel_id.id,
            "warehouse_id": order.config_id._get_place().id,
            "device": order.config_id.name,
            "operator_model": operator._name,
            "operator_ref": operator.id,
        }

    def _get_loyalty_token(self):
        """Return the key under which the till authorises what this ticket spends."""
        self.ensure_one()
        return self.config_id._get_points_token(self.uuid)
