# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

KNOWN_RULES = "unified_commerce_known_rules"


class KnownRules:
    """The rules of each price list for some products, read once."""

    def __init__(self, products):
        self.products = products
        self.by_pricelist = {}


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    def _with_known_rules(self, products):
        """Read the rules of each price list once for all these products."""
        return self.with_context(**{KNOWN_RULES: KnownRules(products)})

    def _get_applicable_rules(self, products, date, **kwargs):
        known = self.env.context.get(KNOWN_RULES)
        if known is None:
            return super()._get_applicable_rules(products, date, **kwargs)
        # rules for more products do no harm: each is tried on the product it is for
        if self.id not in known.by_pricelist:
            known.by_pricelist[self.id] = super()._get_applicable_rules(
                known.products, date, **kwargs
            )
        return known.by_pricelist[self.id]
