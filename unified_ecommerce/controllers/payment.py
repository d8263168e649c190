# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request, route

from odoo.addons.payment.controllers.post_processing import (
    PaymentPostProcessing as CorePostProcessing,
)
from odoo.addons.website_sale.controllers.payment import PaymentPortal as ShopPayment

from ..models.website import HOLDER_KEY


class PaymentPortal(ShopPayment):
    @route()
    def shop_payment_transaction(self, order_id, access_token, **kwargs):
        # this browser may try again while it has the cart for its own payment
        request.update_context(cart_holder_key=request.session.get(HOLDER_KEY))
        return super().shop_payment_transaction(order_id, access_token, **kwargs)

    def _validate_transaction_for_order(self, transaction, sale_order):
        """Refuse a cart that a till has, and keep tills off it while it is paid."""
        result = super()._validate_transaction_for_order(transaction, sale_order)
        cart = sale_order._cart_live()
        if cart:
            cart._cart_acquire(request.website._get_browser_holder())
        return result


class PaymentPostProcessing(CorePostProcessing):
    @route()
    def poll_status(self, **kwargs):
        transaction = self._get_monitored_transaction()
        if not transaction.is_post_processed:
            # the order is confirmed in this request
            transaction.sale_order_ids._take_turn()
        return super().poll_status(**kwargs)
