# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import SQL

# thousands may wait for one article
PRODUCTS_AT_ONCE = 50


class CommerceBackfill(models.Model):
    _inherit = "commerce.backfill"

    def _sql_order_of_other_channel(self):
        others = super()._sql_order_of_other_channel()
        return SQL("(website_id IS NOT NULL OR %s)", others)

    def _backfill_web_channel(self, last_id, limit):
        """Orders of a website take its channel."""
        ids = self._next_ids("sale_order", last_id, limit)
        self.env.cr.execute(
            SQL(
                """UPDATE sale_order SET channel_id = website.channel_id
                     FROM website
                    WHERE website.id = sale_order.website_id
                      AND sale_order.id = ANY(%s)
                      AND website.company_id = sale_order.company_id
                      AND sale_order.channel_id IS DISTINCT FROM website.channel_id""",
                ids,
            )
        )
        self.env["sale.order"].invalidate_model(["channel_id"])
        return (ids[-1] if ids else None), len(ids), []

    def _backfill_web_cart(self, last_id, limit):
        """Baskets of the web shop become carts: the newest of a customer is the cart.

        The others are kept as saved lists. Visitors' baskets stay theirs. Orders with a
        payment under way are left alone.
        """
        ids = self._next_ids("sale_order", last_id, limit)
        drafts = self.env["sale.order"].search(
            [
                ("id", "in", ids),
                ("state", "=", "draft"),
                ("website_id", "!=", False),
                ("is_cart", "=", False),
            ],
            order="id",
        )
        drafts = drafts.filtered(lambda order: not order._has_payment_under_way())
        customers = drafts.filtered(lambda order: order._is_of_identified_customer())
        (drafts - customers).write({"is_cart": True, "cart_state": "guest"})
        kept = self.env["sale.order"]._cart_adopt(customers)
        findings = [
            self.env._(
                "%(customer)s had several baskets: %(cart)s is the cart, %(order)s is "
                "kept as a saved list.",
                customer=order.partner_id.display_name,
                order=order.name,
                cart=cart.name,
            )
            for order, cart in kept.items()
        ]
        return (ids[-1] if ids else None), len(drafts), findings

    def _tell_lost_alerts(self, count, product):
        if count == 1:
            return self.env._(
                "One person waited for %s and could not be taken over: no e-mail "
                "address, or an article that is not kept in stock any more.",
                product,
            )
        return self.env._(
            "%(count)s people waited for %(product)s and could not be taken over: "
            "no e-mail address, or an article that is not kept in stock any more.",
            count=count,
            product=product,
        )

    def _backfill_stock_alert(self, last_id, limit):
        """Who is on core's list of an article waits for it; who cannot be told leaves.

        Core has written down neither the website nor the moment.
        """
        self.env.cr.execute(
            SQL(
                """SELECT product_product_id, count(*)
                     FROM stock_notification_product_partner_rel
                    WHERE product_product_id > %s
                 GROUP BY product_product_id
                 ORDER BY product_product_id
                    LIMIT %s""",
                last_id,
                min(limit, PRODUCTS_AT_ONCE),
            )
        )
        rows = self.env.cr.fetchall()
        products = self.env["product.product"].browse(row[0] for row in rows)
        findings = [
            self._tell_lost_alerts(count, product.display_name)
            for product in products
            if (count := product._adopt_stock_alerts())
        ]
        return (products[-1:].id or None), sum(row[1] for row in rows), findings
