# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        """Members of a tier have its prices, unless they have their own."""
        result = super()._get_partner_pricelist_multi(partner_ids)
        if not (
            self.env["loyalty.program"]._get_tier_program_ids()
            and self.env["res.groups"]._is_feature_enabled(
                "product.group_product_pricelist"
            )
        ):
            return result
        # sudo: the tier decides about the price, whoever looks at it
        cards = (
            self.env["loyalty.card"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", list(partner_ids)),
                    ("tier_id.pricelist_id.active", "=", True),
                    ("company_id", "in", [False, self.env.company.id]),
                ],
                order="id",
            )
        )
        for card in cards:
            partner, pricelist = card.partner_id, card.tier_id.pricelist_id
            if pricelist.company_id not in (
                self.env.company.browse(),
                self.env.company,
            ):
                continue
            if not partner.specific_property_product_pricelist:
                result[partner.id] = self.browse(pricelist.id)
        return result
