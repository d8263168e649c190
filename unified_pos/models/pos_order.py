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
