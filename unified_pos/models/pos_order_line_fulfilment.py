# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.unified_commerce_base.models.sale_order_line_fulfilment import (
    FULFILMENT_MODES,
    OWED_MODES,
)


class PosOrderLine(models.Model):
    """How the goods of a ticket line reach the customer."""

    _inherit = "pos.order.line"

    fulfilment_mode = fields.Selection(
        FULFILMENT_MODES,
        readonly=True,
        help="Empty: the customer leaves with the goods.",
    )
    fulfilment_place_id = fields.Many2one(
        "stock.warehouse",
        string="Owed by",
        readonly=True,
        help="The place that ships the goods, or where they are collected.",
    )
    unsent_qty = fields.Float(
        string="Never sent",
        digits="Product Unit",
        readonly=True,
        help="Units given back that had never left, in the unit of the product: they "
        "do not come back to the stock.",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        return [
            *super()._load_pos_data_fields(config),
            "fulfilment_mode",
            "fulfilment_place_id",
        ]

    # What the line is -----------------------------------------------------------

    def _is_owed(self):
        return bool(self) and self.fulfilment_mode in OWED_MODES

    def _is_to_order(self):
        """Say whether the line still has to become a line of a sales order."""
        return self._is_owed() and self.qty > 0 and not self.sale_order_line_id

    def _get_handed_over_quantity(self):
        """Return what crosses the counter: below zero, what comes back."""
        self.ensure_one()
        if not self._is_owed():
            return self.qty
        return 0.0 if self.qty > 0 else self.qty + self.unsent_qty

    def _get_carrier(self):
        """Return the delivery method whose price these lines of a ticket bear."""
        carriers = self.order_id.config_id.delivery_carrier_ids
        return carriers.filtered(lambda one: one.product_id in self.product_id)[:1]

    # Ordering -------------------------------------------------------------------

    def _prepare_sale_line(self):
        """Return the line of the order that this line of a ticket becomes."""
        self.ensure_one()
        carriers = self.order_id.config_id.delivery_carrier_ids
        choices = self.attribute_value_ids.filtered(
            lambda value: value.attribute_id.create_variant == "no_variant"
        )
        values = {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_id.uom_id.id,
            "product_uom_qty": self.qty,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": [Command.set(self.tax_ids_after_fiscal_position.ids)],
            "fulfilment_mode": self.fulfilment_mode,
            "warehouse_id": self.fulfilment_place_id.id,
            "is_delivery": self.product_id in carriers.product_id,
            "product_no_variant_attribute_value_ids": [Command.set(choices.ids)],
            "product_custom_attribute_value_ids": [
                Command.create(
                    {
                        "custom_product_template_attribute_value_id": (
                            custom.custom_product_template_attribute_value_id.id
                        ),
                        "custom_value": custom.custom_value,
                    }
                )
                for custom in self.custom_attribute_value_ids
            ],
        }
        if self.customer_note:
            values["name"] = f"{self.full_product_name}\n{self.customer_note}"
        return values

    def _link_sale_line(self, sale_line):
        self.write(
            {
                "sale_order_line_id": sale_line.id,
                "sale_order_origin_id": sale_line.order_id.id,
            }
        )

    # Giving back ----------------------------------------------------------------

    def _get_unsent_quantity(self):
        """Return what was sold and has not left, less what was given back already."""
        self.ensure_one()
        sale_line = self.sale_order_line_id
        lines = sale_line.pos_order_line_ids or self
        lines = lines.filtered(lambda line: line.order_id.state in ("paid", "done"))
        sold = sum(line.qty for line in lines if line.qty > 0)
        shipped = sale_line._get_shipped_quantity() if sale_line else 0.0
        return max(sold - shipped - lines._get_given_up_quantity(), 0.0)

    def _get_given_up_quantity(self):
        refunds = self.refund_orderline_ids.filtered(
            lambda line: line.order_id.state in ("paid", "done")
        )
        return sum(refunds.mapped("unsent_qty"))

    # Core -----------------------------------------------------------------------

    @api.depends(
        "fulfilment_mode", "sale_order_line_id", "sale_order_line_id.qty_delivered"
    )
    def _compute_qty_delivered(self):
        super()._compute_qty_delivered()
        for line in self.filtered(lambda line: line._is_owed()):
            # sudo: a figure of the ticket, of an order its cashier may not read
            sale_line = line.sudo().sale_order_line_id
            shipped = sale_line._get_shipped_quantity() if sale_line else 0.0
            line.qty_delivered = min(line.qty, shipped) if line.qty > 0 else line.qty

    def _launch_stock_rule_from_pos_order_lines(self):
        lines = self.filtered(lambda line: not line._is_owed())
        return super(PosOrderLine, lines)._launch_stock_rule_from_pos_order_lines()
