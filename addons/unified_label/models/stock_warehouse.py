# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    def action_print_shelf_labels(self):
        """Open the label wizard on the products in stock at one place.

        Without a place, that of the user. Errors: AccessError for who may not print.
        """
        self.env["product.label.layout"]._check_shelf_label_access()
        place = self[:1] or self.env.user._get_default_warehouse_id()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "product.action_open_label_layout"
        )
        action["name"] = self.env._("Shelf Labels")
        action["context"] = {
            "default_print_format": "shelf_24",
            "default_warehouse_id": place.id,
            "default_company_id": place.company_id.id or self.env.company.id,
            "default_is_place_wizard": True,
        }
        return action
