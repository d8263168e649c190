# Copyright 2026 Unified Commerce contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class SaleOrder(models.Model):
    """A cart in which a till has put what the customer chose on all websites."""

    _inherit = "sale.order"

    cart_gathered = fields.Boolean(
        string="Holds Lines of Other Websites",
        copy=False,
        readonly=True,
        help="A till has put in the cart what its website does not sell; the website "
        "puts aside what is left of it.",
    )

    def _cart_move_to_website(self, website):
        super()._cart_move_to_website(website)
        if self.cart_gathered:
            self._cart_put_unsold_aside(website)
            self.cart_gathered = False
