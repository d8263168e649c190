# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_stock_components(self, choices=None):
        components = super()._get_stock_components(choices)
        boms = self._find_kit_boms()
        for kit in self:
            if kit in boms:
                parts = boms[kit]._get_stock_parts(kit, 1.0, boms, choices)
                components[kit] = {
                    self.browse(part.id): quantity for part, quantity in parts.items()
                }
        return components

    def _find_kit_boms(self):
        """Return {kit: its bill of materials}, kits within these kits included.

        One search for each level of kits, whatever the number of articles; none when
        no article is a kit.
        """
        # sudo: a shopper or a cashier reads quantities, not how an article is made
        Bom = self.env["mrp.bom"].sudo()
        company = self.env.company
        templates = Bom._get_kit_template_ids(company.id)
        boms = {}
        level = self.sudo() if templates else self.browse()
        while level := level.filtered(lambda one: one.product_tmpl_id.id in templates):
            found = Bom._bom_find(level, company_id=company.id, bom_type="phantom")
            boms |= found
            level = Bom.union(*found.values()).bom_line_ids.product_id
            level -= level.browse().union(*boms)
        return boms

    def _is_promise_limited(self):
        parts = self._get_stock_components().get(self)
        if not parts:
            return parts is None and super()._is_promise_limited()
        return super()._is_promise_limited() or any(
            part._is_promise_limited() for part in parts
        )

    def _may_be_promised_later(self):
        parts = self._get_stock_components().get(self)
        if parts is None:
            return super()._may_be_promised_later()
        return any(part._may_be_promised_later() for part in parts)

    def _add_counted_with(self):
        counted = super()._add_counted_with()
        # sudo: as above
        lines = self.env["mrp.bom.line"].sudo()
        parts = counted
        while parts:
            boms = lines.search(
                [("product_id", "in", parts.ids), ("bom_id.type", "=", "phantom")]
            ).bom_id
            kits = boms.product_id
            for bom in boms - boms.filtered("product_id"):
                kits |= bom.product_tmpl_id.product_variant_ids
            parts = kits.with_env(self.env) - counted
            counted |= parts
        return counted
