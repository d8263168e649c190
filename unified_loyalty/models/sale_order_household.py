# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _try_apply_code(self, code):
        """The card of a household is nobody's: members use their own."""
        # sudo: whether the code is such a card; nothing is said of it
        cards = self.env["loyalty.card"].sudo()
        if cards.search_count([("code", "=", code), ("is_household", "=", True)]):
            code = ""
        return super()._try_apply_code(code)
