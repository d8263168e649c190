# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class Website(models.Model):
    """What shoppers are told of articles that come back in stock."""

    _inherit = "website"

    def _is_page_shown(self, product):
        """Say whether everybody sees the page of an article on this website."""
        self.ensure_one()
        return (
            product.active
            and product.is_published
            and product.website_id in (self, self.browse())
        )

    def _get_stores_to_wait_for(self, product, customer):
        """Return the stores that have none left of an article.

        :param customer: the contact who is signed in; nobody else can wait for a store
        :return: [{"id": of the channel, "name", "waiting": asked already}, …]
        """
        self.ensure_one()
        if not (self.show_store_stock and customer and product.is_storable):
            return []
        stores = self._get_stores()
        available = self._read_available(product, stores.warehouse_id)
        # sudo: a customer sees the own alerts only
        waiting = (
            self.env["commerce.stock.alert"]
            .sudo()
            .search(
                [
                    ("state", "=", "waiting"),
                    ("product_id", "=", product.id),
                    ("partner_id", "=", customer.id),
                    ("warehouse_id", "in", stores.warehouse_id.ids),
                ]
            )
        )
        return [
            {
                "id": store.id,
                "name": store.name,
                "waiting": store.warehouse_id in waiting.warehouse_id,
            }
            for store in stores
            if available[product.id, store.warehouse_id.id] <= 0
        ]
