# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL


class LoyaltyMemberReport(models.Model):
    _inherit = "loyalty.member.report"

    _depends = {
        "pos.order": ["state", "date_order", "partner_id"],
        "pos.order.line": ["price_subtotal", "sale_order_line_id"],
    }

    def _get_parts(self):
        return [*super()._get_parts(), self._get_tickets_part()]

    def _get_tickets_part(self):
        """Return what tickets sell besides the orders that they settle.

        A ticket that also settles an order is one basket with it.
        """
        return SQL(
            """
            SELECT ticket.id::bigint * 2 + 1, ticket.date_order, ticket.company_id,
                   ticket.channel_id, place.warehouse_id, ticket.partner_id,
                   COALESCE(sold.order_id::bigint * 2, ticket.id::bigint * 2 + 1),
                   sold.amount
                       / COALESCE(NULLIF(ticket.currency_rate, 0), 1)::numeric
              FROM (
                   SELECT line.order_id AS ticket_id,
                          min(line.sale_order_origin_id) AS order_id,
                          sum(line.price_subtotal) FILTER (
                              WHERE line.sale_order_line_id IS NULL
                          ) AS amount
                     FROM pos_order_line line
                 GROUP BY line.order_id
                   ) sold
              JOIN pos_order ticket ON ticket.id = sold.ticket_id
              JOIN pos_session session ON session.id = ticket.session_id
              JOIN pos_config till ON till.id = session.config_id
         LEFT JOIN stock_picking_type place ON place.id = till.picking_type_id
             WHERE ticket.state IN ('paid', 'done') AND sold.amount IS NOT NULL
            """
        )
