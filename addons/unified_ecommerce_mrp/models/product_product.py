# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductProduct(models.Model):
    """A kit is sold out when its parts are, be the kit itself counted or not."""

    _inherit = "product.product"

    def _is_sold_without_limit(self):
        parts = self._get_stock_components().get(self)
        if not parts:
            return super()._is_sold_without_limit()
        return (not self.is_storable or super()._is_sold_without_limit()) and all(
            part._is_sold_without_limit() for part in parts
        )

    def _is_limited_kit(self):
        """Say whether the parts of this kit limit how many the shop sells."""
        self.ensure_one()
        return self in self._get_stock_components() and self._is_promise_limited()

    def _get_max_quantity(self, website, sale_order, **kwargs):
        quantity = super()._get_max_quantity(website, sale_order, **kwargs)
        # sudo: a visitor sees quantities, never how an article is made
        product = self.sudo()
        if quantity is None and product._is_limited_kit():
            available = website._get_product_available_qty(product, **kwargs)
            return available - sale_order._get_cart_qty(self.id)
        return quantity

    def _is_sold_out(self):
        if super()._is_sold_out():
            return True
        # sudo: as above
        product = self.sudo()
        website = self.env["website"].get_current_website()
        return (
            product._is_limited_kit()
            and website._get_product_available_qty(product) <= 0
        )
