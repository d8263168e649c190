# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SaleOrder(models.Model):
    """What changed since the customer saw the cart."""

    _inherit = "sale.order"

    def _cart_prices(self):
        """Return the price the customer saw, and today's, of each article of a cart.

        For one unit of the line, taxes as the cart shows them. Which of the two holds
        is not said here. The number of queries does not depend on that of the lines.

        :return: {line id: {"price_seen", "price_now"}}
        """
        self.ensure_one()
        items = self._cart_items().filtered("product_uom_qty")
        pricelist = self.pricelist_id._with_known_rules(items.product_id)
        prices = {}
        for line in items:
            seen = line.price_unit * (1 - (line.discount or 0.0) / 100)
            now = line._cart_price_now(pricelist)
            shown = line.price_total / line.product_uom_qty
            prices[line.id] = {
                "price_seen": self.currency_id.round(shown),
                "price_now": self.currency_id.round(
                    shown * now / seen if seen else shown + now
                ),
            }
        return prices


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _cart_price_now(self, pricelist):
        """Return what a unit would cost if it were put in the cart now.

        In the terms of ``price_unit``, discount taken off. A part of a combination
        costs what the combination said.
        """
        self.ensure_one()
        if self.combo_item_id or self.linked_line_ids:
            return self.price_unit * (1 - (self.discount or 0.0) / 100)
        position = self.order_id.fiscal_position_id
        product = self.product_id.with_context(**self._get_product_price_context())
        price = pricelist._get_product_price(
            product,
            self.product_uom_qty,
            currency=self.currency_id,
            uom=self.product_uom_id,
            date=fields.Datetime.now(),
        )
        if not position:
            return price
        return product._get_tax_included_unit_price_from_price(
            price,
            product_taxes=product.taxes_id._filter_taxes_by_company(self.company_id),
            fiscal_position=position,
        )
