# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.http import request
from odoo.tools import float_round


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _is_sold_out(self):
        return super()._is_sold_out() or (
            self._is_sold_as_kit() and self.product_variant_id._is_sold_out()
        )

    def _is_sold_as_kit(self):
        """Say, without reading anything, whether a variant of this is a kit."""
        self.ensure_one()
        return self.id in self.env["mrp.bom"]._get_kit_template_ids(self.env.company.id)

    def _get_additionnal_combination_info(
        self, product_or_template, quantity, uom, date, website
    ):
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        # sudo: a visitor sees quantities, never how an article is made
        product = product_or_template.sudo()
        if (
            self.env.context.get("website_sale_stock_get_quantity")
            and product.is_product_variant
            and product._is_limited_kit()
        ):
            info.update(self._prepare_kit_stock_info(product, uom, website))
        return info

    def _prepare_kit_stock_info(self, kit, uom, website):
        """Return what the page shows of an article whose stock is limited."""
        available = kit.uom_id._compute_quantity(
            website._get_product_available_qty(kit), uom, round=False
        )
        in_cart = request.cart._get_cart_qty(kit.id) if request else 0.0
        session = request.session if request else {}
        asked = session.get("product_with_stock_notification_enabled", ())
        return {
            "is_storable": True,
            "allow_out_of_stock_order": False,
            "available_threshold": kit.available_threshold,
            "show_availability": kit.show_availability,
            "out_of_stock_message": kit.out_of_stock_message,
            "free_qty": float_round(
                available, precision_digits=0, rounding_method="DOWN"
            ),
            "cart_qty": kit.uom_id._compute_quantity(in_cart, uom),
            "uom_name": uom.name,
            "uom_rounding": uom.rounding,
            "has_stock_notification": kit.id in asked
            or kit._has_stock_notification(self.env.user.partner_id),
            "stock_notification_email": session.get("stock_notification_email", ""),
        }
