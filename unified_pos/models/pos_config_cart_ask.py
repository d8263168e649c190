# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from odoo.addons.unified_commerce_base.exceptions import CartHeldError


class PosConfig(models.Model):
    """Asking for a cart that somebody else has, and answering, from a till."""

    _inherit = "pos.config"

    def unified_cart_ask(self, partner_id, operator_id=None):
        """Ask who has the cart of a customer for it.

        :param operator_id: employee at the till, named to who has the cart
        :return: {status: asked | free | busy | gone, message, seconds}
        """
        self._check_till()
        cart = self._get_till_cart(self._get_till_customer(partner_id))
        if not cart:
            message = self.env._("This customer has no open cart any more.")
            return {"status": "gone", "message": message}
        return cart._cart_ask(self._get_cart_holder(self._get_operator(operator_id)))

    def unified_cart_answer(self, cart_id, give):
        """Answer who asks for a cart that this till has.

        :param give: hand the cart over with the lines as they are in the cart;
            otherwise the answer is "in a moment"
        :return: {status: given | kept | lost, message}
        """
        self._check_till()
        cart = self._get_carts([cart_id])
        try:
            for one in cart:
                one._cart_answer(self._get_cart_holder(), bool(give))
        except CartHeldError as error:
            return {"status": "lost", "message": str(error)}
        return {"status": "given" if give else "kept", "message": ""}
