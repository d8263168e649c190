# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .sale_order_line_fulfilment import FULFILMENT_MODES


class StockMove(models.Model):
    """What is shipped and what is collected never share a transfer."""

    _inherit = "stock.move"

    fulfilment_mode = fields.Selection(
        FULFILMENT_MODES,
        readonly=True,
        help="How the goods reach the customer of an order made at a till.",
    )

    def _key_assign_picking(self):
        return (*super()._key_assign_picking(), self.fulfilment_mode)

    def _search_picking_for_assignation_domain(self):
        domain = super()._search_picking_for_assignation_domain()
        if self.fulfilment_mode:
            domain = [*domain, ("move_ids.fulfilment_mode", "=", self.fulfilment_mode)]
        return domain


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # not stored: a database that was used has too many transfers to fill it in
    fulfilment_mode = fields.Selection(
        FULFILMENT_MODES,
        compute="_compute_fulfilment_mode",
        search="_search_fulfilment_mode",
    )

    @api.depends("move_ids.fulfilment_mode")
    def _compute_fulfilment_mode(self):
        for picking in self:
            picking.fulfilment_mode = picking.move_ids[:1].fulfilment_mode

    def _search_fulfilment_mode(self, operator, value):
        return Domain("move_ids.fulfilment_mode", operator, value)
