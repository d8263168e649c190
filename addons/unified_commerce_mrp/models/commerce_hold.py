# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class CommerceHold(models.Model):
    _inherit = "commerce.hold"

    @api.model
    def _get_promised_to(self, product, place):
        """Return who waits for a kit: for the parts that do not make one more."""
        kit = product.with_company(place.company_id)
        parts = kit._get_stock_components().get(kit)
        if parts is None:
            return super()._get_promised_to(product, place)
        articles = product.browse().union(*parts)
        left = self.env["commerce.availability"]._read(articles, place)
        names = []
        for part, each in parts.items():
            if part.uom_id.compare(left[part.id, place.id], each) < 0:
                names += super()._get_promised_to(part, place)
        return list(dict.fromkeys(names))
