# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request, route

from odoo.addons.unified_commerce_base.exceptions import CartHeldError
from odoo.addons.website_sale.controllers.delivery import Delivery as CoreDelivery
from odoo.addons.website_sale.controllers.reorder import CustomerPortal as CoreReorder


class Reorder(CoreReorder):
    @route()
    def my_orders_reorder(self, *args, **kwargs):
        """The page goes on to the cart, which says who has it."""
        try:
            with request.env.cr.savepoint():
                return super().my_orders_reorder(*args, **kwargs)
        except CartHeldError as refusal:
            cart = request.cart
            cart.shop_warning = str(refusal)
            return {"cart_quantity": cart.cart_quantity, "tracking_info": []}


class Delivery(CoreDelivery):
    @route()
    def shop_set_delivery_method(self, dm_id=None, **kwargs):
        """With ``refused``, the page goes back to the cart, which says who has it."""
        try:
            with request.env.cr.savepoint():
                return super().shop_set_delivery_method(dm_id=dm_id, **kwargs)
        except CartHeldError as refusal:
            cart = request.cart
            cart.shop_warning = str(refusal)
            return {**self._order_summary_values(cart, **kwargs), "refused": True}
