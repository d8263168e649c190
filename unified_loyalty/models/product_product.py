# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_sold_programs(self, company):
        """Return {article: programme of which it is a card of money}, in one search."""
        # sudo: whoever sells the article sells the card
        programs = self.env["loyalty.program"].sudo()
        found = programs.search(
            [
                ("is_means_of_payment", "=", True),
                ("rule_ids.product_ids", "in", self.ids),
                ("company_id", "in", [False, company.id]),
            ],
            order="company_id, sequence, id",
        )
        sold = {}
        for program in found.filtered(lambda program: program._accepts(company)):
            for product in program.rule_ids.product_ids & self:
                sold.setdefault(product, program)
        return sold
