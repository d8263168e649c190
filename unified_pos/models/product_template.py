# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def get_product_info_pos(
        self, price, quantity, pos_config_id, product_variant_id=False
    ):
        info = super().get_product_info_pos(
            price, quantity, pos_config_id, product_variant_id
        )
        product = (
            self.env["product.product"].browse(product_variant_id or [])
            or self.product_variant_id
        )
        warehouses = self.env["stock.warehouse"].browse(
            place["id"] for place in info["warehouses"]
        )
        available = self.env["commerce.availability"]._read(product, warehouses)
        told = self.env["pos.config"].browse(pos_config_id)._get_told_places()
        for place in info["warehouses"]:
            place["free_qty"] = available.get((product.id, place["id"]), 0.0)
            place["is_told"] = place["id"] in told.ids
        # the till shows what it is told of this article from now on
        info["product_id"] = product.id
        return info
