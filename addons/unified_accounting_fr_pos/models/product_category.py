# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    has_legal_guarantee = fields.Boolean(
        string="Legal guarantee on tickets",
        help="Household appliances, computers, electronics, telephones, cameras, tools "
        "and gardening machines, toys and games, sports, watches, lamps, sunglasses, "
        "furniture: tickets name the legal guarantee of conformity and are always "
        "printed (art. D211-6 C. conso.).",
    )


class ProductTemplate(models.Model):
    _inherit = "product.template"

    has_legal_guarantee = fields.Boolean(related="categ_id.has_legal_guarantee")

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "has_legal_guarantee"]
