# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.fields import Domain

KEEP_ENDED = "unified_keep_ended"
OF_CUSTOMERS = ("open", "waiting", "aside", "saved")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _is_cart_item(self):
        return super()._is_cart_item() and not self.is_delivery

    def _get_shop_promise(self):
        """Return in words when the goods of this line are promised for."""
        self.ensure_one()
        if not self._is_cart_item():
            return ""
        return self.order_id.website_id._get_promise(
            self.product_id,
            self._get_hold_quantity(),
            self._get_hold_place(),
            self.order_id._get_hold_token(),
        )

    def unlink(self):
        """Keep what customers have in their baskets when core drops ended articles."""
        if not self.env.context.get(KEEP_ENDED):
            return super().unlink()
        dropped = self.filtered(lambda one: one.order_id.cart_state not in OF_CUSTOMERS)
        return super(SaleOrderLine, dropped).unlink()

    def _filter_sold_on(self, website):
        """Keep the lines that a website sells, with what they are chosen with.

        A part of a combination is sold with it. One statement.
        """
        products = self.product_id
        # sudo: a visitor is told whether an article is sold, nothing else
        sold = products.sudo().search(
            Domain("id", "in", products.ids)
            & Domain("sale_ok", "=", True)
            & Domain(website.website_domain())
        )
        return self.filtered(
            lambda line: all(
                one.product_id in sold
                and (one.combo_item_id or one.product_id.sudo().is_published)
                for one in line._cart_family()
            )
        )
