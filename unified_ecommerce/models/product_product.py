# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _is_promise_limited(self):
        return super()._is_promise_limited() and not self._is_sold_without_limit()

    def _is_sold_without_limit(self):
        """Say whether the shop sells this article whatever is in stock."""
        self.ensure_one()
        return self.allow_out_of_stock_order and self.promise_policy == "stock"
