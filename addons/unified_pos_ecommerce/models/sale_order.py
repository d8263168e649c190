# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_purchase_summary(self):
        """Return this order as one line of the customer's purchases."""
        self.ensure_one()
        return {
            "kind": "web",
            "date": self.date_order,
            "place": self.channel_id.name,
            "reference": self.name,
            "articles": int(sum(self._cart_items().mapped("product_uom_qty"))),
            "total": self.amount_total,
            "currency": self.currency_id,
            "url": self.get_portal_url(),
        }

    def _get_cart_holder_place(self):
        """Name the store of the till that has the cart."""
        holder = self._cart_current_holder()
        if holder and holder.kind == "till":
            config_id = holder.key.split(":")[1:2]
            # sudo: a shopper is told the name of the store, nothing of its set-up
            config = self.env["pos.config"].sudo()
            if config_id and config_id[0].isdecimal():
                config = config.browse(int(config_id[0])).exists()
            if config.channel_id:
                return config.channel_id.name
        return super()._get_cart_holder_place()

    def _get_sending_place(self):
        # sudo: a shopper is told the name of a store, nothing of its set-up
        channel = self.sudo().sent_config_id.channel_id
        return channel.name or super()._get_sending_place()
