# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.http import request

REFERRAL = "unified_loyalty_referral"


class Website(models.Model):
    _inherit = "website"

    def _create_cart(self):
        """A visitor who came by the link of a customer brings the code along."""
        cart = super()._create_cart()
        if code := request.session.get(REFERRAL):
            cart._set_referral(code)
        return cart
