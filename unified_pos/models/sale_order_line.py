# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import float_round

from .cart_ticket import as_number


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _get_display_price_ignore_combo(self):
        """The price that is shown is the price that is multiplied, as at the till.

        Odoo keeps the 15.847 of a price list, shows 15.85 and asks 79.24 for five.
        """
        price = super()._get_display_price_ignore_combo()
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return float_round(price, precision_digits=digits)

    def _get_chosen_quantity(self, quantities):
        """Return how much of this line goes to the ticket, never more than it holds.

        :param quantities: {line id: quantity}, None: all of each line
        """
        self.ensure_one()
        if quantities is None:
            return self.product_uom_qty
        # the keys of what a browser sends are text
        chosen = quantities.get(str(self.id), quantities.get(self.id))
        return max(min(as_number(chosen), self.product_uom_qty), 0.0)

    def _prepare_till_line(self, quantity=None):
        """Return this line of a cart as the till adds it to a ticket.

        Quantity and price are in the unit of the product, the only one a till knows.

        :param quantity: how much of it, in the unit of the line; None: all
        """
        self.ensure_one()
        if quantity is None:
            quantity = self.product_uom_qty
        unit = self.product_id.uom_id
        custom = self.product_custom_attribute_value_ids
        values = self.product_no_variant_attribute_value_ids
        values |= custom.custom_product_template_attribute_value_id
        return {
            "sale_line_id": self.id,
            "product_id": self.product_id.id,
            "product_tmpl_id": self.product_id.product_tmpl_id.id,
            "name": self.name,
            "qty": self.product_uom_id._compute_quantity(quantity, unit, round=False),
            "price_unit": self.product_uom_id._compute_price(self.price_unit, unit),
            "discount": self.discount,
            "tax_ids": self.tax_ids.ids,
            "attribute_value_ids": values.ids,
            "custom_values": [
                {
                    "id": value.custom_product_template_attribute_value_id.id,
                    "value": value.custom_value,
                }
                for value in custom
            ],
        }

    def _prepare_sold_at_till(self, ticket_lines):
        """Return the values that make this line say what the ticket says.

        :param ticket_lines: [{qty, price_unit, discount}] of the ticket, in the unit
            of the product
        """
        self.ensure_one()
        unit = self.product_id.uom_id
        sold = unit._compute_quantity(
            sum(line["qty"] for line in ticket_lines), self.product_uom_id, round=False
        )
        prices = {(line["price_unit"], line["discount"]) for line in ticket_lines}
        values = {
            "product_uom_qty": sold,
            "price_unit": self.price_unit,
            "discount": self.discount,
        }
        if len(prices) == 1:
            price, discount = prices.pop()
            values["price_unit"] = unit._compute_price(price, self.product_uom_id)
            values["discount"] = discount
        return values

    @api.model
    def _load_pos_data_search_read(self, data, config):
        lines = (
            super()._load_pos_data_search_read(data, config)
            if self.has_access("read")
            else []
        )
        known = {line["id"] for line in lines}
        carts = self.env["sale.order"]._get_carts_of_till(data, config)
        missing = carts.order_line.filtered(lambda line: line.id not in known)
        return lines + missing.read(self._load_pos_data_fields(config), load=False)
