# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

from odoo.addons.unified_loyalty.report.loyalty_statement import MONEY


class LoyaltyProgramReport(models.Model):
    _inherit = "loyalty.program.report"

    _depends = {
        "pos.order": ["state", "date_order", "channel_id", "currency_rate"],
        "pos.order.line": ["reward_id", "price_subtotal", "sale_order_line_id"],
    }

    def _get_parts(self):
        return [*super()._get_parts(), self._get_tickets_part()]

    def _get_tickets_part(self):
        """Return the rewards of tickets; those of an order are counted with it."""
        return SQL(
            """
            SELECT line.id::bigint * 4 + 2, ticket.date_order, ticket.company_id,
                   reward.program_id, line.coupon_id, ticket.channel_id,
                   place.warehouse_id, 0.0, 0.0, 0.0, 0.0,
                   -line.price_subtotal
                       / COALESCE(NULLIF(ticket.currency_rate, 0), 1)::numeric
              FROM pos_order_line line
              JOIN pos_order ticket ON ticket.id = line.order_id
              JOIN loyalty_reward reward ON reward.id = line.reward_id
              JOIN loyalty_program program ON program.id = reward.program_id
              JOIN pos_session session ON session.id = ticket.session_id
              JOIN pos_config till ON till.id = session.config_id
         LEFT JOIN stock_picking_type place ON place.id = till.picking_type_id
             WHERE ticket.state IN ('paid', 'done')
               AND line.sale_order_line_id IS NULL
               AND program.program_type NOT IN %(money)s
            """,
            money=MONEY,
        )
