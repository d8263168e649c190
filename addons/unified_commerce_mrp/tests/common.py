# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from odoo.addons.unified_commerce_base.tests.test_hold import HoldCommon


class KitCommon(HoldCommon):
    """A gift box is sold as a kit: two shirts and a mug, in paper nobody counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.box, cls.paper = cls.env["product.product"].create(
            [{"name": "Gift Box", "list_price": 45.0}, {"name": "Paper"}]
        )
        cls._set_stock(cls.mug, cls.store, 5)
        cls.bom = cls._make_kit(cls.box, {cls.shirt: 2, cls.mug: 1, cls.paper: 1})

    @classmethod
    def _make_kit(cls, product, parts, **values):
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts.items()
                ],
                **values,
            }
        )

    def _parts(self, product=None, choices=None):
        product = product or self.box
        return product._get_stock_components(choices).get(product)
