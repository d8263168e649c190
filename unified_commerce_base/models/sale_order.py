# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    channel_id = fields.Many2one(
        "commerce.channel",
        compute="_compute_channel_id",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        check_company=True,
        help="Where the sale began: web shop, store, telephone.",
    )

    @api.depends("company_id")
    def _compute_channel_id(self):
        for order in self:
            if order.channel_id.company_id != order.company_id:
                order.channel_id = order._get_default_channel()

    def _get_default_channel(self):
        """Return the channel of an order nobody gave one: the company's own staff."""
        return self.env["commerce.channel"]._get_phone(self.company_id)

    def _prepare_invoice(self):
        return {**super()._prepare_invoice(), "channel_id": self.channel_id.id}
