# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

FULFILMENT_MODES = [
    ("take_away", "Taken away"),
    ("ship", "Shipped home"),
    ("collect", "Collected in store"),
]
OWED_MODES = ("ship", "collect")


class SaleOrderLine(models.Model):
    """How the goods of a line reach the customer, and which place owes them."""

    _inherit = "sale.order.line"

    fulfilment_mode = fields.Selection(
        FULFILMENT_MODES,
        copy=False,
        readonly=True,
        help="Taken away: the ticket of the till delivers the line. Shipped or "
        "collected: the warehouse of the line owes the goods. Empty: an order like any "
        "other.",
    )

    def _is_owed(self):
        """Say whether a place still has to send or to hand over what a till sold."""
        self.ensure_one()
        return self.fulfilment_mode in OWED_MODES

    def _compute_warehouse_id(self):
        # the place was chosen for this line, whatever place the order is of
        kept = self.filtered(lambda line: line._is_owed() and line.warehouse_id)
        super(SaleOrderLine, self - kept)._compute_warehouse_id()

    def _compute_qty_to_invoice(self):
        super()._compute_qty_to_invoice()
        # sold for money at once: what is not delivered yet is no advance
        for line in self:
            if line._is_owed() and line.state == "sale":
                line.qty_to_invoice = line.product_uom_qty - line.qty_invoiced

    def _compute_untaxed_amount_to_invoice(self):
        super()._compute_untaxed_amount_to_invoice()
        for line in self:
            if line._is_owed() and line.state == "sale":
                due = line.price_subtotal - line.untaxed_amount_invoiced
                line.untaxed_amount_to_invoice = line.currency_id.round(due)

    def _compute_amount_to_invoice(self):
        super()._compute_amount_to_invoice()
        for line in self:
            if line._is_owed() and line.product_uom_qty:
                invoiced = line.qty_invoiced_posted / line.product_uom_qty
                line.amount_to_invoice = line.price_total * (1 - invoiced)

    def _prepare_procurement_values(self):
        mode = self.fulfilment_mode if self._is_owed() else False
        return {**super()._prepare_procurement_values(), "fulfilment_mode": mode}
