# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._sell_within_promise(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._sell_within_promise(vals))

    @api.model
    def _sell_within_promise(self, vals):
        """What is promised up to a limit is not sold whatever is in stock."""
        if vals.get("promise_policy", "stock") == "stock":
            return vals
        return {**vals, "allow_out_of_stock_order": False}

    def _get_additionnal_combination_info(
        self, product_or_template, quantity, uom, date, website
    ):
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        if "free_qty" in info and product_or_template.is_product_variant:
            units = uom._compute_quantity(quantity, product_or_template.uom_id)
            promise = website._get_promise(product_or_template, units)
            info["promise"] = promise
            # what is promised for later is not in stock
            info["show_availability"] = info["show_availability"] and not promise
        return info
