# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models

# A card is asked for within it; a till that goes silent bars nobody for longer.
SETTLING = timedelta(minutes=5)


class SaleOrder(models.Model):
    """The rest of an order is paid in one place at a time."""

    _inherit = "sale.order"

    settling_ticket = fields.Char(
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="Key of the ticket that is about to pay what is left of the order.",
    )
    settling_till_id = fields.Many2one(
        "pos.config", copy=False, readonly=True, groups="base.group_system"
    )
    settling_until = fields.Datetime(
        copy=False, readonly=True, groups="base.group_system"
    )

    def _claim_settling(self, till, uuid):
        """Let one ticket pay what is left of this order, for some minutes.

        Two at once: one of the transactions is run again, and finds the other.

        :return: the till where another ticket pays it now; none when it is ours
        """
        self.ensure_one()
        other = self._get_settling_till(uuid)
        if not other:
            self.write(
                {
                    "settling_ticket": uuid,
                    "settling_till_id": till.id,
                    "settling_until": fields.Datetime.now() + SETTLING,
                }
            )
        return other

    def _get_settling_till(self, uuid=None):
        """Return the till where a ticket, but for our own, pays this order now."""
        self.ensure_one()
        # sudo: keys and times are hidden; the name of a till is not
        order = self.sudo()
        until = order.settling_until
        if not until or until <= fields.Datetime.now() or order.settling_ticket == uuid:
            return order.settling_till_id.browse()
        return order.settling_till_id

    def _release_settling(self, uuids):
        """End the claims of tickets that are paid or given up."""
        # sudo: the keys are hidden from people
        mine = self.sudo().filtered(lambda order: order.settling_ticket in uuids)
        mine.settling_until = False
