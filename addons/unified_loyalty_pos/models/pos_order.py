# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.unified_loyalty.tools import as_points_writer

from .sale_order import NAMED_REWARDS


class PosOrder(models.Model):
    _inherit = "pos.order"

    def confirm_coupon_programs(self, coupon_data):
        """Move the points of a ticket: core's own way, open to the till's staff.

        :raise AccessError: the user may not write the ticket
        """
        self.check_access("write")
        return super(PosOrder, as_points_writer(self)).confirm_coupon_programs(
            coupon_data
        )

    def _take_cart_lines(self, ticket, cart, pairs):
        cart = cart.with_context(**{NAMED_REWARDS: True})
        return super()._take_cart_lines(ticket, cart, pairs)
