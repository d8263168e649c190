# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _is_promise_limited(self):
        """Say whether this article is promised only as far as it is there.

        Hook: what may be ordered without being there is not limited.
        """
        self.ensure_one()
        return self.is_storable
