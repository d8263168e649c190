# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.http import request, route

from odoo.addons.sale.controllers import portal


def get_left_to_pay(controller, order_id, access_token):
    """Return what may be paid of an order on which a till took a deposit.

    :return: None for any other order, and for one that the visitor may not see
    """
    try:
        order_sudo = controller._document_check_access(
            "sale.order", order_id, access_token
        )
    except (AccessError, MissingError):
        return None
    return order_sudo._get_portal_amount()


class CustomerPortal(portal.CustomerPortal):
    @route()
    def portal_order_page(
        self, order_id, access_token=None, payment_amount=None, **kwargs
    ):
        left = get_left_to_pay(self, order_id, access_token)
        if left is not None:
            asked = self._cast_as_float(payment_amount) or left
            payment_amount = min(asked, left) or None
        return super().portal_order_page(
            order_id,
            access_token=access_token,
            payment_amount=payment_amount,
            **kwargs,
        )


class PaymentPortal(portal.PaymentPortal):
    @route()
    def portal_order_transaction(self, order_id, access_token, **kwargs):
        left = get_left_to_pay(self, order_id, access_token)
        amount = self._cast_as_float(kwargs.get("amount")) or 0.0
        # half a cent is the rounding of the browser
        if left is not None and amount > left + 0.005:
            raise ValidationError(
                request.env._(
                    "A part of this order was paid in store. Load the page again: less "
                    "is left to pay."
                )
            )
        if left is not None:
            # sudo: the visitor holds the key of the order, which was checked above
            order = request.env["sale.order"].sudo().browse(order_id)
            if order._get_settling_till():
                raise ValidationError(
                    request.env._(
                        "This order is being paid in store at this moment. Try again "
                        "in a few minutes."
                    )
                )
        return super().portal_order_transaction(order_id, access_token, **kwargs)
