# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL


class CommerceBackfill(models.Model):
    _inherit = "commerce.backfill"

    def _backfill_ticket_channel(self, last_id, limit):
        """Tickets, their goods and their entries take the channel of their till."""
        ids = self._next_ids("pos_order", last_id, limit)
        for query in self._ticket_channel_queries(ids):
            self.env.cr.execute(query)
        for model in ("pos.order", "stock.move", "stock.picking", "account.move"):
            self.env[model].invalidate_model(["channel_id"])
        return (ids[-1] if ids else None), len(ids), []

    def _ticket_channel_queries(self, order_ids):
        yield SQL(
            """UPDATE pos_order ticket SET channel_id = config.channel_id
                 FROM pos_config config
                WHERE config.id = ticket.config_id AND ticket.id = ANY(%s)
                  AND ticket.channel_id IS NULL""",
            order_ids,
        )
        for table in ("stock_picking", "stock_move"):
            join = (
                SQL("picking.id = target.id")
                if table == "stock_picking"
                else SQL("picking.id = target.picking_id")
            )
            yield SQL(
                """UPDATE %(table)s target SET channel_id = ticket.channel_id
                     FROM stock_picking picking
                     JOIN pos_order ticket ON ticket.id = picking.pos_order_id
                    WHERE %(join)s AND ticket.id = ANY(%(ids)s)
                      AND target.channel_id IS NULL""",
                table=SQL.identifier(table),
                join=join,
                ids=order_ids,
            )
        invoice = SQL("ticket.account_move")
        session_entry = SQL(
            "(SELECT move_id FROM pos_session WHERE id = ticket.session_id)"
        )
        for source in (invoice, session_entry):
            yield SQL(
                """UPDATE account_move move SET channel_id = ticket.channel_id
                     FROM pos_order ticket
                    WHERE move.id = %(source)s AND ticket.id = ANY(%(ids)s)
                      AND move.channel_id IS NULL""",
                source=source,
                ids=order_ids,
            )
            yield SQL(
                """UPDATE account_move_line item SET channel_id = ticket.channel_id
                     FROM pos_order ticket
                    WHERE item.move_id = %(source)s AND ticket.id = ANY(%(ids)s)
                      AND item.channel_id IS NULL""",
                source=source,
                ids=order_ids,
            )
