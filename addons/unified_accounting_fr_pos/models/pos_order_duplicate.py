# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from odoo.addons.unified_pos.models.cart_ticket import as_id

REASON = 64


class PosOrder(models.Model):
    """A ticket is printed or sent once; whatever comes after is a counted duplicate."""

    _inherit = "pos.order"

    def _seal_duplicate(self, reason):
        """Seal one more copy of a sealed ticket.

        :param reason: why it is printed again
        :return: the document, of kind duplicate
        :raise UserError: the ticket is not sealed yet
        """
        self.ensure_one()
        order = self.sudo()  # sudo: whoever prints, the program seals
        original = order._get_ticket_documents(order).get(order.id)
        if not original:
            raise UserError(
                self.env._(
                    "Ticket %s is not sealed yet: it has no duplicate.",
                    order.pos_reference or order.name,
                )
            )
        device = order.config_id._get_fiscal_device()
        chain = device.till_id._get_chain("duplicate", device)
        copies = order.env["fiscal.document"]._of(order, kinds=("duplicate",))
        operator = order.config_id.running_session_id._get_fiscal_operator()
        return order.env["fiscal.document"]._seal(
            chain,
            {
                "type": "DUPLICATE",
                "original": original.number,
                "count": len(copies.get(order.id, ())) + 1,
                "operator": operator,
                "reason": str(reason or "")[:REASON],
                "training": False,
            },
            order,
        )

    def _seal_provisional(self):
        """Seal a note given before the payment; the ticket or a cancellation follows.

        :return: the document, of kind provisional
        """
        self.ensure_one()
        order = self.sudo()  # sudo: whoever prints, the program seals
        device = order.config_id._get_fiscal_device()
        content = order._prepare_fiscal_content()
        return order.env["fiscal.document"]._seal(
            device.till_id._get_chain("provisional", device),
            {**content, "type": "PROVISIONAL"},
            order,
        )

    def action_pos_order_cancel(self):
        drafts = self.filtered(
            lambda order: order.state == "draft" and order.company_id._is_sealed()
        )
        result = super().action_pos_order_cancel()
        for order in drafts.filtered(lambda one: one.state == "cancel"):
            order._log_cancelled()
        return result

    def _log_cancelled(self):
        """Log that goods were rung up and given up, when a note of it was given."""
        notes = self.env["fiscal.document"]._of(self, kinds=("provisional",))
        for note in notes.get(self.id, ())[-1:]:
            self.env["fiscal.event"]._log(
                note.till_id,
                "190",
                f"Le document provisoire {note.number} est annulé sans vente.",
                {"document": note.number},
                note.device_id,
            )


class PosConfig(models.Model):
    _inherit = "pos.config"

    def _get_ticket_to_print(self, order_id):
        self._check_till(states=("opened", "opening_control", "closing_control"))
        order = self.env["pos.order"].browse(as_id(order_id)).exists()
        order.check_access("read")
        if not order or order.company_id != self.company_id:
            raise UserError(self.env._("This ticket does not exist any more."))
        return order

    def print_fiscal_duplicate(self, order_id, reason=""):
        """Count a further print of a ticket, or a copy sent, and say what it bears.

        The till asks when the ticket was printed or sent before: that was the original.

        :param order_id: a paid ticket of the company of this till
        :param reason: why it is printed again
        :return: {count, number, mention, excerpt} of the duplicate; count 0 where
            nothing is sealed
        :raise AccessError: not the staff of an open till
        :raise UserError: the ticket is not sealed
        """
        order = self._get_ticket_to_print(order_id)
        if not order.company_id._is_sealed():
            return {"count": 0, "number": False, "mention": False, "excerpt": False}
        document = order._seal_duplicate(reason)
        count = document._get_content()["count"]
        return {
            "count": count,
            "number": document.number,
            "mention": self.env._("DUPLICATE no. %s", count),
            "excerpt": document._get_excerpt(),
        }

    def print_fiscal_provisional(self, order_id):
        """Seal a note given to a customer before the payment.

        :return: {number, mention, excerpt}
        :raise AccessError: not the staff of an open till
        """
        order = self._get_ticket_to_print(order_id)
        if not order.company_id._is_sealed() or order.state != "draft":
            return {"number": False, "mention": False, "excerpt": False}
        document = order._seal_provisional()
        return {
            "number": document.number,
            "mention": self.env._("PROVISIONAL DOCUMENT"),
            "excerpt": document._get_excerpt(),
        }
