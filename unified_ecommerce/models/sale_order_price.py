# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.tools import format_amount


class SaleOrder(models.Model):
    """Prices that hold, and those that changed, on the pages of the shop."""

    _inherit = "sale.order"

    def _tell_price_changes(self, changes):
        result = super()._tell_price_changes(changes)
        lines = self.order_line.browse(line.id for line in changes)
        for order, changed in lines.grouped("order_id").items():
            sentences = [order.shop_warning or ""] + [
                order.env._(
                    "%(product)s: the price is %(now)s today (it was %(before)s).",
                    product=line._get_sent_name(),
                    now=format_amount(
                        order.env, line._get_net_price(), line.currency_id
                    ),
                    before=format_amount(order.env, changes[line], line.currency_id),
                )
                for line in changed
            ]
            order.shop_warning = "\n".join(filter(None, sentences))
        return result

    # An agreed price is for the units it was given for ----------------------------

    def _cart_find_product_line(self, *args, **kwargs):
        lines = super()._cart_find_product_line(*args, **kwargs)
        return lines.filtered(lambda line: not line.price_is_agreed)

    def _cart_update_line_quantity(self, line_id, quantity, **kwargs):
        """Put units above those of an agreed price on a line of their own."""
        line = self.order_line.filtered(lambda one: one.id == line_id)
        more = quantity - line.product_uom_qty
        if not line.price_is_agreed or more <= 0 or line.product_type == "combo":
            return super()._cart_update_line_quantity(line_id, quantity, **kwargs)
        version = kwargs.pop("cart_version", None)
        self._cart_check_version(version)
        kwargs["no_variant_attribute_value_ids"] = (
            line.product_no_variant_attribute_value_ids.ids
        )
        return self._cart_add(
            line.product_id.id, more, uom_id=line.product_uom_id.id, **kwargs
        )
