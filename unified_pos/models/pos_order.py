# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class PosOrder(models.Model):
    _inherit = "pos.order"

    channel_id = fields.Many2one(
        "commerce.channel",
        readonly=True,
        copy=True,
        index="btree_not_null",
        help="The store the ticket was sold in.",
    )

    @api.model
    def _complete_values_from_session(self, session, values):
        values = super()._complete_values_from_session(session, values)
        # sudo: the channel is written on the ticket, not chosen by the cashier
        values["channel_id"] = session.config_id.sudo().channel_id.id
        return values

    def _create_order_picking(self):
        result = super()._create_order_picking()
        for order in self:
            order._report_goods_not_moved()
            order._report_goods_not_promised()
            order._watch_breaches()
        return result

    def _report_goods_not_moved(self):
        """Tell a person when goods left the store and not the stock.

        Core keeps the ticket and says nothing when its transfer cannot be done.
        """
        self.ensure_one()
        # sudo: a cashier may not read transfers of every place
        pickings = self.sudo().picking_ids.filtered(
            lambda picking: (
                picking.state not in ("done", "cancel")
                and picking.picking_type_id == self.config_id.sudo().picking_type_id
            )
        )
        for picking in pickings:
            self.env["commerce.exception"]._report(
                "stock",
                picking,
                self.env._(
                    "The goods of ticket %(ticket)s were handed over, but transfer "
                    "%(transfer)s could not be done: the stock is too high.",
                    ticket=self.pos_reference,
                    transfer=picking.name,
                ),
                self.env._(
                    "Open the transfer, complete what it asks for (lot or serial "
                    "number, unit of measure), and validate it."
                ),
                channel=self.channel_id,
                warehouse=picking.picking_type_id.warehouse_id,
                key=f"not-moved:{self.uuid}",
            )

    @api.model
    def _get_ticket_token(self, uuid):
        """Return the key of what a ticket sends later."""
        return f"ticket-{uuid}"

    def _report_goods_not_promised(self):
        """Tell a person when a ticket sends goods that are promised to somebody else.

        The till asks before the payment; without network it cannot.
        """
        self.ensure_one()
        # sudo: a cashier may not read transfers of every place
        moves = self.sudo().picking_ids.move_ids.filtered(
            lambda move: (
                move.state in ("confirmed", "partially_available")
                and not move.move_orig_ids
                and not move._is_handed_over()
                and move._should_assign_at_confirm()
                and move.product_id._is_promise_limited()
                and move.product_id.promise_policy == "stock"
            )
        )
        if not moves:
            return
        place = moves.location_id.warehouse_id[:1]
        self.env["commerce.exception"]._report(
            "promise",
            self,
            self.env._(
                "Ticket %(ticket)s is paid, but %(products)s cannot be sent from "
                "%(place)s: the goods went to somebody else.",
                ticket=self.pos_reference,
                products=", ".join(moves.product_id.mapped("display_name")),
                place=place.display_name,
            ),
            self.env._(
                "Find the goods in another place, or tell the customer and refund."
            ),
            channel=self.channel_id,
            warehouse=place,
            key=f"not-promised:{self.uuid}",
        )

    def _spend_envelope(self, device):
        """Take what was sold without network out of what the device had set aside.

        :param device: key of the device, given with tickets sold without network
        """
        orders = self.filtered(
            lambda order: order.state in ("paid", "done") and not order.shipping_date
        )
        if not isinstance(device, str) or not orders:
            return
        config = orders.config_id[:1]
        token = config._get_envelope_token(orders.session_id[:1], device)
        place = config._get_place()
        spent = {}
        for line in orders.lines:
            if line.product_id.is_storable and line._get_handed_over_quantity() > 0:
                pair = line.product_id.id, place.id
                spent[pair] = spent.get(pair, 0.0) + line.qty
        # sudo: the units of this till's own envelope, in a transaction of its own
        self.sudo().env["commerce.envelope"]._spend_after_commit(token, spent)

    def _watch_breaches(self):
        """Look, once the ticket is stored, whose promise these goods broke."""
        self.ensure_one()
        # sudo: a cashier may not read stock moves of every place
        moves = self.sudo().picking_ids.move_ids.filtered("location_id.warehouse_id")
        self.env["commerce.hold"]._watch_breaches(
            {(move.product_id, move.location_id.warehouse_id) for move in moves}, self
        )

    def _prepare_invoice_vals(self):
        # sudo: pos_sale reads the order that is settled; the ticket was checked
        order = self.sudo() if self.lines.sale_order_origin_id else self
        values = super(PosOrder, order)._prepare_invoice_vals()
        return {**values, "channel_id": self[:1].channel_id.id}

    def _create_misc_reversal_move(self, payment_moves):
        result = super()._create_misc_reversal_move(payment_moves)
        # sudo: a label on entries that core makes with the same rights
        entries = self.sudo().reversed_move_ids
        entries.filtered(lambda move: not move.channel_id).channel_id = self.channel_id
        return result
