# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _is_promise_limited(self):
        """Say whether this article is promised only as far as it is there.

        Hook: what may be ordered without being there is not limited.
        """
        self.ensure_one()
        return self.is_storable

    def _may_be_promised_later(self):
        """Say whether an order may be taken for goods that are not there yet."""
        self.ensure_one()
        return self.promise_policy != "stock" or not self._is_promise_limited()

    def _is_preorder(self):
        """Say whether the article may be promised for its announced date."""
        self.ensure_one()
        return (
            self.promise_policy == "preorder"
            and bool(self.preorder_date)
            and self.preorder_date >= fields.Date.today()
        )

    def _get_stock_components(self, choices=None):
        """Return {kit: {component: quantity in the component's unit}}.

        For one unit of each of these articles that is a kit of the current company;
        only the parts in stock management. Hook: an article that is sold as a kit is
        counted and held by its parts.

        :param choices: values of attributes that make no variant, chosen on a line
        """
        return {}

    def _add_counted_with(self):
        """Return these articles and all that are counted by them.

        Hook: what may be promised of a kit changes with its parts.
        """
        return self

    def _filter_stock_counted(self):
        """Return the articles whose stock is counted: their own, or their parts'."""
        kits = self._get_stock_components()
        return self.filtered(lambda one: kits[one] if one in kits else one.is_storable)
