# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.unified_pos.models.pos_order_fulfilment import COUNTED_BY_TICKET


class SaleOrder(models.Model):
    """What a ticket sells and does not hand over earns its points once."""

    _inherit = "sale.order"

    def _get_lines_counted_by_ticket(self):
        """Return the lines for which the till has counted the points already."""
        ids = self.env.context.get(COUNTED_BY_TICKET) or ()
        return self.order_line.filtered(lambda line: line.id in ids)

    def _get_not_rewarded_order_lines(self):
        lines = super()._get_not_rewarded_order_lines()
        return lines - self._get_lines_counted_by_ticket()

    def _get_no_effect_on_threshold_lines(self):
        lines = super()._get_no_effect_on_threshold_lines()
        return lines | self._get_lines_counted_by_ticket()
