# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import ormcache


class MrpBom(models.Model):
    _inherit = "mrp.bom"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if not {"type", "active", "company_id", "product_tmpl_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @ormcache("company_id")
    def _get_kit_template_ids(self, company_id):
        """Return the ids of the templates that are sold as a kit in a company.

        Remembered, so that a shop without kits pays nothing for them.
        """
        # sudo: whoever sells is bound by kits that they need not read
        kits = self.sudo().search(
            [
                ("type", "=", "phantom"),
                ("active", "=", True),
                ("company_id", "in", (False, company_id)),
            ]
        )
        return frozenset(kits.product_tmpl_id.ids)

    def _get_stock_parts(self, kit, quantity, boms, choices):
        """Return {part: quantity in its unit} of a quantity of a kit, in its unit.

        :param boms: {kit: its bill of materials}, for the kits within the kit
        :param choices: values of attributes that make no variant, chosen on a line
        """
        self.ensure_one()
        times = (
            kit.uom_id._compute_quantity(quantity, self.product_uom_id, round=False)
            / self.product_qty
        )
        parts = {}
        for line in self.bom_line_ids:
            if line._skip_bom_line(kit, choices):
                continue
            part = line.product_id
            each = line.product_uom_id._compute_quantity(
                line.product_qty * times, part.uom_id, round=False
            )
            if part in boms:
                inner = boms[part]._get_stock_parts(part, each, boms, choices)
            else:
                # a line of quantity 0 is an option that takes nothing
                inner = {part: each} if part.is_storable and each > 0 else {}
            for article, needed in inner.items():
                parts[article] = parts.get(article, 0.0) + needed
        return parts
