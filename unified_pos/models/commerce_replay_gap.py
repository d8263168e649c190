# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

ERRORS = ("tax", "rounding", "promotion", "unknown")


class CommerceReplayGap(models.Model):
    """What one engine says and the other does not, and why.

    Amounts are in the currency of the document, taxes included. Written by the nightly
    comparison alone.
    """

    _name = "commerce.replay.gap"
    _description = "Price Difference"
    _order = "is_error desc, id desc"

    replay_id = fields.Many2one(
        "commerce.replay", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="replay_id.company_id", store=True, index=True, precompute=True
    )
    day = fields.Date(related="replay_id.day", store=True, precompute=True)
    pos_order_id = fields.Many2one(
        "pos.order",
        string="Ticket",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    product_id = fields.Many2one(
        "product.product", string="Article", readonly=True, ondelete="set null"
    )
    quantity = fields.Float(digits="Product Unit", readonly=True)
    subject = fields.Selection(
        [("price", "Price of the line"), ("tax", "Taxes"), ("total", "Total")],
        required=True,
        readonly=True,
    )
    till_amount = fields.Monetary(string="Till", readonly=True)
    server_amount = fields.Monetary(string="Server", readonly=True)
    gap = fields.Monetary(compute="_compute_gap", store=True, precompute=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    cause = fields.Selection(
        [
            ("changed", "Price changed since"),
            ("person", "Typed or approved by a person"),
            ("held", "Price kept for the customer"),
            ("other_list", "Another price list"),
            ("unit", "Unit of measure"),
            ("apart", "Rounded apart"),
            ("tax", "Taxes"),
            ("rounding", "Rounding"),
            ("promotion", "Promotion"),
            ("unknown", "Not explained"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    is_error = fields.Boolean(
        string="To look at", compute="_compute_is_error", store=True, precompute=True
    )
    detail = fields.Char(string="Evidence", readonly=True)

    @api.depends("till_amount", "server_amount")
    def _compute_gap(self):
        for line in self:
            line.gap = line.till_amount - line.server_amount

    @api.depends("cause")
    def _compute_is_error(self):
        for line in self:
            line.is_error = line.cause in ERRORS

    @api.depends("pos_order_id", "sale_order_id", "product_id")
    def _compute_display_name(self):
        for line in self:
            document = line.pos_order_id or line.sale_order_id
            names = [document.name, line.product_id.display_name]
            line.display_name = " · ".join(filter(None, names))

    def action_open_document(self):
        """Open the ticket or the order."""
        self.ensure_one()
        document = self.pos_order_id or self.sale_order_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
