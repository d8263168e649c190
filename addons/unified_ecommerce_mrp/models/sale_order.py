# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import float_round


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _verify_updated_quantity(
        self, order_line, product_id, new_qty, uom_id, **kwargs
    ):
        quantity, warning = super()._verify_updated_quantity(
            order_line, product_id, new_qty, uom_id, **kwargs
        )
        product = self.env["product.product"].browse(product_id)
        if quantity <= 0 or not product._is_limited_kit():
            return quantity, warning
        uom = self.env["uom.uom"].browse(uom_id)
        most = self._get_most_of_kit(product, uom, order_line)
        if uom.compare(quantity, most) <= 0:
            return quantity, warning
        return most, self._get_few_left_message(product, most)

    def _get_most_of_kit(self, kit, uom, order_line):
        """Return how many of a kit a line can have, in a unit of measure."""
        in_cart, free = self._get_cart_and_free_qty(kit)
        others = in_cart - sum(
            line.product_uom_id._compute_quantity(line.product_uom_qty, kit.uom_id)
            for line in order_line
        )
        most = kit.uom_id._compute_quantity(free - others, uom, round=False)
        return max(float_round(most, precision_digits=0, rounding_method="DOWN"), 0.0)

    def _get_few_left_message(self, product, quantity):
        if quantity > 0:
            return self.env._(
                "%(product)s: only %(quantity)s left.",
                product=product.display_name,
                quantity=f"{quantity:g}",
            )
        return self.env._(
            "%s is sold out for now: it has not been put in your cart.",
            product.display_name,
        )
