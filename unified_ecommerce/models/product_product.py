# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _is_promise_limited(self):
        return super()._is_promise_limited() and not self.allow_out_of_stock_order
